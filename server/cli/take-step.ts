import type { Config } from '../config.js';
import { askRunning, takeWish, type Wish } from '../control.js';
import { FolderInUse } from '../core/backup/folder-lock.js';
import { withPortal } from './command.js';
import { withProgress } from './progress.js';

/** Over the data folder where the portal is not running, else by the portal that does. */
export async function takeStep(config: Config, wish: Wish, what = 'Working'): Promise<Record<string, unknown>> {
  return withProgress(what, async (show) => {
    try {
      return await withPortal(config, (portal) => takeWish(portal, wish, show));
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      return await askRunning(config.data, wish, show);
    }
  });
}
