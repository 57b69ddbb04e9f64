import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icon.js';
import { EditableField } from './editable-field.js';
import type { FieldDef } from './field-def.js';
import s from './fields-panel.module.css';

export interface FieldsPanelProps {
  /** `also`: lines of another record below the group's own. */
  groups: readonly { title?: string; fields: readonly FieldDef[]; also?: ReactNode }[];
  /** Shown after "N more fields". */
  more?: readonly FieldDef[];
  /** The record. */
  values: object;
  /** Whether this person may change the field; read-only and create-only fields never can be. */
  canEdit?: boolean | ((name: string) => boolean);
  /** The field that stands with its control open when it comes. */
  begins?: string | null | undefined;
  /** Below a field, while and after it is edited: see {@link LabelledFieldProps.warning}; by name. */
  warnings?: Record<string, ReactNode>;
  /** Told of every change of a control, to look for duplicates. */
  onTyping?: (name: string, value: unknown) => void;
  /** Rejects with a problem: its message lands beside the field and what was typed stays. `before`: the value when editing began. */
  onSave: (name: string, value: unknown, before: unknown) => Promise<void>;
}

/** A record's fields in groups, each edited in its place: click or Enter edits, Enter or leaving saves, Esc takes back. */
export function FieldsPanel({ groups, more = [], values, canEdit = true, begins, warnings, onTyping, onSave }: FieldsPanelProps) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  const record = values as Record<string, unknown>;
  const editable = (def: FieldDef) =>
    !def.field.readOnly && !def.field.createOnly && def.field.kind !== 'json' && (typeof canEdit === 'function' ? canEdit(def.name) : canEdit);
  const line = (def: FieldDef) => (
    <EditableField
      key={def.name}
      def={def}
      value={record[def.name]}
      editable={editable(def)}
      begins={def.name === begins}
      warning={warnings?.[def.name]}
      onTyping={(value) => onTyping?.(def.name, value)}
      onSave={(value, before) => onSave(def.name, value, before)}
    />
  );
  return (
    <div className={s.panel}>
      {groups.map((group) => (
        <section key={group.title ?? group.fields[0]?.name}>
          {group.title && <h3>{group.title}</h3>}
          <dl>
            {group.fields.map(line)}
            {group.also}
          </dl>
        </section>
      ))}
      {more.length > 0 && (
        <section>
          <button type="button" className={s.more} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'up' : 'down'} size={16} />
            {open ? t('fields.fewer') : t('fields.more', { count: more.length })}
          </button>
          {open && <dl>{more.map(line)}</dl>}
        </section>
      )}
    </div>
  );
}
