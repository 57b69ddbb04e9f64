/** Days and times as people type them, Portuguese and English side by side: people mix them. Pure, for server and browser. */

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
}

const dayMs = 86_400_000;
const plusDays = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + n * dayMs).toISOString().slice(0, 10);
/** 0 for Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
const two = (n: number): string => String(n).padStart(2, '0');

/** A day that the calendar has; undefined for 31 February. */
function dayOf(year: number, month: number, day: number): string | undefined {
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text;
}

const weekdays = new Map<string, number>(
  [
    ['domingo', 'sunday'],
    ['segunda', 'segunda-feira', 'monday'],
    ['terca', 'terca-feira', 'tuesday'],
    ['quarta', 'quarta-feira', 'wednesday'],
    ['quinta', 'quinta-feira', 'thursday'],
    ['sexta', 'sexta-feira', 'friday'],
    ['sabado', 'saturday'],
  ].flatMap((names, n) => names.map((name): [string, number] => [name, n])),
);
/** As the portal writes them itself. */
const shortWeekdays = new Map<string, number>(
  [
    ['dom', 'sun'],
    ['seg', 'mon'],
    ['ter', 'tue'],
    ['qua', 'wed'],
    ['qui', 'thu'],
    ['sex', 'fri'],
    ['sab', 'sat'],
  ].flatMap((names, n) => names.map((name): [string, number] => [name, n])),
);
const beforeDays = new Set(['na', 'no', 'ate', 'on', 'by', 'until']);
const months = new Map<string, number>(
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
const units = new Map<string, 'day' | 'week' | 'month' | 'hour' | 'minute'>([
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

const at = (words: readonly Word[], n: number): string => words[n]?.plain ?? '';
const phrase = (words: readonly Word[], n: number, ...parts: string[]): boolean => parts.every((part, i) => at(words, n + i) === part);

/** The next such day of the week after today. */
const nextWeekday = (today: string, weekday: number): string => plusDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);

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
  if (year !== undefined) return dayOf(year < 100 ? 2000 + year : year, month, day);
  const thisYear = Number(now.day.slice(0, 4));
  return meant(
    [-1, 0, 1].map((by) => dayOf(thisYear + by, month, day)),
    now,
  );
}

/** {@link dated} of two figures in the order of whoever types. */
const inFigures = (now: LocalNow, first: number, second: number, year?: number): string | undefined =>
  now.isMonthFirst ? dated(now, second, first, year) : dated(now, first, second, year);

/** A day of this month or one beside it. */
function ofMonth(now: LocalNow, day: number): string | undefined {
  const [year, month] = now.day.split('-').map(Number) as [number, number];
  return meant(
    [-2, -1, 0, 1, 2].map((by) => dayOf(year + Math.floor((month - 1 + by) / 12), ((((month - 1 + by) % 12) + 12) % 12) + 1, day)),
    now,
  );
}

/** So many months later, or before; on the month's last day where it has no such day. */
export function plusMonths(today: string, n: number): string {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${two(Math.min(day, last))}`;
}

const mostAhead = 3650;

/** `em 3 dias`, `in 2 weeks`, `daqui a 2 horas`. */
function ahead(words: readonly Word[], n: number, now: LocalNow): Found | undefined {
  const lead = phrase(words, n, 'em') || phrase(words, n, 'in') ? 1 : phrase(words, n, 'daqui', 'a') ? 2 : 0;
  const count = Number(at(words, n + lead));
  const unit = units.get(at(words, n + lead + 1));
  if (lead === 0 || !unit || !Number.isInteger(count) || count < 1 || count > mostAhead) return undefined;
  const length = lead + 2;
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
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
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

/** A day that begins at word `n`. */
function dayAt(words: readonly Word[], n: number, now: LocalNow): Found | undefined {
  const coming = ahead(words, n, now);
  if (coming) return coming;
  for (const [parts, day] of relatives) if (phrase(words, n, ...parts)) return { length: parts.length, day: day(now.day) };
  const skip = ['proxima', 'proximo', 'next'].includes(at(words, n)) ? 1 : 0;
  const weekday = weekdays.get(at(words, n + skip)) ?? shortWeekday(words, n + skip);
  if (weekday !== undefined) return { length: skip + 1 + (phrase(words, n + skip + 1, 'que', 'vem') ? 2 : 0), day: nextWeekday(now.day, weekday) };
  const said = at(words, n) === 'dia' ? 1 : 0;
  const day = written(at(words, n + said), now);
  return day === undefined ? inWords(words, n, now) : { length: said + 1, day };
}

const clock = (hour: number, minute: number): string | undefined => (hour <= 23 && minute <= 59 ? `${two(hour)}:${two(minute)}` : undefined);

/** A time that begins at word `n`; a bare number only where a word before said that a time comes. */
function timeAt(words: readonly Word[], n: number, isTold: boolean): Found | undefined {
  const word = at(words, n);
  if (word === 'noon' || word === 'meio-dia') return { length: 1, time: '12:00' };
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
const colons = (words: readonly Word[]): Word[] => words.map((word) => ({ ...word, plain: word.plain.replace(/^(\d{1,2})\.(\d{2})$/, '$1:$2') }));

const evening = '20:00';

/** A time of the evening that was said by the clock of twelve hours: `tonight at 8`, `hoje à noite às 8h30`. After midnight is another day, and is left alone. */
const ofEvening = (time: string): string => (time >= '05:00' && time < '12:00' ? `${Number(time.slice(0, 2)) + 12}${time.slice(2)}` : time);

/** A day with the word for its evening behind it: `hoje à noite`, `tomorrow evening`; the time that follows is the one of that evening. */
function withEvening(words: readonly Word[], n: number, found: Found | undefined, now: LocalNow, wantsTime: boolean): Found | undefined {
  if (found?.day === undefined || found.time !== undefined) return found;
  const after = n + found.length;
  const said = phrase(words, after, 'a', 'noite') ? 2 : phrase(words, after, 'night') || phrase(words, after, 'evening') ? 1 : 0;
  if (said === 0 && at(words, after - 1) !== 'tonight') return found;
  const whole = { ...found, length: found.length + said };
  if (!wantsTime) return whole;
  const lead = toTime.has(at(words, after + said)) ? 1 : 0;
  const timed = timeAt(colons(words), after + said + lead, lead > 0);
  if (timed?.time === undefined) return { ...whole, time: timeOn(found.day, evening, now) };
  return { ...whole, length: whole.length + lead + timed.length, time: ofEvening(timed.time) };
}

/** Words that lead to a day or a time and go with it. */
const toDay = new Set(['ate', 'para', 'na', 'no', 'em', 'by', 'on', 'due', 'until', 'pra']);
const toTime = new Set(['as', 'at', 'by', 'ate']);

/** A day or time that begins at word `n`, with the word that leads to it. */
export function momentAt(words: readonly Word[], n: number, now: LocalNow, wants: { day: boolean; time: boolean }): Found | undefined {
  const first = at(words, n);
  const whole = wants.day ? withEvening(words, n, dayAt(words, n, now), now, wants.time) : undefined;
  if (whole && (wants.time || whole.time === undefined)) return whole;
  if (wants.time) {
    const time = timeAt(words, n, false) ?? (toTime.has(first) ? timeAt(words, n + 1, true) : undefined);
    if (time) return timeAt(words, n, false) ? time : { ...time, length: time.length + 1 };
  }
  if (!wants.day || !toDay.has(first)) return undefined;
  const led = withEvening(words, n + 1, dayAt(words, n + 1, now), now, wants.time);
  return led && (wants.time || led.time === undefined) ? { ...led, length: led.length + 1 } : undefined;
}

/** The day on which a time without a day is meant: today, or tomorrow where it has passed. */
export const dayOfTime = (time: string, now: LocalNow): string => (time > now.time ? now.day : plusDays(now.day, 1));

/** A word as it is compared. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

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

/** After a figure alone these make another thing of it: `3 de maio`, `3 pm`. */
const beside = new Set(['de', 'of', 'am', 'pm']);

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
  const near = { ...now, isNearest: true };
  let [day, time]: [string | undefined, string | undefined] = [undefined, undefined];
  for (let n = 0; n < words.length; ) {
    const isAlone: boolean = day === undefined && !months.has(at(words, n + 1)) && !beside.has(at(words, n + 1));
    const single: string | undefined = isAlone ? alone(at(words, n), near) : undefined;
    const wants: { day: boolean; time: boolean } = { day: day === undefined, time: time === undefined };
    const found: Found | undefined = single ? { length: 1, day: single } : (momentAt(words, n, near, wants) ?? momentAt(colons(words), n, near, wants));
    if (!found) return null;
    day ??= found.day;
    time ??= found.time;
    n += found.length;
  }
  return day === undefined && time === undefined ? null : { ...(day === undefined ? {} : { day }), ...(time === undefined ? {} : { time }) };
}
