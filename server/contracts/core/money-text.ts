const minus = '−';
const noBreakSpace = '\u00a0';

/** Minor units are moved to decimals as text, so that no amount passes through floating point. */
function partsOf(format: Intl.NumberFormat, minor: number): Intl.NumberFormatPart[] {
  const places = format.resolvedOptions().maximumFractionDigits ?? 0;
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = `${minor < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}` as Intl.StringNumericLiteral;
  return format.formatToParts(text);
}

const written = (parts: readonly Intl.NumberFormatPart[], isWanted: (part: Intl.NumberFormatPart) => boolean): string => {
  const text = parts.flatMap((part) => (part.type === 'minusSign' || !isWanted(part) ? [] : [part.type === 'literal' ? noBreakSpace : part.value])).join('');
  return parts.some(({ type }) => type === 'minusSign') ? minus + text : text;
};

/**
 * An amount with its symbol as the language writes it: `R$ 48.750,00` in Portuguese with a space that does not break, `£48,750.00` in English without any;
 * a minus stands before all of it. Pure, for server and browser.
 * @param format of the style `currency`.
 * @param minor in the currency's smallest unit.
 */
export const moneyText = (format: Intl.NumberFormat, minor: number): string => written(partsOf(format, minor), () => true);

/** {@link moneyText} without the symbol, for columns of one currency. */
export const amountText = (format: Intl.NumberFormat, minor: number): string =>
  written(partsOf(format, minor), ({ type }) => type !== 'currency' && type !== 'literal');
