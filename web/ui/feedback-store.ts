import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { problemOf } from './problem.js';

export interface ToastLink {
  label: string;
  /** From the portal's root. */
  to: string;
}
/** What comes next, done from the toast. */
export interface ToastStep {
  label: string;
  onSelect: () => void;
}

export interface Toast {
  id: number;
  kind: 'undo' | 'error' | 'note';
  text: string;
  /** Milliseconds until it goes; null stays until it is closed. */
  lasts: number | null;
  requestId?: string;
  /** Where more is told, or what comes next. */
  link?: ToastLink | ToastStep;
  action?: { label: string | null; run: () => void | Promise<void> };
}
export interface Question {
  id: number;
  title: string;
  text?: string;
  /** The word on the button that does it: a verb with its object. */
  action: string;
  danger?: boolean;
  answer: (yes: boolean) => void;
}
interface Feedback {
  toasts: Toast[];
  question: Question | null;
}

let state: Feedback = { toasts: [], question: null };
let lastId = 0;
const listeners = new Set<() => void>();
function set(next: Partial<Feedback>) {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useFeedback = (): Feedback => useSyncExternalStore(subscribe, () => state);

/** Does what a toast offers, once. */
export function act(toast: Toast): void {
  closeToast(toast.id);
  Promise.resolve(toast.action?.run()).catch((error: unknown) => {
    const problem = problemOf(error);
    const why = problem?.detail ?? problem?.title ?? i18next.t('ui:toast.notDone');
    if (toast.kind !== 'undo') return showError({ text: why });
    // What still stands, and the way to it: the toast that offered it is gone.
    return showError({ text: i18next.t('ui:toast.notUndone', { what: toast.text, why }), onRetry: () => act(toast) });
  });
}

/** The newest change that can still be taken back. */
export const lastUndo = (): Toast | undefined => state.toasts.findLast((toast) => toast.kind === 'undo');

export const closeToast = (id: number): void => set({ toasts: state.toasts.filter((toast) => toast.id !== id) });

/** Milliseconds in which an error that is over can still be read. */
export const lastsOnceOver = 10_000;

/** Lets errors go by themselves whose cause is over. */
export const endErrors = (isOver: (text: string) => boolean): void =>
  set({ toasts: state.toasts.map((toast) => (toast.kind === 'error' && isOver(toast.text) ? { ...toast, lasts: lastsOnceOver } : toast)) });

function show(toast: Omit<Toast, 'id'>): number {
  lastId += 1;
  // What is said again is not said twice.
  const others = state.toasts.filter(({ kind, text }) => kind !== 'error' || toast.kind !== 'error' || text !== toast.text);
  // More than three cannot be read in ten seconds.
  set({ toasts: [...others.slice(-2), { ...toast, id: lastId }] });
  return lastId;
}

/** After a change that removes or moves: ten seconds to take it back. Answers the toast's id. */
export const showUndo = ({ text, link, onUndo }: { text: string; link?: ToastLink | ToastStep; onUndo: () => void | Promise<void> }): number =>
  show({ kind: 'undo', text, lasts: 10_000, ...(link ? { link } : {}), action: { label: null, run: onUndo } });

/** What went wrong and what was kept; stays until it is closed. */
export const showError = ({ text, requestId, link, onRetry }: { text: string; requestId?: string; link?: ToastLink; onRetry?: () => void }): number =>
  show({
    kind: 'error',
    text,
    lasts: null,
    ...(link ? { link } : {}),
    ...(requestId ? { requestId } : {}),
    ...(onRetry ? { action: { label: null, run: onRetry } } : {}),
  });

/** Something that cannot be seen on the screen, such as "Address copied". */
export const showNote = ({ text, link, action }: { text: string; link?: ToastLink; action?: { label: string; run: () => void } }): number =>
  show({ kind: 'note', text, lasts: 5_000, ...(link ? { link } : {}), ...(action ? { action } : {}) });

/** Asks before something that cannot be undone; true when the person says yes. */
export function confirm(question: Omit<Question, 'id' | 'answer'>): Promise<boolean> {
  state.question?.answer(false);
  return new Promise((resolve) => {
    lastId += 1;
    set({
      question: {
        ...question,
        id: lastId,
        answer: (yes) => {
          set({ question: null });
          resolve(yes);
        },
      },
    });
  });
}
