import { useTranslation } from 'react-i18next';
import type { Money } from '../../../server/contracts/core/fields.js';
import { parseDuration } from '../duration.js';
import { currencySymbol } from '../format.js';
import { parseDecimal, parseMoney, parsePercent } from '../parse.js';
import { type Format, useFormat } from '../ui-context.js';
import type { ControlProps } from './control.js';
import { TypedEdit } from './typed-edit.js';

/** @param signed whether it may be below zero. */
export function MoneyEdit({ currency, signed, ...props }: ControlProps<Money | null> & { currency?: string; signed?: boolean | undefined }) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const code = props.value?.currency ?? currency ?? f.currency;
  return (
    <TypedEdit<Money>
      {...props}
      before={currencySymbol(code, f.language)}
      show={(value) => f.amount(value)}
      parse={(text) => {
        const money = parseMoney(text, code, f.language);
        if (money && money.amount < 0 && !signed) return t('fields.atLeast', { min: f.number(0) });
        return money ? { value: money } : t('fields.notMoney', { currency: code });
      }}
    />
  );
}

export interface NumberEditProps extends ControlProps<number | null> {
  /** Most decimal places. */
  decimals: number;
  min?: number | undefined;
  max?: number | undefined;
  after?: string | undefined;
  /** The sign of a percentage may be typed. */
  percent?: boolean | undefined;
  placeholder?: string | undefined;
}
export function NumberEdit({ decimals, min, max, percent, ...props }: NumberEditProps) {
  const { t } = useTranslation('ui');
  const parse = (text: string, f: Format): { value: number } | string => {
    const value = (percent ? parsePercent : parseDecimal)(text, f.language, decimals >= 3 ? max : undefined);
    if (value === null) return t('fields.notNumber');
    // Beyond it the neighbour of a number is kept in its place.
    const most = Number.MAX_SAFE_INTEGER / 10 ** decimals;
    if (Math.abs(value) > most) return t('fields.tooLarge', { max: f.number(Math.floor(most)) });
    if (Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) > 1e-6)
      return decimals === 0 ? t('fields.whole') : t('fields.decimals', { count: decimals });
    if (min !== undefined && value < min) return t('fields.atLeast', { min: f.number(min, decimals) });
    if (max !== undefined && value > max) return t('fields.atMost', { max: f.number(max, decimals) });
    return { value };
  };
  // A year or a code reads better without group marks; they are accepted all the same.
  const show = (value: number, f: Format) =>
    Math.abs(value) < 10_000 ? f.number(value, decimals).replace(/(?<=\d)[.,\u00a0](?=\d{3}$)/, decimals === 0 ? '' : '$&') : f.number(value, decimals);
  return <TypedEdit<number> {...props} show={show} parse={parse} />;
}

/** A length of work, in minutes: typed as people say it, such as `1h30`, `90 min`, `2 d`. */
export function DurationEdit({ min = 0, max = Number.MAX_SAFE_INTEGER, ...props }: ControlProps<number | null> & Pick<NumberEditProps, 'min' | 'max'>) {
  const { t } = useTranslation('ui');
  const parse = (text: string, f: Format) => {
    const value = parseDuration(text, f.language, { min, max, workday: f.workday });
    return value === null ? t('fields.notDuration') : { value };
  };
  return <TypedEdit<number> {...props} letters placeholder="1h30" show={(value, f) => f.duration(value)} parse={parse} />;
}
