import { plausibleYears } from '../../contracts/core/fields.js';

/** The order of day and month in a column of days written with slashes or hyphens. */
export type DayOrder = 'day-first' | 'month-first';

/** Countries that write the month first; English without a country is taken for American. */
const monthFirstCountries = new Set(['US', 'PH', 'FM', 'MH', 'PW', 'PR', 'GU', 'AS', 'VI', 'MP']);
const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const timeOfDay = /[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?|Z|[+-]\d{2}:?\d{2})?$/;

const dayPart = (cell: string): string => cell.trim().replace(timeOfDay, '').trim();

/**
 * The order in a column: a figure over 12 tells which place is the day. Where no cell tells, or as many tell one as the
 * other, the country decides, and without one the language.
 */
export function dayOrderOf(cells: Iterable<string>, { language, country }: { language: string; country: string | null }): DayOrder {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const cell of cells) {
    const found = yearLast.exec(dayPart(cell));
    if (!found || found[2] === '.') continue;
    if (Number(found[1]) > 12) dayFirst += 1;
    else if (Number(found[3]) > 12) monthFirst += 1;
  }
  if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day-first' : 'month-first';
  const region = (country ?? new Intl.Locale(language).region ?? (language === 'en' ? 'US' : '')).toUpperCase();
  return monthFirstCountries.has(region) ? 'month-first' : 'day-first';
}

/**
 * A day as `YYYY-MM-DD`; a time of day after it is dropped. With points the day is always first, with the year in front
 * the month is always second. Years of two digits are 1970 … 2069, as in POSIX. Serial numbers of spreadsheets are not
 * days here: nothing tells them from other figures.
 */
export function readDay(cell: string, order: DayOrder): { day: string } | { code: 'not-a-day' | 'no-such-day' | 'absurd-year' } {
  const front = yearFirst.exec(cell) ?? yearFirst.exec(dayPart(cell));
  if (front) return checked(Number(front[1]), Number(front[2]), Number(front[3]));
  const back = yearLast.exec(dayPart(cell));
  if (!back) return { code: 'not-a-day' };
  const [first, second, written] = [Number(back[1]), Number(back[3]), Number(back[4])];
  const year = back[4]?.length === 2 ? written + (written < 70 ? 2000 : 1900) : written;
  return back[2] === '.' || order === 'day-first' ? checked(year, second, first) : checked(year, first, second);
}

function checked(year: number, month: number, day: number): { day: string } | { code: 'no-such-day' | 'absurd-year' } {
  // The calendar repeats every 400 years, and the first hundred are read as if they were of the twentieth century.
  const isThere = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (!isThere) return { code: 'no-such-day' };
  if (year < plausibleYears.min || year > plausibleYears.max) return { code: 'absurd-year' };
  return { day: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` };
}
