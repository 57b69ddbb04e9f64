import { Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from '../../../core/words.js';
import { Button, type ButtonLook, IconButton } from '../../../ui/button.js';
import { DraftLine } from '../../../ui/draft/draft-line.js';
import { Icon } from '../../../ui/icon.js';
import { messagesOf, problemOf } from '../../../ui/problem.js';
import { useFocusBack } from '../../../ui/use-focus-back.js';
import { usePhone } from '../../../ui/use-media.js';
import s from './form-dialog.module.css';

interface FormDialogProps {
  title: string;
  submitLabel: string;
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
export function FormDialog({ title, submitLabel, closeLabel, look = 'primary', fields = [], onSubmit, onClose, children, hint, draft }: FormDialogProps) {
  const { t } = useTranslation('sales');
  useFocusBack(true);
  const phone = usePhone();
  const words = useProblemWords();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [general, setGeneral] = useState<{ title: string | null; text: string; code: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    if (busy) return;
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
      } else setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 30);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={520}
      radius="lg"
      centered={!phone}
      yOffset={phone ? 0 : undefined}
      xOffset={phone ? 0 : undefined}
      transitionProps={{ duration: 140 }}
      classNames={{ inner: phone ? (s.sheet ?? '') : '' }}
    >
      <Modal.Overlay className={s.scrim} />
      <Modal.Content classNames={{ content: s.dialog ?? '' }}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit(event.currentTarget);
          }}
        >
          <div className={s.head}>
            <Modal.Title className={s.title}>{title}</Modal.Title>
            <IconButton icon="x" label={t('close')} onClick={onClose} />
          </div>
          <div className={s.body}>
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
          </div>
          <div className={s.foot}>
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
            <Button type="submit" look={look} busy={busy}>
              {submitLabel}
            </Button>
          </div>
        </form>
      </Modal.Content>
    </Modal.Root>
  );
}
