/** What a day of the week is called, 0 for Sunday to 6 for Saturday. 5 January 2025 was a Sunday. */
export const weekdayOf = (weekday: number, language: string, style: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2025, 0, 5 + weekday))).replace(/\.$/, '');
