import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Config } from '../config.js';
import { lockFolder } from '../core/backup/folder-lock.js';
import { Hint } from '../explain.js';
import { readNote, removeNote } from './note.js';
import type { Place } from './place.js';
import { stamp } from './snapshot-name.js';
import { placeOf, type Step } from './upgrade.js';

export interface Returned {
  snapshot: string;
  /** The database as it was until now. */
  aside: string;
  /** When the upgrade was. */
  upgradedAt: string;
  /** How many records of each kind were added or changed since, which the snapshot does not have. */
  since: Record<string, number>;
}

async function stateOf(place: Place, from: string): Promise<{ since: Record<string, number>; migrations: number }> {
  const db = place.open();
  try {
    const { rows } = await sql<{ type: string; n: number }>`select record_type as type, count(distinct record_id) as n
      from record_history where at > ${from} group by 1 order by 1`.execute(db.read);
    const { n } = await db.read
      .selectFrom('migrations')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return { since: Object.fromEntries(rows.map((row) => [row.type, Number(row.n)])), migrations: Number(n) };
  } finally {
    await db.close();
  }
}

/**
 * Returns to the snapshot of before the last upgrade; the database as it is now is put aside into `backups/`, with what was written since.
 * Killed at any moment, it is as upgraded or as before the upgrade.
 * @throws Hint when there is nothing to return to, FolderInUse.
 */
export async function rollbackFolder(config: Config, tell: (step: Step) => void): Promise<Returned> {
  const { data } = config;
  const unlock = lockFolder(data);
  const place = placeOf(config);
  try {
    await place.clean();
    const note = await readNote(data);
    const nothing = 'nothing was upgraded here, so there is nothing to return to.';
    if (!note) throw new Hint(nothing);
    const snapshot = join(data, note.snapshot);
    if (!existsSync(snapshot)) throw new Hint(`the snapshot ${snapshot} is not there any more.`);
    const { since, migrations } = await stateOf(place, note.at);
    if (migrations === (await place.migrationsIn(snapshot))) {
      // The note of an upgrade that was killed before it came to be, or of one that was taken back just before a kill.
      await removeNote(data);
      throw new Hint(nothing);
    }
    tell('aside');
    const aside = join('backups', `rolled-back-${stamp()}.${place.ending}`);
    await place.putAside(join(data, aside));
    tell('return');
    await place.return(snapshot);
    await removeNote(data);
    return { snapshot: note.snapshot, aside, upgradedAt: note.at, since };
  } finally {
    await place.clean();
    unlock();
  }
}
