import { useMemo, useRef } from 'react';
import { closeToast, showError } from '../ui/feedback.js';
import { ApiProblem } from './api.js';
import { useProblemWords } from './words.js';

/** Does one thing, and shows what hangs on it anew. */
export interface Work {
  /** Says in words what was refused, until it is tried again. Answers whether it was done. */
  (doing: () => Promise<unknown>): Promise<boolean>;
  /** For the undo of a toast: rejects with what was refused, which the toast says with what still stands. */
  undo(doing: () => Promise<unknown>): Promise<void>;
}

/** @param refresh fetches anew what may have changed, also where the answer is that it is not as it was; the same function at every drawing. */
export function useWorkThen(refresh: () => Promise<unknown>): Work {
  const words = useProblemWords();
  const said = useRef<number | null>(null);
  return useMemo(() => {
    const doThenRefresh = async (doing: () => Promise<unknown>): Promise<void> => {
      try {
        await doing();
      } finally {
        await refresh();
      }
    };
    const work = async (doing: () => Promise<unknown>): Promise<boolean> => {
      if (said.current !== null) closeToast(said.current);
      said.current = null;
      try {
        await doThenRefresh(doing);
        return true;
      } catch (error) {
        said.current = showError({ text: words(error), ...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {}) });
        return false;
      }
    };
    return Object.assign(work, { undo: doThenRefresh });
  }, [refresh, words]);
}
