import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../server/contracts/core/fields.js';
import { cx } from '../cx.js';
import { showError } from '../feedback.js';
import { PutOff, problemOf } from '../problem.js';
import { useLeaveGuard } from '../use-leave-guard.js';
import { useWhyNotSaved } from '../use-why-not-saved.js';
import { cleanChannels } from './channels-edit.js';
import { type FieldDef, isEmpty } from './field-def.js';
import { FieldEdit } from './field-edit.js';
import { FieldView } from './field-view.js';
import s from './fields-panel.module.css';
import { FieldMessage } from './labelled-field.js';

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What is stored of what was typed. */
function cleaned(kind: FieldDef['field']['kind'], value: unknown): unknown {
  if (kind === 'channels') return cleanChannels((value as Channel[] | null | undefined) ?? []);
  if (kind === 'people' || kind === 'words') return value ?? [];
  return typeof value === 'string' ? value.trim() || null : (value ?? null);
}

/** One line of the panel: its value, or its control while it is edited. */
export function EditableField({
  def,
  value,
  editable,
  begins = false,
  warning,
  onTyping,
  onSave,
}: {
  def: FieldDef;
  value: unknown;
  editable: boolean;
  /** Stands with its control open, such as a field that was just asked for. */
  begins?: boolean;
  warning?: ReactNode;
  onTyping?: (value: unknown) => void;
  /** `before`: the value that stood there when editing began. */
  onSave: (value: unknown, before: unknown) => Promise<void>;
}) {
  const { t } = useTranslation('ui');
  const whyNotSaved = useWhyNotSaved();
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const [draft, setDraft] = useState<{ value: unknown } | null>(begins && editable ? { value: value ?? null } : null);
  const [error, setError] = useState<string | undefined>();
  const [saving, setSaving] = useState<{ value: unknown } | null>(null);
  const kind = def.field.kind;
  // A control that is finished by one choice tells its new value and then asks to save, before it was drawn again.
  const latest = useRef<unknown>(value ?? null);
  // What others change meanwhile arrives by itself: the change was made to this and not to what stands there by then.
  const before = useRef<unknown>(value ?? null);

  const begin = () => {
    latest.current = value ?? null;
    before.current = value ?? null;
    isUnread.current = false;
    setError(undefined);
    setDraft({ value: value ?? null });
  };
  const backToLine = () => requestAnimationFrame(() => opener.current?.focus());
  const cancel = () => {
    setDraft(null);
    setError(undefined);
    backToLine();
  };
  const save = async (byKey: boolean) => {
    const next = cleaned(kind, latest.current);
    if (def.field.required && isEmpty(next)) {
      setError(t('fields.needed'));
      return;
    }
    setDraft(null);
    setError(undefined);
    if (byKey) backToLine();
    if (same(next, cleaned(kind, before.current))) return;
    setSaving({ value: next });
    try {
      await onSave(next, before.current);
    } catch (reason) {
      latest.current = next;
      setDraft({ value: next });
      if (reason instanceof PutOff) return;
      setError(problemOf(reason)?.errors?.find((each) => each.path.split('.')[0] === def.name)?.message ?? whyNotSaved(reason));
    } finally {
      setSaving(null);
    }
  };
  // Whoever goes to another page in the middle of a word has not thought better of it.
  const leaving = useRef<() => void>(() => undefined);
  const next = cleaned(kind, draft?.value);
  const isChanged = draft !== null && !same(next, cleaned(kind, before.current));
  leaving.current = () => {
    if (isChanged && error === undefined && !(def.field.required && isEmpty(next)))
      onSave(next, before.current).catch((reason: unknown) => showError({ text: whyNotSaved(reason) }));
  };
  useEffect(() => () => leaving.current(), []);
  useLeaveGuard(isChanged);
  // What is told of a field that is being left, or in which Enter was pressed, is told before it was drawn again.
  const isUnread = useRef(false);
  const change = (next: unknown, wrong?: string) => {
    latest.current = next;
    isUnread.current = wrong !== undefined;
    setDraft({ value: next });
    setError(wrong);
    onTyping?.(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // An open list of suggestions takes the first Esc for itself.
      if (event.target instanceof HTMLElement && event.target.getAttribute('aria-expanded') === 'true') return;
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      cancel();
      return;
    }
    const target = event.target as HTMLElement;
    const enterSaves = target.tagName === 'INPUT' && target.getAttribute('aria-expanded') !== 'true';
    const longSaves = target.tagName === 'TEXTAREA' && (event.ctrlKey || event.metaKey);
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && (enterSaves || longSaves || target.tagName === 'SELECT')) {
      event.preventDefault();
      if (!error && !isUnread.current) void save(true);
    }
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.currentTarget.contains(event.relatedTarget as Node | null) || !document.hasFocus()) return;
    if (error === undefined && !isUnread.current) void save(false);
  };

  if (draft) {
    return (
      <div className={cx(s.line, s.edit)} data-field={def.name}>
        <dt>
          <label htmlFor={id}>{def.label}</label>
        </dt>
        <dd onKeyDown={onKeyDown} onBlur={onBlur}>
          <FieldEdit
            def={def}
            id={id}
            value={draft.value}
            onChange={change}
            onDone={() => void save(true)}
            invalid={Boolean(error)}
            describedBy={error ? `${id}-message` : undefined}
            autoFocus
            narrow
          />
          {error && (
            <FieldMessage id={`${id}-message`} look="bad">
              {error}
            </FieldMessage>
          )}
          {warning !== undefined && <div aria-live="polite">{warning && <FieldMessage look="warn">{warning}</FieldMessage>}</div>}
        </dd>
      </div>
    );
  }
  return (
    <div className={s.line} data-field={def.name}>
      <dt>{def.label}</dt>
      <dd className={cx(editable && s.editable, saving && s.saving)} aria-busy={saving ? true : undefined}>
        {editable && <button ref={opener} type="button" className={s.open} aria-label={t('fields.edit', { label: def.label })} onClick={begin} />}
        <span className={s.value}>
          <FieldView def={def} value={saving ? saving.value : value} />
        </span>
      </dd>
      {warning && (
        <dd className={s.warning}>
          <FieldMessage look="warn">{warning}</FieldMessage>
        </dd>
      )}
    </div>
  );
}
