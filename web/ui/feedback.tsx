import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import s from './feedback.module.css';
import { act, lastUndo, type Question, useFeedback } from './feedback-store.js';
import { ToastCard } from './toast-card.js';
import { usePhone } from './use-media.js';

export { confirm, showError, showNote, showUndo } from './feedback-store.js';

function QuestionDialog({ question }: { question: Question }) {
  const { t } = useTranslation('ui');
  const phone = usePhone();
  return (
    <Modal.Root
      opened
      onClose={() => question.answer(false)}
      size={520}
      centered={!phone}
      yOffset={phone ? 0 : undefined}
      radius="lg"
      transitionProps={{ duration: 140 }}
    >
      <Modal.Overlay className={s.scrim} />
      <Modal.Content classNames={{ content: s.dialog }}>
        <Modal.Body className={s.body}>
          <Modal.Title className={s.title}>{question.title}</Modal.Title>
          {question.text && <p className={s.text}>{question.text}</p>}
        </Modal.Body>
        <footer className={s.footer}>
          <Button onClick={() => question.answer(false)} data-autofocus={question.danger || undefined}>
            {t('cancel')}
          </Button>
          <Button look={question.danger ? 'dangerFilled' : 'primary'} onClick={() => question.answer(true)} data-autofocus={!question.danger || undefined}>
            {question.action}
          </Button>
        </footer>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Where something is typed the key belongs to what is typed. */
const isTyped = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select') ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));

/** Ctrl or ⌘ and Z takes the last change back as long as its toast is there. */
function undoByKey(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z' || isTyped(event.target)) return;
  const toast = lastUndo();
  if (!toast) return;
  event.preventDefault();
  act(toast);
}

/** Stands once in the app: toasts at the bottom and the question of `confirm`. */
export function FeedbackHost() {
  const { t } = useTranslation('ui');
  const { toasts, question } = useFeedback();
  useEffect(() => {
    document.addEventListener('keydown', undoByKey);
    return () => document.removeEventListener('keydown', undoByKey);
  }, []);
  return (
    <>
      <section className={s.host} aria-label={t('toast.region')} aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </section>
      {question && <QuestionDialog key={question.id} question={question} />}
    </>
  );
}
