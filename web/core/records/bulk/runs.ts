import { useSyncExternalStore } from 'react';
import type { BulkRun } from '../../../../server/contracts/core/bulk.js';
import { bulkRunEndpoints } from '../../../../server/contracts/core/bulk.js';
import { showError, showNote, showUndo } from '../../../ui/feedback.js';
import type { ToastLink } from '../../../ui/feedback-store.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';

/** Where the cache keeps what is known of runs. */
export const runsKey = 'core.bulk-run';

interface Words {
  /** "312 changed" */
  done(run: BulkRun): string;
  /** Why the others were left, in sentences; empty where none was. */
  left(run: BulkRun): string;
  failed(run: BulkRun): string;
  /** To the page of the run. */
  link(run: BulkRun): ToastLink;
  problem(error: unknown): string;
}
interface Followed {
  run: BulkRun;
  words: Words;
}

let followed: readonly Followed[] = [];
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const set = (next: readonly Followed[]) => {
  followed = next;
  for (const listener of listeners) listener();
};

/** The runs that go on behind their answer, on whatever page one is meanwhile. */
export const useFollowedRuns = (): readonly Followed[] => useSyncExternalStore(subscribe, () => followed);

/** Tells the end of a run with the way back; one that goes on is followed until then. */
export function settle(run: BulkRun, words: Words): void {
  const others = followed.filter((one) => one.run.id !== run.id);
  set(run.state === 'running' ? [...others, { run, words }] : others);
  if (run.state === 'running') return;
  for (const key of [run.recordType, runsKey]) void queryClient.invalidateQueries({ queryKey: [key] });
  const link = words.link(run);
  const left = words.left(run);
  const text = left ? `${words.done(run)}. ${left}` : words.done(run);
  if (run.state === 'failed') showError({ text: words.failed(run), link });
  else if (!run.undoable) showNote({ text, link });
  else showUndo({ text, link, onUndo: () => takeBack(run, words) });
}

/** Takes a run back, and tells how that ends. */
export async function takeBack(run: BulkRun, words: Words): Promise<void> {
  try {
    settle(await call(bulkRunEndpoints.undo, { params: { id: run.id } }), words);
  } catch (error) {
    showError({ text: words.problem(error) });
  }
}

/** No longer shown; it goes on, and its end comes to the inbox. */
export const leave = (id: number): void => set(followed.filter(({ run }) => run.id !== id));
