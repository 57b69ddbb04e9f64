import { resolve } from 'node:path';
import { migrations as coreMigrations } from '../../migrations/core/index.js';
import { restoreBackup } from '../core/backup/restore.js';
import { nowIso } from '../core/db/instant.js';
import { inOrderOfRequirements } from '../core/kernel/manifest.js';
import { catalog } from '../modules/catalog.js';
import { dataOption, parsed, WrongUsage } from './command.js';

export const usage = `sede restore FILE --data DIR [--database-url postgres://…]

Makes the data folder DIR, which must be absent or empty, out of a backup. FILE may also be a snapshot in the backups/ of
a data folder; stored files and keys are then taken from that folder. What came from PostgreSQL goes into the empty
database that its config.toml names, or --database-url. Everything is checked before it is put in its place.`;

async function allMigrations() {
  const modules = inOrderOfRequirements(catalog.map(({ manifest }) => manifest));
  const sources = modules.map(async ({ id }) => {
    const entry = catalog.find(({ manifest }) => manifest.id === id);
    return { module: id, migrations: entry ? (await entry.migrations()).migrations : [] };
  });
  return [{ module: 'core', migrations: coreMigrations }, ...(await Promise.all(sources))];
}

export async function run(args: string[]): Promise<undefined> {
  const { values, positionals } = parsed({ args, allowPositionals: true, options: { ...dataOption, 'database-url': { type: 'string' } } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new WrongUsage('Name one backup.');
  if (values.data === undefined) throw new WrongUsage('Name the folder to be made with --data DIR.');
  const url = values['database-url'];
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) throw new WrongUsage('--database-url must begin with postgres://');
  const folder = resolve(values.data);
  const restored = await restoreBackup({ source: resolve(file), folder, databaseUrl: url, migrations: await allMigrations(), now: nowIso() });
  const rows = Object.values(restored.rows).reduce((sum, n) => sum + n, 0);
  console.log(`${folder} is restored: ${Object.keys(restored.rows).length} tables with ${rows} rows, ${restored.files} stored files, all checked.`);
}
