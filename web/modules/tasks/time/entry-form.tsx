import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormProblem, TextField } from '../../../core/form/field.js';
import { DayField } from '../../../core/form/read-fields.js';
import { useForm } from '../../../core/form/use-form.js';
import { Button } from '../../../ui/button.js';
import { parseDuration } from '../../../ui/duration.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './time.module.css';
import { mostADay } from './use-time.js';

export interface EntryValues {
  day: string;
  minutes: number;
  note: string | null;
}

interface EntryFormProps {
  /** What stands in it at first; `time` as it is typed. */
  initial: { day: string; time: string; note: string };
  label: string;
  submitLabel: string;
  autoFocus?: boolean;
  /** Rejects with a problem: its messages land beside their fields. */
  onSubmit(values: EntryValues): Promise<unknown>;
  onCancel?(): void;
}

/** Time by hand: how long, when, and what was done. */
export function EntryForm({ initial, label, submitLabel, autoFocus, onSubmit, onCancel }: EntryFormProps) {
  const { t } = useTranslation(['tasks', 'core']);
  const f = useFormat();
  const [time, setTime] = useState(initial.time);
  const [day, setDay] = useState(initial.day);
  const [note, setNote] = useState(initial.note);
  const minutes = parseDuration(time, f.language, { max: mostADay });
  const form = useForm(
    async () => {
      await onSubmit({ day, minutes: minutes ?? 0, note: note.trim() || null });
      setTime('');
      setNote('');
    },
    () => ({ ...(minutes === null ? { minutes: t('time.notATime') } : {}), ...(day === '' ? { day: t('time.needDay') } : {}) }),
  );
  return (
    <form
      ref={form.form}
      className={s.entryForm}
      aria-label={label}
      noValidate
      onSubmit={(event) => void form.submit(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !onCancel) return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <TextField
        label={t('time.howLong')}
        placeholder="1h30"
        autoComplete="off"
        autoFocus={autoFocus}
        value={time}
        onChange={setTime}
        error={form.errors.minutes ?? form.errors.taskId}
      />
      <DayField label={t('time.day')} value={day} onChange={setDay} error={form.errors.day} />
      <TextField label={t('time.note')} maxLength={2000} autoComplete="off" value={note} onChange={setNote} error={form.errors.note} />
      <div className={s.entryFoot}>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            {t('core:cancel')}
          </Button>
        )}
        <Button type="submit" busy={form.busy}>
          {submitLabel}
        </Button>
      </div>
      {Object.keys(form.errors).length === 0 && <FormProblem>{form.problem}</FormProblem>}
    </form>
  );
}
