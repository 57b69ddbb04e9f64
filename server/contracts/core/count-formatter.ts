const countNames: ReadonlySet<unknown> = new Set(['count', 'total', 'done', 'changed', 'n']);

/**
 * For i18next, on the screen and on the server: writes how many of something there are as the language does, wherever a text says it;
 * `{{count}}` of 20000 is `20,000`.
 * @param write a whole or decimal number in a language.
 */
export const countFormatter = (write: (value: number, language: string) => string) => ({
  type: 'formatter' as const,
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  // Whatever is no such number is put into the text as it is, of whatever type.
  format: (value: unknown, _format?: string, language?: string, options?: { interpolationkey?: string }) =>
    (typeof value === 'number' && countNames.has(options?.interpolationkey) ? write(value, language ?? 'en') : value) as string,
});
