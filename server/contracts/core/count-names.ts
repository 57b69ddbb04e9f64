/** What texts call a number of things: these are written with the separators of the language by the texts themselves, on the screen and on the server. */
export const countNames: ReadonlySet<string> = new Set(['count', 'total', 'done', 'changed', 'n']);
