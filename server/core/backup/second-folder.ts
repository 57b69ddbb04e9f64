import type { Backups } from '../../contracts/core/backups.js';
import { readKeys } from './keys.js';
import { secondState } from './second.js';
import { type BackupSource, openInSecond } from './take.js';

/** The second folder of the plan as it is now, with what keeps backups from it; null where none was chosen. */
export async function secondFolder(source: BackupSource): Promise<Backups['second']> {
  const { folder, plan, keyId, portal } = source;
  const { second: path, sealed } = plan;
  if (path === null) return null;
  const [state, keys] = await Promise.all([secondState(path, portal, folder), readKeys(folder)]);
  const lacksKey = sealed && !keys.some(({ id }) => id === keyId);
  if (state !== 'ok' || lacksKey) return { path, state: state === 'ok' ? 'key' : state, open: 0 };
  return { path, state, open: (await openInSecond(source)).length };
}
