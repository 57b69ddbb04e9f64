import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { DraftLine } from '../../ui/draft/draft-line.js';
import { Icon } from '../../ui/icon.js';
import { messagesOf, problemOf } from '../../ui/problem.js';
import { useFaultFocus } from '../../ui/use-fault-focus.js';
import { useProblemWords } from '../words.js';
import s from './form-dialog.module.css';

interface FormDialogProps {
  title: string;
  submitLabel: string;
  /** While it is under way, where that may take a while. */
  busyLabel?: string;
  /** Instead of “Cancel”, where that could be taken for what the dialog does. */
  closeLabel?: string;
  look?: ButtonLook;
  /** Names of the fields that stand in it; what is refused about others is said above them. */
  fields?: readonly string[];
  /** Rejects with a problem: its messages go to `children`. Closing afterwards is the caller's. */
  onSubmit(): Promise<void>;
  onClose(): void;
  children(errors: Record<string, string>): ReactNode;
  /** What was typed and is kept; dropped when it is stored. */
  draft?: { keptAt: string | null; clear(): void };
  /** Under what was refused, such as the way to the settings. */
  hint?: (code: string | null) => ReactNode;
}

/** A dialog with a few fields and one thing to do; on a phone a sheet from below. */
export function FormDialog({
  title,
  submitLabel,
  busyLabel,
  closeLabel,
  look = 'primary',
  fields = [],
  onSubmit,
  onClose,
  children,
  hint,
  draft,
}: FormDialogProps) {
  const { t } = useTranslation('core');
  const words = useProblemWords('form');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [general, setGeneral] = useState<{ title: string | null; text: string; code: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [ended, setEnded] = useState(0);
  useFaultFocus(form, ended);
  const submit = async (sent: HTMLFormElement) => {
    if (busy) return;
    form.current = sent;
    setBusy(true);
    setErrors({});
    setGeneral(null);
    try {
      await onSubmit();
      draft?.clear();
    } catch (error) {
      const problem = problemOf(error);
      const messages = messagesOf(problem);
      const known = Object.keys(messages).some((path) => fields.includes(path.split('.')[0] ?? path));
      setErrors(messages);
      if (!known) {
        const text = Object.values(messages).join(' ');
        setGeneral({ title: text === '' ? (problem?.title ?? null) : null, text: text || words(error), code: problem?.code ?? null });
      }
    } finally {
      setBusy(false);
      // Also what the caller itself refuses.
      setEnded((times) => times + 1);
    }
  };
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      onSubmit={(sent) => void submit(sent)}
      footer={
        <>
          {draft && (
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
          )}
          <Button onClick={onClose}>{closeLabel ?? t('cancel')}</Button>
          <Button type="submit" look={look} busy={busy} {...(busy && busyLabel ? { icon: 'refresh' as const, className: s.working } : {})}>
            {(busy && busyLabel) || submitLabel}
          </Button>
        </>
      }
    >
      {general && (
        <div className={s.refused} role="alert">
          <Icon name="alert" size={16} />
          <div>
            {general.title && general.title !== general.text && <b>{general.title}</b>}
            <p>{general.text}</p>
            {hint?.(general.code)}
          </div>
        </div>
      )}
      {children(errors)}
    </Dialog>
  );
}
