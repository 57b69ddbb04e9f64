/** Rich text as plain lines. */
export const toText = (html: string): string => {
  const { body } = new DOMParser().parseFromString(html.replace(/<br[^>]*>|<\/(p|li)>(?=.)/g, '\n'), 'text/html');
  return body.textContent ?? '';
};
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Each line a paragraph, as the editor makes them; '' for nothing. */
export const toHtml = (text: string): string => {
  const lines = text.split('\n').map((line) => `<p>${escaped(line)}</p>`);
  return text.trim() === '' ? '' : lines.join('');
};
