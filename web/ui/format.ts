import type { Money } from '../../server/contracts/core/fields.js';
import { isMonthFirst, localeIn } from '../../server/contracts/core/locale.js';
import { amountText, moneyText } from '../../server/contracts/core/money-text.js';

/** Whose habits a value is written in. `now` only to make a moment repeatable. */
export interface Habits {
  language: string;
  timeZone: string;
  now?: Date;
}

const NBSP = '\u00a0';
const MINUS = '\u2212';

let country: string | null = null;
/** Whose portal this is, which there is one of: formats are those of its country where a language has several. */
export function formatAsIn(code: string | null): void {
  country = code;
}

/** The locale whose formats a language uses here. */
export const localeOf = (language: string): string => localeIn(language, country);

/** Keeps what `make` made for each language and set of options: a formatter costs a thousand times what formatting with it does. */
function kept<O extends object, F>(make: (locale: string, options: O) => F): (language: string, options: O) => F {
  const made = new Map<string, F>();
  return (language, options) => {
    const locale = localeOf(language);
    const key = locale + JSON.stringify(options);
    let format = made.get(key);
    if (format === undefined) {
      format = make(locale, options);
      made.set(key, format);
    }
    return format;
  };
}
const numberFormat = kept((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const relativeFormat = kept((locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options));
const dateFormat = kept((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));

const withMinus = (text: string): string => text.replace(/^-/, MINUS);

/** Decimal places of a currency: 2 for BRL, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** @param currencyDisplay `narrowSymbol` for the sign that several currencies share, such as `$`. */
export function currencySymbol(currency: string, language: string, currencyDisplay: 'symbol' | 'narrowSymbol' = 'symbol'): string {
  const parts = numberFormat(language, { style: 'currency', currency, currencyDisplay }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

/** The figure of an amount without its symbol: `48.750,00`. */
export const formatAmount = ({ amount, currency }: Money, language: string): string =>
  amountText(numberFormat(language, { style: 'currency', currency }), amount);

/** With its symbol, as the language writes it: `R$ 48.750,00`, `−R$ 2,00`, in English `£48,750.00`. */
export const formatMoney = ({ amount, currency }: Money, language: string): string =>
  moneyText(numberFormat(language, { style: 'currency', currency }), amount);

export const formatNumber = (value: number, language: string, decimals = 0): string =>
  withMinus(numberFormat(language, { maximumFractionDigits: decimals }).format(value));

/** At most three places, as quantities are kept. */
export const formatQuantity = (value: number, language: string): string => formatNumber(value, language, 3);

/** At most three places, as tax rates have them and as in the PDF of a document: `17.5%` in English, elsewhere with a space that does not break. */
export const formatPercent = (value: number, language: string): string => `${formatNumber(value, language, 3)}${language === 'en' ? '' : NBSP}%`;

export function formatSize(bytes: number, language: string): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${formatNumber(value, language, step < 2 ? 0 : 1)}${NBSP}${units[step]}`;
}

const DAY = 86_400_000;
const dayNumber = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);

/** The calendar day (`YYYY-MM-DD`) on which a moment falls in a time zone. */
export function dayOf(at: Date, timeZone: string): string {
  // Of four digits also while a year is being typed, which begins with the year 2.
  return dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at).padStart(10, '0');
}

/** Hours and minutes, `9:30`. */
export function clockOf(at: Date, timeZone: string): string {
  const parts = dateFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? '00';
  return `${Number(get('hour'))}:${get('minute')}`;
}

/** A time as it is shown: `9:30`, in the United States `9:30 AM`. */
export function formatClock(at: Date, { language, timeZone }: Pick<Habits, 'language' | 'timeZone'>): string {
  if (!isMonthFirst(localeOf(language))) return clockOf(at, timeZone);
  return dateFormat(language, { timeZone, hour: 'numeric', minute: '2-digit' }).format(at);
}

/** A time `HH:MM` as it is shown: in the United States `2:30 PM`. */
export const formatTime = (time: string, language: string): string =>
  isMonthFirst(localeOf(language)) ? formatClock(new Date(`1970-01-01T${time}:00Z`), { language, timeZone: 'UTC' }) : time;

const inDays = (days: number, language: string): string => relativeFormat(language, { numeric: 'auto' }).format(days, 'day');

/** `15/12/2026` or `15 Dec 2026`. */
export function formatDayFull(day: string, language: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return language.startsWith('pt')
    ? dateFormat(language, { timeZone: 'UTC', day: '2-digit', month: '2-digit', year: 'numeric' }).format(at)
    : dateFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** `15 de dezembro de 2026`, `15 December 2026`. */
export const formatDayLong = (day: string, language: string): string =>
  dateFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(`${day}T00:00:00Z`));

/**
 * A day by nearness: today, tomorrow, yesterday, the weekday for the six days to come, day and month within the year or
 * three months, else the full day.
 */
export function formatDay(day: string, habits: Habits): string {
  const { language } = habits;
  const today = dayOf(habits.now ?? new Date(), habits.timeZone);
  const distance = dayNumber(day) - dayNumber(today);
  if (Math.abs(distance) <= 1) return inDays(distance, language);
  const at = new Date(`${day}T00:00:00Z`);
  if (distance > 1 && distance < 7) return dateFormat(language, { timeZone: 'UTC', weekday: 'short' }).format(at);
  if (day.slice(0, 4) !== today.slice(0, 4) && Math.abs(distance) > 92) return formatDayFull(day, language);
  if (!language.startsWith('pt')) return dateFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(at);
  return `${at.getUTCDate()}/${at.getUTCMonth() + 1}`;
}

/** A moment by nearness: `hoje, 14:00` · `ontem, 16:40` · `qui., 9:30` · `27/11, 8:00`; of what was in another year without the hour. */
export function formatInstant(iso: string, habits: Habits): string {
  const at = new Date(iso);
  const day = formatDay(dayOf(at, habits.timeZone), habits);
  const isLongAgo = /\d{4}/.test(day) && at < (habits.now ?? new Date());
  return isLongAgo ? day : `${day}, ${formatClock(at, habits)}`;
}

/** The whole moment, for tooltips: `terça-feira, 24 de novembro de 2026, 9:41`. */
export function formatInstantFull(iso: string, habits: Habits): string {
  const at = new Date(iso);
  const day = dateFormat(habits.language, { timeZone: habits.timeZone, dateStyle: 'full' }).format(at);
  return `${day}, ${formatClock(at, habits)}`;
}

/** `há 4 dias`, `in 2 hours`: distance to now in the largest whole unit. */
export function formatAgo(iso: string, habits: Habits): string {
  const seconds = Math.round((Date.parse(iso) - (habits.now ?? new Date()).getTime()) / 1000);
  const relative = relativeFormat(habits.language, { numeric: 'always' });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  // "now" in the language's own word; "in 0 minutes" is nobody's.
  return relativeFormat(habits.language, { numeric: 'auto' }).format(0, 'second');
}

const longestInSentence = 120;

/** A name as it stands inside a sentence: one of hundreds of letters ends early there. */
export function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= longestInSentence
    ? text
    : `${letters
        .slice(0, longestInSentence - 1)
        .join('')
        .trimEnd()}…`;
}
