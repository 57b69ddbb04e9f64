import { rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { allMigrations } from './all-migrations.js';
import { BadBackup } from './core/backup/manifest.js';
import { openRepository } from './core/backup/repository.js';
import { MissingKey, parseKey } from './core/backup/seal.js';
import { BrokenDump } from './core/db/dump-file.js';
import { nowIso } from './core/db/instant.js';
import { migrate } from './core/db/migrate.js';
import { openSqlite } from './core/db/sqlite.js';
import { checkSqlite } from './core/db/sqlite-copy.js';
import { restoreSqlite } from './core/db/sqlite-restore.js';
import { installed } from './core/modules/installed.js';
import type { UnpackOrder, UnpackResult, UnpackWord } from './core/time-machine/unpack.js';

const say = (word: UnpackWord) => process.send?.(word);

/** A backup of a newer version has what we do not know. */
class Newer extends Error {}

/** Brings the copy up to date, so that it can be compared with the portal column by column. */
async function bringUpToDate(file: string): Promise<void> {
  const db = openSqlite(file, { durable: false });
  try {
    const sources = await allMigrations();
    const ran = await db.read.selectFrom('migrations').select(['module', 'name']).execute();
    for (const { module, name } of ran)
      if (name !== installed && !sources.some((one) => one.module === module && one.migrations.some((each) => each.name === name)))
        throw new Newer(`It has ${module} ${name}, which this version does not know`);
    const used = new Set(ran.map(({ module }) => module));
    for (const { module, migrations } of sources) if (used.has(module)) await migrate(db, module, migrations, nowIso);
  } finally {
    await db.close();
  }
}

async function unpack({ set, target, keys }: UnpackOrder): Promise<UnpackResult> {
  try {
    say({ step: 'unpack' });
    const repository = openRepository(dirname(dirname(set)), keys.map(parseKey), null);
    const id = basename(set);
    const manifest = await repository.manifest(id).catch((error: Error) => {
      if (/newer Sede/.test(error.message)) throw new Newer(error.message);
      throw error;
    });
    const made = `${target}.part`;
    if (manifest.dialect === 'sqlite') await repository.writeDatabase(id, manifest, made);
    else {
      await repository.writeDatabase(id, manifest, `${target}.dump`);
      await restoreSqlite(made, `${target}.dump`, await allMigrations());
    }
    say({ step: 'check' });
    const { faults } = await checkSqlite(made);
    if (faults.length > 0) return { ok: false, why: 'damaged', detail: faults.slice(0, 3).join('; ') };
    await bringUpToDate(made);
    await rename(made, target);
    return { ok: true };
  } catch (error) {
    const detail = (error as Error).message;
    if (error instanceof MissingKey) return { ok: false, why: 'key', detail };
    if (error instanceof Newer) return { ok: false, why: 'newer', detail };
    if (error instanceof BrokenDump && /does not know/.test(detail)) return { ok: false, why: 'newer', detail };
    if (error instanceof BadBackup || error instanceof BrokenDump) return { ok: false, why: 'damaged', detail };
    return { ok: false, why: 'failed', detail };
  }
}

process.once('message', async (order: UnpackOrder) => {
  say(await unpack(order));
  process.disconnect();
});
