import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import s from './feedback.module.css';
import { act, lastUndo, useFeedback } from './feedback-store.js';
import { useLater } from './later.js';
import { ToastCard } from './toast-card.js';

export { closeToast, confirm, showError, showNote, showUndo } from './feedback-store.js';

const loadDialog = () => import('./question-dialog.js');

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
  // What could not be asked was not answered with yes.
  const giveUp = useCallback(() => question?.answer(false), [question]);
  const dialog = useLater(loadDialog, question !== null, giveUp);
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
      {question && dialog && <dialog.QuestionDialog key={question.id} question={question} />}
    </>
  );
}
