/** Times of day and parts of the day as people type them. Pure, for server and browser. */

import { at, type Found, type LocalNow, phrase, type Word } from './spoken-words.js';

const two = (n: number): string => String(n).padStart(2, '0');

export const midnight = new Set(['midnight', 'meia-noite']);

const clock = (hour: number, minute: number): string | undefined => (hour <= 23 && minute <= 59 ? `${two(hour)}:${two(minute)}` : undefined);

/** A time that begins at word `n`; a bare number only where a word before said that a time comes. */
export function timeAt(words: readonly Word[], n: number, isTold: boolean): Found | undefined {
  const word = at(words, n);
  if (word === 'noon' || word === 'meio-dia') return { length: 1, time: '12:00' };
  if (isTold && midnight.has(word)) return { length: 1, time: '00:00' };
  const half = /^(\d{1,2})(?::(\d{2}))?(am|pm)$/.exec(/^\d{1,2}(:\d{2})?$/.test(word) && /^(am|pm)$/.test(at(words, n + 1)) ? word + at(words, n + 1) : word);
  if (half) {
    const hour = Number(half[1]);
    const time = hour >= 1 && hour <= 12 ? clock((hour % 12) + (half[3] === 'pm' ? 12 : 0), Number(half[2] ?? 0)) : undefined;
    return time === undefined ? undefined : { length: word.endsWith('m') ? 1 : 2, time };
  }
  const whole = /^(\d{1,2})(?:h|hs|:)(\d{2})?(?:min|h)?$/.exec(word) ?? (isTold ? /^(\d{1,2})()$/.exec(word) : null);
  if (!whole || word.endsWith(':')) return undefined;
  const time = clock(Number(whole[1]), Number(whole[2] || 0));
  return time === undefined ? undefined : { length: isTold && at(words, n + 1) === 'horas' ? 2 : 1, time };
}

const latest = '23:59';

/** The next full half hour; where the day has none left, its last minute. */
function soon(time: string): string {
  const minutes = (Math.floor((Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) / 30) + 1) * 30;
  return minutes < 1440 ? `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` : latest;
}

/** The time of a day that is planned without one: the `usual` one, but today, once that has passed, the next full half hour (never past midnight). */
export const timeOn = (day: string, usual: string, now: LocalNow): string => (day === now.day && usual <= now.time ? soon(now.time) : usual);

/** `8.30` as a time: only where no number of anything else can stand, in a field or after an evening. */
export const colons = (words: readonly Word[]): Word[] => words.map((word) => ({ ...word, plain: word.plain.replace(/^(\d{1,2})\.(\d{2})$/, '$1:$2') }));

export interface PartOfDay {
  ways: readonly string[][];
  /** The time where none is said, and when the part is over. */
  usual: string;
  until: string;
  /** Times that are said by the clock of twelve hours: from `first` on, before noon. Before it is another day, and is left alone. */
  first: string;
}

const partsOfDay: readonly PartOfDay[] = [
  { ways: [['de', 'manha'], ['pela', 'manha'], ['cedo'], ['morning']], usual: '09:00', until: '12:00', first: '12:00' },
  { ways: [['a', 'tarde'], ['de', 'tarde'], ['afternoon']], usual: '15:00', until: '18:00', first: '01:00' },
  { ways: [['a', 'noite'], ['night'], ['evening']], usual: '20:00', until: '24:00', first: '05:00' },
  { ways: [['fim', 'do', 'dia'], ['final', 'do', 'dia'], ['end', 'of', 'day'], ['eod']], usual: '18:00', until: '24:00', first: '01:00' },
];
const [morningPart, afternoonPart, eveningPart] = partsOfDay as readonly [PartOfDay, PartOfDay, PartOfDay];
/** Behind `this` or `esta` these are parts of today. */
const partsOfToday = new Map([
  ['morning', morningPart],
  ['manha', morningPart],
  ['afternoon', afternoonPart],
  ['tarde', afternoonPart],
  ['evening', eveningPart],
  ['noite', eveningPart],
]);

export const thisPart = (words: readonly Word[], n: number): PartOfDay | undefined =>
  ['this', 'esta', 'nesta'].includes(at(words, n)) ? partsOfToday.get(at(words, n + 1)) : undefined;

/** A word for a part of the day at word `n`, such as `à tarde`, `morning`, `fim do dia`. */
export function partAt(words: readonly Word[], n: number): { part: PartOfDay; length: number } | undefined {
  for (const part of partsOfDay) {
    const way = part.ways.find((one) => phrase(words, n, ...one));
    if (way) return { part, length: way.length };
  }
  const today = thisPart(words, n - 1);
  if (today) return { part: today, length: 1 };
  return at(words, n - 1) === 'tonight' ? { part: eveningPart, length: 0 } : undefined;
}

/** A time of a part of the day that may have been said by the clock of twelve hours: `tonight at 8`, `hoje à noite às 8h30`, `à tarde às 3`. */
export const timeIn = (part: PartOfDay, time: string): string =>
  time >= part.first && time < '12:00' ? `${Number(time.slice(0, 2)) + 12}${time.slice(2)}` : time;

/** Whether a part of the day is its evening, whose twelve is the midnight that ends the day. */
export const isEvening = (part: PartOfDay): boolean => part === eveningPart;
