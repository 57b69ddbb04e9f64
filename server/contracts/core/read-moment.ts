/** What stands in a field for a day or a time, where nothing else can. Pure, for server and browser. */

import { plusDays, plusMonths } from './calendar-day.js';
import { inFigures, momentAt, months, nextWeekday, ofMonth, shortWeekdays, weekdays } from './spoken-days.js';
import { colons, midnight } from './spoken-times.js';
import { at, type Found, fold, type LocalNow, units, type Word } from './spoken-words.js';

const past: readonly [word: string, by: number][] = [
  ['ontem', -1],
  ['yesterday', -1],
  ['anteontem', -2],
];
/** `+3d`, `-2s`, `+1 mes`: letters of both languages, `s` for a semana. */
const letters = new Map<string, 'day' | 'week' | 'month'>([
  ['', 'day'],
  ['d', 'day'],
  ['s', 'week'],
  ['w', 'week'],
  ['m', 'month'],
]);

/** The one word of a field: what would be no day in the middle of a sentence. */
function alone(word: string, now: LocalNow): string | undefined {
  const [, sign, count, unit = ''] = /^([+-])(\d{1,4})([a-z]*)$/.exec(word) ?? [];
  if (sign !== undefined) {
    const by = Number(count) * (sign === '-' ? -1 : 1);
    const kind = letters.get(unit) ?? units.get(unit);
    return kind === 'day' || kind === 'week' ? plusDays(now.day, by * (kind === 'week' ? 7 : 1)) : kind === 'month' ? plusMonths(now.day, by) : undefined;
  }
  if (/^\d{1,2}$/.test(word)) return ofMonth(now, Number(word));
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(word) ?? [];
  if (day !== undefined) return inFigures(now, Number(day), Number(month), Number(year));
  const weekday = shortWeekdays.get(word);
  const by = past.find(([name]) => name === word)?.[1];
  return by !== undefined ? plusDays(now.day, by) : weekday === undefined ? undefined : nextWeekday(now.day, weekday);
}

/** Behind one word alone these make another thing of it: `3 de maio`, `3 pm`, `3 days`, `seg passada`. */
const beside = new Set(['de', 'of', 'am', 'pm', 'passada', 'passado', ...units.keys()]);

/** The day of the week after today's, even where today is one. */
const isNext = new Set(['proxima', 'proximo', 'next', 'que', 'vem']);

/**
 * What stands in a field for a day or a moment: all that `momentAt` understands, and `17`, `17-6-31`, `170631`, `+3d`, `sex`, `ontem`, with a time
 * behind it or alone; also ISO. Days before months unless `now` says otherwise, and the nearest day where the year is left out.
 * @returns null where a word is left over.
 */
export function readMoment(text: string, now: LocalNow): { day?: string; time?: string } | null {
  const plain = fold(text)
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})t(?=\d{2}:\d{2}$)/, '$1 ')
    .replace(/^(\d{1,2})[-\s](\d{1,2})(?:[-\s](\d{4}|\d{2}))?(?=[\s,]|$)/, (_, day, month, year) => [day, month, ...(year ? [year] : [])].join('/'))
    .replace(/^([+-])\s*(\d+)\s+(?=[a-z])/, '$1$2')
    .replace(/\b(\d{1,2})\.(\d{2})(?=\s*[ap]m\b)/, '$1:$2');
  const words = plain.split(/[\s,]+/).flatMap((word): Word[] => (word === '' ? [] : [{ plain: word.replace(/[.;]+$/, ''), start: 0, end: 0 }]));
  const near = { ...now, isNearest: true, isField: true };
  const isWeekdaySaid = words.some(({ plain }) => weekdays.has(plain) || shortWeekdays.has(plain));
  let [day, time]: [string | undefined, string | undefined] = [undefined, undefined];
  let isSure = words.some(({ plain }) => isNext.has(plain));
  for (let n = 0; n < words.length; ) {
    // `seg 22`, where that Monday is the 22nd, names the day twice.
    if (isWeekdaySaid && day !== undefined && at(words, n) === String(Number(day.slice(8)))) {
      isSure = true;
      n += 1;
      continue;
    }
    const isAlone: boolean = day === undefined && !months.has(at(words, n + 1)) && !beside.has(at(words, n + 1));
    const single: string | undefined = isAlone ? alone(at(words, n), near) : undefined;
    const wants: { day: boolean; time: boolean } = { day: day === undefined, time: time === undefined };
    const found: Found | undefined = single ? { length: 1, day: single } : (momentAt(words, n, near, wants) ?? momentAt(colons(words), n, near, wants));
    if (!found) return null;
    day ??= found.day;
    time ??= found.time;
    n += found.length;
  }
  // The midnight of a day that has begun is the one that ends it.
  if (day === now.day && time === '00:00' && words.some(({ plain }) => midnight.has(plain))) day = plusDays(day, 1);
  if (isWeekdaySaid && time !== undefined && time > now.time && day === plusDays(now.day, 7) && !isSure) day = now.day;
  return day === undefined && time === undefined ? null : { ...(day === undefined ? {} : { day }), ...(time === undefined ? {} : { time }) };
}
