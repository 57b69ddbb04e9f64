/** Lets the browser fetch a file that the server names and offers as one. */
export function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}
