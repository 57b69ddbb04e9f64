/** Rich text as plain lines. */
export const toText = (html: string): string => {
  const { body } = new DOMParser().parseFromString(html.replace(/<br[^>]*>|<\/(p|li)>(?=.)/g, '\n'), 'text/html');
  return body.textContent ?? '';
};
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** Each line a paragraph, as the editor makes them; '' for nothing. */
export const toHtml = (text: string): string => {
  const lines = text.split('\n').map((line) => `<p>${escaped(line)}</p>`);
  return text.trim() === '' ? '' : lines.join('');
};
/** A paragraph that is a link. */
export const linkTo = ({ words, link }: { words: string; link: string }): string => `<p><a href="${escaped(link)}">${escaped(words)}</a></p>`;
