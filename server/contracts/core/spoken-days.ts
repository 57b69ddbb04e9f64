/** Days as people type them, with the times that follow, Portuguese and English side by side. Pure, for server and browser. */

import { calendarDay, plusDays, plusMonths, weekdayOf } from './calendar-day.js';
import { colons, isEvening, midnight, partAt, thisPart, timeAt, timeIn, timeOn } from './spoken-times.js';
import { at, type Found, type LocalNow, phrase, toDay, toTime, units, type Word } from './spoken-words.js';

/** By their names, 1 for Monday to 7 for Sunday. */
export const weekdays = new Map<string, number>(
  [
    ['segunda', 'segunda-feira', 'monday'],
    ['terca', 'terca-feira', 'tuesday'],
    ['quarta', 'quarta-feira', 'wednesday'],
    ['quinta', 'quinta-feira', 'thursday'],
    ['sexta', 'sexta-feira', 'friday'],
    ['sabado', 'saturday'],
    ['domingo', 'sunday'],
  ].flatMap((names, n) => names.map((name): [string, number] => [name, n + 1])),
);
/** As the portal writes them itself. */
export const shortWeekdays = new Map<string, number>(
  [
    ['seg', 'mon'],
    ['ter', 'tue'],
    ['qua', 'wed'],
    ['qui', 'thu'],
    ['sex', 'fri'],
    ['sab', 'sat'],
    ['dom', 'sun'],
  ].flatMap((names, n) => names.map((name): [string, number] => [name, n + 1])),
);
const beforeDays = new Set(['na', 'no', 'ate', 'on', 'by', 'until']);
export const months = new Map<string, number>(
  [
    ['janeiro', 'jan', 'january'],
    ['fevereiro', 'fev', 'february', 'feb'],
    ['marco', 'mar', 'march'],
    ['abril', 'abr', 'april', 'apr'],
    ['maio', 'mai', 'may'],
    ['junho', 'jun', 'june'],
    ['julho', 'jul', 'july'],
    ['agosto', 'ago', 'august', 'aug'],
    ['setembro', 'set', 'september', 'sep', 'sept'],
    ['outubro', 'out', 'october', 'oct'],
    ['novembro', 'nov', 'november'],
    ['dezembro', 'dez', 'december', 'dec'],
  ].flatMap((names, n) => names.map((name): [string, number] => [name, n + 1])),
);

/** The next such day of the week after today. */
export const nextWeekday = (today: string, weekday: number): string => plusDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
/** The last such day of the week before today. */
const lastWeekday = (today: string, weekday: number): string => plusDays(today, -(((weekdayOf(today) - weekday + 6) % 7) + 1));

/** How far a day is from today; what has passed is twice as far, since most days that people write are to come. */
function farness(day: string, today: string): number {
  const ahead = Date.parse(day) - Date.parse(today);
  return ahead < 0 ? -2 * ahead : ahead;
}

/** Of days in the order of time the one that is meant: the nearest, or the first that has not passed. */
function meant(days: (string | undefined)[], now: LocalNow): string | undefined {
  const real = days.filter((day) => day !== undefined);
  if (!now.isNearest) return real.find((day) => day >= now.day);
  return real.sort((a, b) => farness(a, now.day) - farness(b, now.day))[0];
}

/** The day and month of this year or one beside it; a year that is given counts as it is. */
function dated(now: LocalNow, day: number, month: number, year?: number): string | undefined {
  if (year !== undefined) return calendarDay(year < 100 ? 2000 + year : year, month, day);
  const thisYear = Number(now.day.slice(0, 4));
  return meant(
    [-1, 0, 1].map((by) => calendarDay(thisYear + by, month, day)),
    now,
  );
}

/** {@link dated} of two figures in the order of whoever types. */
export const inFigures = (now: LocalNow, first: number, second: number, year?: number): string | undefined =>
  now.isMonthFirst ? dated(now, second, first, year) : dated(now, first, second, year);

/** A day of this month or one beside it. */
export function ofMonth(now: LocalNow, day: number): string | undefined {
  const [year, month] = now.day.split('-').map(Number) as [number, number];
  return meant(
    [-2, -1, 0, 1, 2].map((by) => calendarDay(year + Math.floor((month - 1 + by) / 12), ((((month - 1 + by) % 12) + 12) % 12) + 1, day)),
    now,
  );
}

const mostAhead = 3650;

