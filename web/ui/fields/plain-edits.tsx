import { useTranslation } from 'react-i18next';
import { Icon } from '../icon.js';
import p from '../pieces.module.css';
import { type ControlProps, nativeProps } from './control.js';
import s from './edits.module.css';

export function TextEdit({ max, ...props }: ControlProps<string | null> & { max: number }) {
  return (
    <input
      {...nativeProps(props)}
      className={p.input}
      maxLength={max}
      autoComplete="off"
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value || null)}
    />
  );
}

export function LongTextEdit({ max, ...props }: ControlProps<string | null> & { max: number }) {
  return (
    <textarea
      {...nativeProps(props)}
      className={p.input}
      maxLength={max}
      rows={3}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value || null)}
    />
  );
}

export function YesNoEdit(props: ControlProps<boolean>) {
  const { t } = useTranslation('ui');
  return (
    <label className={s.check}>
      <input {...nativeProps(props)} type="checkbox" checked={props.value} onChange={(event) => props.onChange(event.target.checked)} />
      <span>{t(props.value ? 'yes' : 'no')}</span>
    </label>
  );
}

/** One of a few; `T` is a word or an id. */
export function ChoiceEdit<T extends string | number>({ options, ...props }: ControlProps<T | null> & { options: readonly { value: T; label: string }[] }) {
  const { t } = useTranslation('ui');
  return (
    <span className={s.select}>
      <select
        {...nativeProps(props)}
        className={p.input}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(options.find((option) => String(option.value) === event.target.value)?.value ?? null)}
      >
        {(!props.required || props.value === null) && <option value="">{props.required ? t('fields.choose') : '–'}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} />
    </span>
  );
}
