import type { Money } from '../../server/contracts/core/fields.js';
import { currencyDigits, currencySymbol, localeOf } from './format.js';

const separators = new Map<string, { decimal: string; group: string }>();
function separatorsOf(language: string) {
  const locale = localeOf(language);
  let found = separators.get(locale);
  if (!found) {
    const parts = new Intl.NumberFormat(locale).formatToParts(1234567.5);
    const of = (type: string) => parts.find((part) => part.type === type)?.value;
    found = { decimal: of('decimal') ?? '.', group: of('group') ?? ',' };
    separators.set(locale, found);
  }
  return found;
}

/**
 * The number a person typed, in either habit: with both marks the last one is the decimal mark, so `1.234,5` and
 * `1,234.5` are the same in every language. A single mark is the decimal mark, unless it is the language's group mark with
 * exactly three figures behind it, or it occurs more than once. Null for what is not a number.
 * @param most of what it can be: `8,875` of a hundred is less than nine in every language.
 */
export function parseDecimal(text: string, language: string, most = Number.POSITIVE_INFINITY): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '').replace(/^[\u2212\u2013]/, '-');
  if (!/^-?[\d.,]*\d[.,]?$/.test(bare)) return null;
  const negative = bare.startsWith('-');
  const body = negative ? bare.slice(1) : bare;
  const marks = [...body.matchAll(/[.,]/g)].map((hit) => ({ mark: hit[0], at: hit.index }));
  const last = marks.at(-1);
  let decimalAt = -1;
  if (last) {
    const same = marks.every((each) => each.mark === last.mark);
    const groupsOfThree = body.length - last.at - 1 === 3 && last.at > 0;
    const isGroup =
      same &&
      (marks.length > 1 ||
        (Number(body.replace(/[.,]/g, '')) <= most && last.mark === separatorsOf(language).group && groupsOfThree && !/^0+$/.test(body.slice(0, last.at))));
    if (!isGroup) decimalAt = last.at;
    if (!same && marks.filter((each) => each.mark === last.mark).length > 1) return null;
    if (!groupsFit(decimalAt < 0 ? body : body.slice(0, decimalAt))) return null;
  }
  const whole = (decimalAt < 0 ? body : body.slice(0, decimalAt)).replace(/[.,]/g, '');
  const fraction = decimalAt < 0 ? '' : body.slice(decimalAt + 1);
  const value = Number(`${negative ? '-' : ''}${whole || '0'}.${fraction || '0'}`);
  return Number.isFinite(value) ? value : null;
}

/** Group marks must part off threes: `12.34.567` is a slip, not a number. */
function groupsFit(whole: string): boolean {
  const groups = whole.split(/[.,]/);
  return groups.length === 1 || (groups.slice(1).every((group) => group.length === 3) && /^\d{1,3}$/.test(groups[0] ?? ''));
}

/** {@link parseDecimal}, with or without the sign of a percentage: `8,5 %`. */
export const parsePercent = (text: string, language: string, most?: number): number | null => parseDecimal(text.trim().replace(/^%|%$/, ''), language, most);

/** `1.500`, which is one and a half in one habit and fifteen hundred in the other. */
const isEither = (bare: string, value: number): boolean => /^-?0*[1-9]\d{0,2}[.,]\d{3}$/.test(bare) && Math.abs(value) !== Number(bare.replace(/\D/g, ''));

/**
 * Money as typed, with or without the currency's own symbol: `R$ 1.234,50`; null for what is not an amount, has another currency's symbol or too many
 * decimals, or could as well be a thousand times as much.
 */
export function parseMoney(text: string, currency: string, language: string): Money | null {
  const narrow = currencySymbol(currency, language, 'narrowSymbol');
  const signs = [currencySymbol(currency, language), narrow, currency, ...(narrow.endsWith('$') ? ['$'] : [])];
  const bare = text.trim().toUpperCase();
  const sign = signs.find((each) => bare.replace(/^[-\u2212\u2013]\s*/, '').startsWith(each.toUpperCase()) || bare.endsWith(each.toUpperCase()));
  const figure = sign ? bare.replace(sign.toUpperCase(), '').trim() : bare;
  const value = parseDecimal(figure, language);
  if (value === null) return null;
  const digits = currencyDigits(currency);
  if (digits < 3 && isEither(figure, value)) return null;
  const factor = 10 ** digits;
  const amount = Math.round(value * factor);
  return Number.isSafeInteger(amount) && Math.abs(value * factor - amount) < 1e-4 ? { amount: amount === 0 ? 0 : amount, currency } : null;
}
