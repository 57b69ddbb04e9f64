import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Bulk } from './database.js';
import type { BulkWish } from './sqlite-checkpoint-thread.js';

/**
 * Copies the write-ahead log into the file, in a thread of its own: two syncs to the disk that a transaction of thousands of
 * rows would otherwise make the portal wait for.
 * @param isLong whether the log is worth that: copied after each transaction, the pages that all of them touch would be written each time.
 * @param onEnd when the thread is gone, whether asked to or not.
 */
export function checkpointInThread(file: string, isLong: () => boolean, onEnd: () => void): Bulk {
  const thread = new Worker(new URL('./sqlite-checkpoint-thread.js', import.meta.url), { workerData: file });
  // Without the thread the log is copied by whoever commits, as at other times: slower, nothing worse.
  thread.on('error', () => undefined);
  let isGone = false;
  const gone = once(thread, 'exit').then(() => {
    isGone = true;
    onEnd();
  });
  const ask = async (wish: BulkWish) => {
    if (isGone) return;
    thread.postMessage(wish);
    await Promise.race([once(thread, 'message'), gone]);
  };
  return {
    settle: async () => {
      if (isLong()) await ask('checkpoint');
    },
    tidyWords: () => ask('words'),
    async end() {
      thread.postMessage('end' satisfies BulkWish);
      await gone;
    },
  };
}
