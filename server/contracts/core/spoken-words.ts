/** Words that people type for days and times, Portuguese and English side by side: people mix them. Pure, for server and browser. */

/** A word as it is compared: small letters without accents, and without the signs that end a sentence. */
export interface Word {
  plain: string;
  start: number;
  end: number;
}

/** What was found from a word on: how many words it takes, and what it says. */
export interface Found {
  length: number;
  /** `YYYY-MM-DD`. */
  day?: string;
  /** `HH:MM`. */
  time?: string;
}

/** Now on the clock of whoever types. */
export interface LocalNow {
  day: string;
  time: string;
  /** A day and month without a year is the nearest one, be it past or to come; else the next to come. */
  isNearest?: boolean;
  /** In figures the month stands before the day. */
  isMonthFirst?: boolean;
  /** Nothing but a day or a time stands there: words count, too, that are common in sentences. */
  isField?: boolean;
}

/** A word as it is compared. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const at = (words: readonly Word[], n: number): string => words[n]?.plain ?? '';
export const phrase = (words: readonly Word[], n: number, ...parts: string[]): boolean => parts.every((part, i) => at(words, n + i) === part);

/** Words that lead to a day or a time and go with it. */
export const toDay = new Set(['ate', 'para', 'na', 'no', 'em', 'by', 'on', 'due', 'until', 'pra']);
export const toTime = new Set(['as', 'at', 'by', 'ate']);

export const units = new Map<string, 'day' | 'week' | 'month' | 'hour' | 'minute'>([
  ['dia', 'day'],
  ['dias', 'day'],
  ['day', 'day'],
  ['days', 'day'],
  ['semana', 'week'],
  ['semanas', 'week'],
  ['week', 'week'],
  ['weeks', 'week'],
  ['mes', 'month'],
  ['meses', 'month'],
  ['month', 'month'],
  ['months', 'month'],
  ['hora', 'hour'],
  ['horas', 'hour'],
  ['hour', 'hour'],
  ['hours', 'hour'],
  ['minutos', 'minute'],
  ['minutes', 'minute'],
  ['min', 'minute'],
]);
