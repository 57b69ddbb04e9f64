import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import { fromImportRow, type ImportDeps, importsFolder, pathOf } from './state.js';

const DAY_MS = 86_400_000;
/** Files that were brought hold people's data: they are not kept for longer than somebody may want to mend rows. */
const KEPT_DAYS = 30;

/** Removes old imports with their files, and what interrupted uploads left in the folder. Records that were made stay. */
export const importsCleanUp = ({ services }: Pick<ImportDeps, 'services'>): JobKind => ({
  kind: 'core.imports-clean-up',
  cron: '40 3 * * *',
  async handler(_payload, _attempt, dealtWith) {
    const { db, now } = services;
    const rows = await db.read
      .selectFrom('imports')
      .selectAll()
      .where('at', '<', plusMilliseconds(now(), -KEPT_DAYS * DAY_MS))
      .where('state', '<>', 'running')
      .execute();
    for (const one of rows.map(fromImportRow)) {
      await rm(pathOf(services, one.data), { force: true });
      await db.write(async ({ q }) => {
        await q.deleteFrom('import_errors').where('import_id', '=', one.id).execute();
        await q.deleteFrom('import_changes').where('import_id', '=', one.id).execute();
        await q.deleteFrom('imports').where('id', '=', one.id).execute();
      });
    }
    dealtWith(rows.length);
    await removeStray(
      services.folder,
      new Set((await db.read.selectFrom('imports').select('data').execute()).map(({ data }) => (JSON.parse(data) as { stored: string }).stored)),
      now(),
    );
    return undefined;
  },
});

async function removeStray(folder: string, known: ReadonlySet<string>, now: string): Promise<void> {
  const root = importsFolder({ folder });
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    // Nobody has imported anything yet.
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((one) => !known.has(one))) {
    const path = join(root, name);
    if (Date.parse(now) - (await stat(path)).mtimeMs > DAY_MS) await rm(path, { force: true });
  }
}
