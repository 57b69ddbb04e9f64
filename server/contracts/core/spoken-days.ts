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
  /** Nothing but a day or a time stands there: words count, too, that are common in sentences. */
  isField?: boolean;
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

const midnight = new Set(['midnight', 'meia-noite']);

const clock = (hour: number, minute: number): string | undefined => (hour <= 23 && minute <= 59 ? `${two(hour)}:${two(minute)}` : undefined);

/** A time that begins at word `n`; a bare number only where a word before said that a time comes. */
function timeAt(words: readonly Word[], n: number, isTold: boolean): Found | undefined {
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

/** The day of the week after today's, even where today is one. */
const isNext = new Set(['proxima', 'proximo', 'next', 'que', 'vem']);

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

interface PartOfDay {
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

const thisPart = (words: readonly Word[], n: number): PartOfDay | undefined =>
  ['this', 'esta', 'nesta'].includes(at(words, n)) ? partsOfToday.get(at(words, n + 1)) : undefined;

/** A word for a part of the day at word `n`, such as `à tarde`, `morning`, `fim do dia`. */
function partAt(words: readonly Word[], n: number): { part: PartOfDay; length: number } | undefined {
  for (const part of partsOfDay) {
    const way = part.ways.find((one) => phrase(words, n, ...one));
    if (way) return { part, length: way.length };
  }
  const today = thisPart(words, n - 1);
  if (today) return { part: today, length: 1 };
  return at(words, n - 1) === 'tonight' ? { part: eveningPart, length: 0 } : undefined;
}

/** A time of a part of the day that may have been said by the clock of twelve hours: `tonight at 8`, `hoje à noite às 8h30`, `à tarde às 3`. */
const timeIn = (part: PartOfDay, time: string): string => (time >= part.first && time < '12:00' ? `${Number(time.slice(0, 2)) + 12}${time.slice(2)}` : time);

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
    if (part === eveningPart && timed.time === '12:00') return { ...timedWhole, day: plusDays(found.day, 1), time: '00:00' };
    return { ...timedWhole, time: timeIn(part, timed.time) };
  }
  return { ...whole, time: found.day === now.day && now.time >= part.until ? part.usual : timeOn(found.day, part.usual, now) };
}

/** Words that lead to a day or a time and go with it. */
const toDay = new Set(['ate', 'para', 'na', 'no', 'em', 'by', 'on', 'due', 'until', 'pra']);
const toTime = new Set(['as', 'at', 'by', 'ate']);

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

/** Behind one word alone these make another thing of it: `3 de maio`, `3 pm`, `3 days`, `seg passada`. */
const beside = new Set(['de', 'of', 'am', 'pm', 'passada', 'passado', ...units.keys()]);

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