/** `em 3 dias`, `in 2 weeks`, `daqui a 2 horas`; in a field also `2 weeks`, `3 days ago`, `há 3 dias`. */
function awayBy(words: readonly Word[], n: number, now: LocalNow): Found | undefined {
  const isSince = now.isField === true && phrase(words, n, 'ha');
  const lead = isSince || phrase(words, n, 'em') || phrase(words, n, 'in') ? 1 : phrase(words, n, 'daqui', 'a') ? 2 : 0;
  const number = Number(at(words, n + lead));
  const unit = units.get(at(words, n + lead + 1));
  // Without a word before it, `14 horas` is a time of the clock.
  const isClock = lead === 0 && unit === 'hour' && at(words, n + 1).startsWith('hora') && at(words, n + 2) !== 'atras';
  if ((lead === 0 && !now.isField) || isClock || !unit || !Number.isInteger(number) || number < 1 || number > mostAhead) return undefined;
  const ago = lead === 0 && ['ago', 'atras'].includes(at(words, n + 2)) ? 1 : 0;
  const count = isSince || ago ? -number : number;
  const length = lead + 2 + ago;
  if (unit === 'day') return { length, day: plusDays(now.day, count) };
  if (unit === 'week') return { length, day: plusDays(now.day, 7 * count) };
  if (unit === 'month') return { length, day: plusMonths(now.day, count) };
  const moment = new Date(Date.parse(`${now.day}T${now.time}:00Z`) + count * (unit === 'hour' ? 60 : 1) * 60_000).toISOString();
  return { length, day: moment.slice(0, 10), time: moment.slice(11, 16) };
}

const relatives: readonly [words: string[], day: (today: string) => string][] = [
  [['depois', 'de', 'amanha'], (today) => plusDays(today, 2)],
  [['day', 'after', 'tomorrow'], (today) => plusDays(today, 2)],
  [['semana', 'que', 'vem'], (today) => nextWeekday(today, 1)],
  [['proxima', 'semana'], (today) => nextWeekday(today, 1)],
  [['next', 'week'], (today) => nextWeekday(today, 1)],
  [['mes', 'que', 'vem'], (today) => `${plusMonths(`${today.slice(0, 8)}01`, 1)}`],
  [['proximo', 'mes'], (today) => `${plusMonths(`${today.slice(0, 8)}01`, 1)}`],
  [['next', 'month'], (today) => `${plusMonths(`${today.slice(0, 8)}01`, 1)}`],
  [['hoje'], (today) => today],
  [['today'], (today) => today],
  [['tonight'], (today) => today],
  [['amanha'], (today) => plusDays(today, 1)],
  [['tomorrow'], (today) => plusDays(today, 1)],
];

/** `25/12`, `25/12/2031`, `2031-12-25`. */
function written(word: string, now: LocalNow): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word);
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const short = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?$/.exec(word);
  return short ? inFigures(now, Number(short[1]), Number(short[2]), short[3] === undefined ? undefined : Number(short[3])) : undefined;
}

/** `25 de dezembro`, `25 December`, `December 25`, `dia 25`; a year may follow. */
function inWords(words: readonly Word[], n: number, now: LocalNow): Found | undefined {
  const number = (i: number) => (/^\d{1,2}(st|nd|rd|th)?$/.test(at(words, i)) ? Number.parseInt(at(words, i), 10) : undefined);
  const yearAt = (i: number) => (/^(19|20)\d\d$/.test(at(words, i)) ? Number(at(words, i)) : undefined);
  const give = (length: number, day: number, month: number): Found | undefined => {
    const of = at(words, n + length) === 'de' && yearAt(n + length + 1) !== undefined ? 1 : 0;
    const year = yearAt(n + length + of);
    const found = dated(now, day, month, year);
    return found === undefined ? undefined : { length: length + (year === undefined ? 0 : of + 1), day: found };
  };
  const first = number(n);
  if (first !== undefined) {
    const of = ['de', 'of'].includes(at(words, n + 1)) ? 1 : 0;
    const month = months.get(at(words, n + 1 + of));
    if (month !== undefined) return give(2 + of, first, month);
  }
  const month = months.get(at(words, n));
  const second = number(n + 1);
  if (month !== undefined && second !== undefined) return give(2, second, month);
  if (at(words, n) !== 'dia' || second === undefined) return undefined;
  const found = ofMonth(now, second);
  return found === undefined ? undefined : { length: 2, day: found };
}

/** A weekday cut short: some are words of their own (`ter`, `sun`), so a time must follow, or a word for it come before. */
function shortWeekday(words: readonly Word[], n: number): number | undefined {
  const isMeant = timeAt(words, n + 1, false) !== undefined || beforeDays.has(at(words, n - 1));
  return isMeant ? shortWeekdays.get(at(words, n)) : undefined;
}

/** `last monday`, `última segunda`, `seg passada`. */
function pastWeekday(words: readonly Word[], n: number, now: LocalNow): Found | undefined {
  const lead = ['last', 'ultima', 'ultimo'].includes(at(words, n)) ? 1 : 0;
  const word = at(words, n + lead);
  const weekday = weekdays.get(word) ?? shortWeekdays.get(word);
  const isPast = lead === 1 || ['passada', 'passado'].includes(at(words, n + 1));
  return weekday === undefined || !isPast ? undefined : { length: 2, day: lastWeekday(now.day, weekday) };
}

