import { useId, useState } from 'react';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import { FieldEdit } from '../../../ui/fields/field-edit.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { ChoiceEdit } from '../../../ui/fields/plain-edits.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './bulk-dialog.module.css';

/** One value that all get. */
export function BulkField({
  def,
  value,
  onChange,
  autoFocus,
}: {
  def: FieldDef;
  value: unknown;
  onChange(value: unknown, error?: string): void;
  autoFocus?: boolean;
}) {
  const id = useId();
  const f = useFormat();
  const [unread, setUnread] = useState<string | undefined>();
  return (
    <div className={s.field}>
      <label htmlFor={id}>{def.label}</label>
      <FieldEdit
        def={def}
        id={id}
        value={value}
        currency={f.currency}
        autoFocus={autoFocus}
        invalid={unread !== undefined}
        describedBy={unread && `${id}-message`}
        onChange={(next, wrong) => {
          setUnread(wrong);
          onChange(next, wrong);
        }}
      />
      {unread && (
        <FieldMessage id={`${id}-message`} look="bad">
          {unread}
        </FieldMessage>
      )}
    </div>
  );
}

interface BulkChoiceProps<V extends string | number> {
  label: string;
  value: V | null;
  options: readonly { value: V; label: string }[];
  onChange(value: V | null): void;
}

/** One of a short list. */
export function BulkChoice<V extends string | number>({ label, value, options, onChange }: BulkChoiceProps<V>) {
  const id = useId();
  return (
    <div className={s.field}>
      <label htmlFor={id}>{label}</label>
      <ChoiceEdit<V> id={id} label={label} value={value} options={options} onChange={(next) => onChange(next)} />
    </div>
  );
}
