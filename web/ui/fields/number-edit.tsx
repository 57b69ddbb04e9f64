import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../server/contracts/core/fields.js';
import { cx } from '../cx.js';
import { parseDuration } from '../duration.js';
import { currencySymbol } from '../format.js';
import { parseDecimal, parseMoney } from '../parse.js';
import p from '../pieces.module.css';
import { type Format, useFormat } from '../ui-context.js';
import { type ControlProps, nativeProps } from './control.js';
import s from './edits.module.css';

interface TypedProps<T> extends ControlProps<T | null> {
  show: (value: T, f: Format) => string;
  parse: (text: string, f: Format) => T | string;
  before?: string | undefined;
  after?: string | undefined;
  placeholder?: string | undefined;
  /** Letters are needed, too. */
  letters?: boolean | undefined;
}

/** A text box whose words are parsed as they are typed and written out properly when it is left. */
function TypedEdit<T>({ show, parse, before, after, placeholder, letters, ...props }: TypedProps<T>) {
  const f = useFormat();
  const written = props.value === null ? '' : show(props.value, f);
  const [text, setText] = useState(written);
  const given = useRef(JSON.stringify(props.value));
  useEffect(() => {
    // Another value came from outside: an undo, a conflict, a reset.
    const now = JSON.stringify(props.value);
    if (now !== given.current) setText(written);
    given.current = now;
  }, [props.value, written]);
  const change = (next: string) => {
    setText(next);
    if (next.trim() === '') {
      given.current = 'null';
      props.onChange(null);
      return;
    }
    const parsed = parse(next, f);
    if (typeof parsed === 'string') props.onChange(props.value, parsed);
    else {
      given.current = JSON.stringify(parsed);
      props.onChange(parsed);
    }
  };
  return (
    <span className={s.typed}>
      {before && (
        <span className={s.before} aria-hidden="true">
          {before}
        </span>
      )}
      <input
        {...nativeProps(props)}
        className={cx(p.input, p.n, before && s.hasBefore, after && s.hasAfter)}
        inputMode={letters ? 'text' : 'decimal'}
        placeholder={placeholder}
        autoComplete="off"
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={() => {
          const parsed = text.trim() === '' ? null : parse(text, f);
          if (parsed !== null && typeof parsed !== 'string') setText(show(parsed, f));
        }}
      />
      {after && (
        <span className={s.after} aria-hidden="true">
          {after}
        </span>
      )}
    </span>
  );
}

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
        return money ?? t('fields.notMoney');
      }}
    />
  );
}

interface NumberEditProps extends ControlProps<number | null> {
  /** Most decimal places. */
  decimals: number;
  min?: number | undefined;
  max?: number | undefined;
  after?: string | undefined;
  placeholder?: string | undefined;
}
export function NumberEdit({ decimals, min, max, ...props }: NumberEditProps) {
  const { t } = useTranslation('ui');
  const parse = (text: string, f: Format): number | string => {
    const value = parseDecimal(text, f.language);
    if (value === null) return t('fields.notNumber');
    if (Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) > 1e-6)
      return decimals === 0 ? t('fields.whole') : t('fields.decimals', { count: decimals });
    if (min !== undefined && value < min) return t('fields.atLeast', { min: f.number(min, decimals) });
    if (max !== undefined && value > max) return t('fields.atMost', { max: f.number(max, decimals) });
    return value;
  };
  // A year or a code reads better without group marks; they are accepted all the same.
  const show = (value: number, f: Format) =>
    Math.abs(value) < 10_000 ? f.number(value, decimals).replace(/(?<=\d)[.,\u00a0](?=\d{3}$)/, decimals === 0 ? '' : '$&') : f.number(value, decimals);
  return <TypedEdit<number> {...props} show={show} parse={parse} />;
}

/** A length of work, in minutes: typed as people say it, such as `1h30`, `90 min`, `2 d`. */
export function DurationEdit({ min = 0, max = Number.MAX_SAFE_INTEGER, ...props }: ControlProps<number | null> & Pick<NumberEditProps, 'min' | 'max'>) {
  const { t } = useTranslation('ui');
  const parse = (text: string, f: Format) => parseDuration(text, f.language, { min, max, workday: f.workday }) ?? t('fields.notDuration');
  return <TypedEdit<number> {...props} letters placeholder="1h30" show={(value, f) => f.duration(value)} parse={parse} />;
}
