import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import p from '../pieces.module.css';
import { FieldEdit, type FieldEditProps } from './field-edit.js';
import s from './labelled-field.module.css';

/** A message under a control: an error, a warning or a help line. */
export function FieldMessage({ id, look, children }: { id?: string | undefined; look: 'bad' | 'warn' | 'plain'; children: ReactNode }) {
  return (
    <p id={id} className={cx(p.message, look === 'bad' && p.messageBad, look === 'warn' && p.messageWarn)}>
      {look !== 'plain' && <Icon name={look === 'bad' ? 'alert' : 'info'} size={16} />}
      <span>{children}</span>
    </p>
  );
}

export interface LabelledFieldProps extends Omit<FieldEditProps, 'label' | 'invalid' | 'describedBy'> {
  error?: string | undefined;
  /** Something worth a look that does not stop anybody, such as a likely duplicate; null where it may still come, and is told then. */
  warning?: ReactNode;
  /** Stands below the control, before what is said about it. */
  note?: ReactNode;
}

/** Label above, control, and under it what is wrong or worth knowing. */
export function LabelledField({ error: given, warning, note, onChange, ...props }: LabelledFieldProps) {
  const { t } = useTranslation('ui');
  const optional = !(props.required ?? props.def.field.required);
  const messageId = `${props.id}-message`;
  // Why what stands in the control is no value: said here, also where whoever holds the value does not keep it, or takes it for missing.
  const [unread, setUnread] = useState<string | undefined>();
  const error = unread ?? given;
  const says = Boolean(error || warning || props.def.help);
  return (
    <div className={s.field} data-field={props.def.name}>
      <label htmlFor={props.id} className={s.label}>
        {props.def.label} {optional && <span className={s.optional}>{t('fields.optional')}</span>}
      </label>
      <FieldEdit
        {...props}
        invalid={Boolean(error)}
        describedBy={says ? messageId : undefined}
        onChange={(value, wrong) => {
          setUnread(wrong);
          onChange(value, wrong);
        }}
      />
      {note}
      {(says || warning !== undefined) && (
        <div id={messageId} className={s.messages} aria-live={warning === undefined ? undefined : 'polite'}>
          {error && <FieldMessage look="bad">{error}</FieldMessage>}
          {!error && warning && <FieldMessage look="warn">{warning}</FieldMessage>}
          {!error && !warning && props.def.help && <FieldMessage look="plain">{props.def.help}</FieldMessage>}
        </div>
      )}
    </div>
  );
}
