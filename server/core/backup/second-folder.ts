import type { Backups } from '../../contracts/core/backups.js';
import { readKeys } from './keys.js';
import { secondState } from './second.js';
import type { BackupSource } from './take.js';

/** The second folder of the plan as it is now, with what keeps backups from it; null where none was chosen. */
export async function secondFolder({ folder, plan, keyId, portal }: BackupSource): Promise<Backups['second']> {
  const { second: path, sealed } = plan;
  if (path === null) return null;
  const [state, keys] = await Promise.all([secondState(path, portal, folder), readKeys(folder)]);
  const lacksKey = sealed && !keys.some(({ id }) => id === keyId);
  return { path, state: state === 'ok' && lacksKey ? 'key' : state };
}
