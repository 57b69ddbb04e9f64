import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import s from './form.module.css';

export interface Described {
  label: string;
  /** In words, below the field; takes the place of the help. */
  error?: string | undefined;
  help?: ReactNode;
  optional?: boolean;
}
interface Ids {
  id: string;
  'aria-invalid'?: true | undefined;
  'aria-describedby'?: string | undefined;
}

/** Label above, message below, tied to the control for screen readers. */
export function Labelled({ label, error, help, optional, children }: Described & { children: (ids: Ids) => ReactNode }) {
  const { t } = useTranslation('core');
  const id = useId();
  return (
    <div className={s.field}>
      <label htmlFor={id}>
        {label} {optional && <span className={s.optional}>{t('form.optional')}</span>}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': error || help ? `${id}-message` : undefined })}
      {(error || help) && (
        <p id={`${id}-message`} className={cx(s.message, error && s.bad)}>
          {error && <Icon name="alert" size={16} />}
          <span>{error ?? help}</span>
        </p>
      )}
    </div>
  );
}

export interface TextFieldProps extends Described, Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
}

export function TextField({ label, error, help, optional, value, onChange, className, ...rest }: TextFieldProps) {
  return (
    <Labelled label={label} error={error} help={help} optional={optional}>
      {(ids) => <input type="text" {...rest} {...ids} value={value} className={cx(s.input, className)} onChange={(event) => onChange(event.target.value)} />}
    </Labelled>
  );
}

export interface SelectFieldProps extends Described, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
  /** Without an `empty` word something is always chosen. */
  empty?: string;
  options: { value: string; label: string }[];
}

export function SelectField({ label, error, help, optional, value, onChange, empty, options, className, ...rest }: SelectFieldProps) {
  return (
    <Labelled label={label} error={error} help={help} optional={optional}>
      {(ids) => (
        <span className={s.selectBox}>
          <select {...rest} {...ids} value={value} className={cx(s.input, s.select, className)} onChange={(event) => onChange(event.target.value)}>
            {empty !== undefined && <option value="">{empty}</option>}
            {options.map((each) => (
              <option key={each.value} value={each.value}>
                {each.label}
              </option>
            ))}
          </select>
          <Icon name="down" size={16} className={s.arrow} />
        </span>
      )}
    </Labelled>
  );
}

/** A choice in a toolbar or a row: without a label above, named for screen readers. Without an `empty` word something is always chosen. */
export function BareSelect({
  name,
  value,
  onChange,
  empty,
  options,
  disabled,
}: {
  name: string;
  value: string;
  onChange: (value: string) => void;
  empty?: string;
  options: { value: string; label: string; disabled?: boolean }[];
  disabled?: boolean;
}) {
  return (
    <span className={s.selectBox}>
      <select aria-label={name} value={value} disabled={disabled} className={cx(s.input, s.select)} onChange={(event) => onChange(event.target.value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((each) => (
          <option key={each.value} value={each.value} disabled={each.disabled}>
            {each.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} className={s.arrow} />
    </span>
  );
}

/** A box to tick with its words to the right. */
export function Tick({
  label,
  checked,
  onChange,
  disabled,
  help,
  about,
}: {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  help?: ReactNode;
  /** Id of the words that say of what, where the label alone does not. */
  about?: string;
}) {
  return (
    <label className={s.tick}>
      <input type="checkbox" checked={checked} disabled={disabled} aria-describedby={about} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {help && <small>{help}</small>}
      </span>
    </label>
  );
}

/** What is wrong with the form as a whole; read out when it appears. */
export function FormProblem({ children }: { children: ReactNode }) {
  return children ? (
    <p className={s.problem} role="alert">
      <Icon name="alert" size={16} />
      <span>{children}</span>
    </p>
  ) : null;
}

/** Something that worked and cannot be seen elsewhere. */
export function FormDone({ children }: { children: ReactNode }) {
  return children ? (
    <p className={s.done} role="status">
      <Icon name="check" size={16} />
      <span>{children}</span>
    </p>
  ) : null;
}
