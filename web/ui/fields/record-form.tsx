import { Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../server/contracts/core/fields.js';
import { Button, IconButton } from '../button.js';
import { DraftLine } from '../draft/draft-line.js';
import { useDraft } from '../draft/use-draft.js';
import feedback from '../feedback.module.css';
import { Icon } from '../icon.js';
import { messagesOf, problemOf } from '../problem.js';
import { useFaultFocus } from '../use-fault-focus.js';
import { useFocusBack } from '../use-focus-back.js';
import { usePhone } from '../use-media.js';
import { useWhyNotSaved } from '../use-why-not-saved.js';
import { cleanChannels } from './channels-edit.js';
import { type FieldDef, isEmpty } from './field-def.js';
import { LabelledField } from './labelled-field.js';
import s from './record-form.module.css';

export interface RecordFormProps {
  opened: boolean;
  title: string;
  defs: readonly FieldDef[];
  /** Names of the fields needed to begin; the rest stands behind "More". Without it the required ones. */
  first?: readonly string[];
  /** Under this key what is typed survives a reload. */
  draftKey: string;
  initial?: Record<string, unknown>;
  /** What stands in fields in which nobody has chosen anything, such as what was understood of another; not among the submitted values. */
  suggested?: Record<string, unknown>;
  submitLabel: string;
  /** Rejects with a problem: its messages land beside their fields. Closing is the caller's. */
  onSubmit: (values: Record<string, unknown>) => Promise<void>;
  onClose: () => void;
  /** A note under a field while it is typed, such as a likely duplicate; by name. */
  warnings?: Record<string, ReactNode>;
  /** Something below a field, such as what was understood of it; by name. */
  notes?: Record<string, ReactNode>;
  /** Told of every change, to look for duplicates, and of what was kept when the form opens. */
  onValues?: (values: Record<string, unknown>) => void;
  /** Something between the fields and the buttons. */
  children?: ReactNode;
}

/** The dialog that makes a record. */
export function RecordForm(props: RecordFormProps) {
  useFocusBack(props.opened);
  const phone = usePhone();
  return (
    <Modal.Root
      opened={props.opened}
      onClose={props.onClose}
      size={560}
      radius="lg"
      fullScreen={phone}
      centered={!phone}
      closeOnClickOutside={false}
      transitionProps={{ duration: 140 }}
    >
      <Modal.Overlay className={feedback.scrim} />
      <Modal.Content classNames={{ content: s.dialog }}>
        <FormBody {...props} />
      </Modal.Content>
    </Modal.Root>
  );
}

type Values = Record<string, unknown>;
const nothing: Values = {};

function FormBody({
  title,
  defs,
  first,
  draftKey,
  initial = nothing,
  suggested = nothing,
  submitLabel,
  onSubmit,
  onClose,
  warnings,
  notes,
  onValues,
  children,
}: RecordFormProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  const whyNotSaved = useWhyNotSaved();
  const form = useRef<HTMLFormElement>(null);
  const draft = useDraft<Values>(draftKey, initial);
  // Two fields may change before the next drawing, such as one that is left by going into another.
  const latest = useRef(draft.value);
  latest.current = draft.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    if (draft.keptAt !== null) onValues?.(draft.value);
  }, []);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [more, setMore] = useState(false);
  const [refused, setRefused] = useState<{ at: string } | null>(null);
  // The field may only then be drawn, behind "More".
  useFaultFocus(form, refused, `[data-field="${refused?.at}"]`);
  const writable = defs.filter((def) => !def.field.readOnly && def.field.kind !== 'json');
  const isFirst = (def: FieldDef) => def.field.required || (first?.includes(def.name) ?? false);
  const order = (def: FieldDef) => {
    const place = first?.indexOf(def.name) ?? -1;
    return place < 0 ? 1000 : place;
  };
  const needed = writable.filter(isFirst).sort((a, b) => order(a) - order(b));
  const rest = writable.filter((def) => !isFirst(def));

  const showErrors = (found: Record<string, string>) => {
    setErrors(found);
    if (rest.some((def) => found[def.name])) setMore(true);
    const names = [...needed, ...rest].map((def) => def.name);
    const at = names.find((name) => found[name]);
    setRefused(at === undefined ? null : { at });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setGeneral(null);
    const missing = Object.fromEntries(
      needed.filter((def) => def.field.required && isEmpty(draft.value[def.name])).map((def) => [def.name, t('fields.needed')]),
    );
    const found = { ...missing, ...Object.fromEntries(Object.entries(errors).filter(([name]) => typed.current.has(name))) };
    if (Object.keys(found).length > 0) return showErrors(found);
    setBusy(true);
    try {
      const entries = writable.map((def) => {
        const value = draft.value[def.name];
        return [
          def.name,
          def.field.kind === 'channels' && value ? cleanChannels(value as Channel[]) : typeof value === 'string' ? value.trim() : value,
        ] as const;
      });
      const extra = Object.entries(draft.value).filter(([name]) => !writable.some((def) => def.name === name));
      await onSubmit(Object.fromEntries([...extra, ...entries.filter(([, value]) => !isEmpty(value))]));
      draft.clear();
    } catch (reason) {
      const messages = messagesOf(problemOf(reason));
      const byField: Record<string, string> = {};
      const others: string[] = [];
      for (const [path, message] of Object.entries(messages)) {
        const name = path.split('.')[0] ?? path;
        if (writable.some((def) => def.name === name)) byField[name] = message;
        else others.push(message);
      }
      if (Object.keys(byField).length > 0) showErrors(byField);
      if (others.length > 0 || Object.keys(byField).length === 0) setGeneral(others.join(' ') || whyNotSaved(reason));
    } finally {
      setBusy(false);
    }
  };
  /** Fields whose words are not a value yet; those errors stand until they are mended. */
  const typed = useRef(new Set<string>());
  const shownOf = (name: string): unknown => {
    const isUntouched = JSON.stringify(draft.value[name] ?? null) === JSON.stringify(initial[name] ?? null);
    return isUntouched && !isEmpty(suggested[name]) ? suggested[name] : draft.value[name];
  };
  const field = (def: FieldDef, index: number) => (
    <LabelledField
      key={def.name}
      def={def}
      id={`${id}-${def.name}`}
      value={shownOf(def.name)}
      error={errors[def.name]}
      warning={warnings?.[def.name]}
      note={notes?.[def.name]}
      autoFocus={index === 0}
      onChange={(value, wrong) => {
        const next = { ...latest.current, [def.name]: value };
        latest.current = next;
        draft.set(next);
        onValues?.(next);
        if (wrong) typed.current.add(def.name);
        else typed.current.delete(def.name);
        setErrors(({ [def.name]: _, ...others }) => (wrong ? { ...others, [def.name]: wrong } : others));
      }}
    />
  );
  const count = Object.keys(errors).length;
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className={s.form}>
      <div className={s.head}>
        <Modal.Title className={s.title}>{title}</Modal.Title>
        <IconButton icon="x" label={t('close')} onClick={onClose} />
      </div>
      <div className={s.fields}>
        {(general || count > 0) && (
          <p className={s.summary} role="alert">
            <Icon name="alert" size={16} />
            <span>{general ?? t('form.needALook', { count })}</span>
          </p>
        )}
        {needed.map(field)}
        {rest.length > 0 && (
          <Button look="quiet" className={s.more} icon={more ? 'up' : 'down'} aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? t('fields.fewer') : t('fields.more', { count: rest.length })}
          </Button>
        )}
        {more && rest.map((def) => field(def, -1))}
        {children}
      </div>
      <footer className={s.footer}>
        <span className={s.kept}>
          <DraftLine
            at={draft.keptAt}
            onDiscard={() => {
              draft.clear();
              setErrors({});
              setGeneral(null);
            }}
          />
        </span>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {submitLabel}
        </Button>
      </footer>
    </form>
  );
}
