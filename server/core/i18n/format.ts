import type { Money } from '../../contracts/core/fields.js';
import { isMonthFirst, localeIn } from '../../contracts/core/locale.js';
import { amountText, moneyText } from '../../contracts/core/money-text.js';
import { knownZone } from '../db/days.js';
import { nearestLanguage } from './texts.js';

const MINUS = '−';
const NO_BREAK_SPACE = '\u00a0';

/** How numbers, money and days are written for one reader. */
export interface Formats {
  /** With its symbol: `R$ 48.750,00`, in English `R$48,750.00`; see {@link moneyText}. */
  money(value: Money): string;
  /** Money without its symbol, for columns of one currency. */
  amount(value: Money): string;
  /** A decimal with as many places as it has, at most three. */
  number(value: number): string;
  /** `value` is 0 … 100: `8 %` in Portuguese, `8%` in English. */
  percent(value: number): string;
  /** A day `YYYY-MM-DD` in figures: `08/12/2026`, in English `8 Dec 2026`, in the United States `Dec 8, 2026`. */
  day(day: string): string;
  /** A day `YYYY-MM-DD` with the month in full: `8 de dezembro de 2026`, `8 December 2026`. */
  longDay(day: string): string;
  /** An instant, ISO 8601, as day and time in the reader's time zone. */
  moment(instant: string): string;
  /** The time of an instant in the reader's time zone: `14:05`, in the United States `2:05 PM`. */
  time(instant: string): string;
}

const cache = new Map<string, Formats>();

/**
 * @param language a supported language; another is replaced by the nearest.
 * @param timeZone an IANA name; only `moment` and `time` look at it.
 * @param country of the company, ISO 3166, where money, days or times are written: see {@link localeIn}.
 * @throws {RangeError} for an unknown time zone.
 */
export function formats(language: string, timeZone = 'UTC', country: string | null = null): Formats {
  const known = nearestLanguage(language);
  const locale = localeIn(known, country);
  const key = `${locale} ${timeZone}`;
  const found = cache.get(key);
  if (found) return found;
  const made = makeFormats(known, locale, timeZone);
  cache.set(key, made);
  return made;
}

function makeFormats(language: string, locale: string, zone: string): Formats {
  const timeZone = knownZone(zone);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const percents = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const percentSpace = language === 'en' ? '' : NO_BREAK_SPACE;
  // The month is a word in English: nobody takes it for the day.
  const numericMonth = language === 'en' ? 'short' : '2-digit';
  const numericDay = language === 'en' ? 'numeric' : '2-digit';
  const days = new Intl.DateTimeFormat(locale, { day: numericDay, month: numericMonth, year: 'numeric', timeZone: 'UTC' });
  const longDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const datesHere = new Intl.DateTimeFormat(locale, { day: numericDay, month: numericMonth, year: 'numeric', timeZone });
  const clock = isMonthFirst(locale) ? ({ hour: 'numeric' } as const) : ({ hour: '2-digit', hourCycle: 'h23' } as const);
  const timesHere = new Intl.DateTimeFormat(locale, { ...clock, minute: '2-digit', timeZone });
  const currencies = new Map<string, Intl.NumberFormat>();
  const ofCurrency = (currency: string): Intl.NumberFormat => {
    const made = currencies.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
    currencies.set(currency, made);
    return made;
  };
  return {
    money: (value) => moneyText(ofCurrency(value.currency), value.amount),
    amount: (value) => amountText(ofCurrency(value.currency), value.amount),
    number: (value) => numbers.format(value + 0).replace('-', MINUS),
    percent: (value) => `${percents.format(value + 0).replace('-', MINUS)}${percentSpace}%`,
    day: (day) => days.format(dayToDate(day)),
    longDay: (day) => longDays.format(dayToDate(day)),
    moment: (instant) => `${datesHere.format(new Date(instant))}, ${timesHere.format(new Date(instant))}`,
    time: (instant) => timesHere.format(new Date(instant)),
  };
}

/** Noon, so that no rounding of time zones can move it to a neighbouring day. */
function dayToDate(day: string): Date {
  return new Date(`${day}T12:00:00.000Z`);
}