/** Whether a time of today follows that is still to come: `friday 4pm` on a Friday at noon is meant for today. */
function isToCome(words: readonly Word[], n: number, now: LocalNow): boolean {
  const lead = toTime.has(at(words, n)) ? 1 : 0;
  const time = timeAt(words, n + lead, lead > 0)?.time;
  return time !== undefined && time > now.time;
}

/** A day that begins at word `n`. */
function dayAt(words: readonly Word[], n: number, now: LocalNow): Found | undefined {
  const away = awayBy(words, n, now);
  if (away) return away;
  if (now.isField && ['now', 'agora'].includes(at(words, n))) return { length: 1, day: now.day, time: now.time };
  if (thisPart(words, n)) return { length: 1, day: now.day };
  // Of a day that is over a sentence tells, and asks for none.
  const gone = pastWeekday(words, n, now) ?? pastWeekday(words, n - 1, now);
  if (gone) return now.isField ? gone : undefined;
  for (const [parts, day] of relatives) if (phrase(words, n, ...parts)) return { length: parts.length, day: day(now.day) };
  const skip = ['proxima', 'proximo', 'next'].includes(at(words, n)) ? 1 : 0;
  const weekday = weekdays.get(at(words, n + skip)) ?? shortWeekday(words, n + skip);
  if (weekday !== undefined) {
    const comes = phrase(words, n + skip + 1, 'que', 'vem') ? 2 : 0;
    const isToday = skip + comes === 0 && weekday === weekdayOf(now.day) && isToCome(words, n + 1, now);
    return { length: skip + 1 + comes, day: isToday ? now.day : nextWeekday(now.day, weekday) };
  }
  const said = at(words, n) === 'dia' ? 1 : 0;
  const day = written(at(words, n + said), now);
  return day === undefined ? inWords(words, n, now) : { length: said + 1, day };
}

/** A day with the word for a part of it behind: `hoje à noite`, `tomorrow morning`; the time that follows is one of that part. */
function withPart(words: readonly Word[], n: number, found: Found | undefined, now: LocalNow, wantsTime: boolean): Found | undefined {
  if (found?.day === undefined || found.time !== undefined) return found;
  const after = n + found.length;
  const said = partAt(words, after);
  if (!said) return found;
  const whole = { ...found, length: found.length + said.length };
  if (!wantsTime) return whole;
  const { part, length } = said;
  const lead = toTime.has(at(words, after + length)) ? 1 : 0;
  const timed = timeAt(colons(words), after + length + lead, lead > 0 || now.isField === true);
  if (timed?.time !== undefined) {
    const timedWhole = { ...whole, length: whole.length + lead + timed.length };
    // Twelve in the evening is the midnight that ends the day.
    if (isEvening(part) && timed.time === '12:00') return { ...timedWhole, day: plusDays(found.day, 1), time: '00:00' };
    return { ...timedWhole, time: timeIn(part, timed.time) };
  }
  return { ...whole, time: found.day === now.day && now.time >= part.until ? part.usual : timeOn(found.day, part.usual, now) };
}

/** What is a time in a field alone: `14 horas`, midnight, a part of the day, and, behind the day, a figure. */
function timeOfField(words: readonly Word[], n: number, isDayKnown: boolean): Found | undefined {
  if (/^horas?$/.test(at(words, n + 1))) return timeAt(words, n, true);
  const lead = phrase(words, n, 'a', 'meia-noite') ? 1 : 0;
  if (midnight.has(at(words, n + lead))) return { length: lead + 1, time: '00:00' };
  const said = partAt(words, n);
  return said && said.length > 0 ? { length: said.length, time: said.part.usual } : isDayKnown ? timeAt(words, n, true) : undefined;
}

/** A day or time that begins at word `n`, with the word that leads to it. */
export function momentAt(words: readonly Word[], n: number, now: LocalNow, wants: { day: boolean; time: boolean }): Found | undefined {
  const first = at(words, n);
  const whole = wants.day ? withPart(words, n, dayAt(words, n, now), now, wants.time) : undefined;
  if (whole && (wants.time || whole.time === undefined)) return whole;
  if (wants.time) {
    const alone = now.isField ? timeOfField(words, n, !wants.day) : undefined;
    if (alone) return alone;
    const time = timeAt(words, n, false) ?? (toTime.has(first) ? timeAt(words, n + 1, true) : undefined);
    if (time) return timeAt(words, n, false) ? time : { ...time, length: time.length + 1 };
  }
  if (!wants.day || !toDay.has(first)) return undefined;
  const led = withPart(words, n + 1, dayAt(words, n + 1, now), now, wants.time);
  return led && (wants.time || led.time === undefined) ? { ...led, length: led.length + 1 } : undefined;
}

/** The day on which a time without a day is meant: today, or tomorrow where it has passed. */
export const dayOfTime = (time: string, now: LocalNow): string => (time > now.time ? now.day : plusDays(now.day, 1));
