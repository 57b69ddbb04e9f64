import type { Config } from '../config.js';
import { askRunning, takeWish, type Wish } from '../control.js';
import { FolderInUse } from '../core/backup/folder-lock.js';
import type { Progress } from '../module-actions.js';
import { withPortal } from './command.js';

/** A line that is written anew as it goes on; nothing where nobody looks. */
function progressLine(): (now: Progress) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return ({ done, total }) => process.stderr.write(`\r${total > 0 ? Math.min(99, Math.floor((100 * done) / total)) : 0} %  `);
}

/** Over the data folder where the portal is not running, else by the portal that does. */
export async function takeStep(config: Config, wish: Wish): Promise<Record<string, unknown>> {
  const onProgress = progressLine();
  try {
    return await withPortal(config, (portal) => takeWish(portal, wish, onProgress));
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    return await askRunning(config.data, wish, onProgress);
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r      \r');
  }
}
