import { resolve } from 'node:path';
import { allMigrations } from '../all-migrations.js';
import { type RestoreStep, restoreBackup } from '../core/backup/restore.js';
import { parseKey } from '../core/backup/seal.js';
import { nowIso } from '../core/db/instant.js';
import { explain, Hint } from '../explain.js';
import { commonOptions, parsed, say, WrongUsage } from './command.js';
import { tellStep } from './progress.js';

export const usage = `sede restore BACKUP --data DIR [--database-url postgres://… | --sqlite] [--key KEY] [--json]

Makes the data folder DIR, which must be absent or empty, out of a backup: a file made by sede backup; a folder of backups,
such as the backups/ of a data folder or the second folder, of which the newest is taken; one of its sets/; or a snapshot
in backups/, for which stored files and keys are taken from the data folder around it.

What came from PostgreSQL goes into the empty database that its config.toml names, or --database-url; what came from
SQLite into an SQLite file. --database-url and --sqlite cross over, compared row by row. An encrypted backup needs the --key
that was printed when it was made. Everything is checked before it is put in its place.`;

const words: Record<RestoreStep, string> = {
  unpack: 'Unpacking and checking',
  cross: 'Crossing over to the other database, and comparing',
  fill: 'Filling the database',
  place: 'Putting it in place',
};

export async function run(args: string[]): Promise<undefined> {
  const options = {
    ...commonOptions,
    'database-url': { type: 'string' },
    sqlite: { type: 'boolean' },
    key: { type: 'string' },
  } as const;
  const { values, positionals } = parsed({ args, allowPositionals: true, options });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new WrongUsage('Name one backup.');
  if (values.data === undefined) throw new WrongUsage('Name the folder to be made with --data DIR.');
  const url = values['database-url'];
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) throw new WrongUsage('--database-url must begin with postgres://');
  if (url !== undefined && values.sqlite) throw new WrongUsage('--database-url and --sqlite are two ways: choose one.');
  const folder = resolve(values.data);
  const order = {
    source: resolve(file),
    folder,
    ...(url === undefined ? {} : { databaseUrl: url }),
    sqlite: values.sqlite ?? false,
    keys: values.key === undefined ? [] : [parseKey(values.key)],
    migrations: await allMigrations(),
    now: nowIso(),
    tell: (step: RestoreStep) => tellStep(words[step]),
  };
  const restored = await restoreBackup(order).catch((error) => {
    const text = url === undefined ? undefined : explain(error, '--database-url');
    throw text === undefined ? error : new Hint(text);
  });
  const rows = Object.values(restored.rows).reduce((sum, n) => sum + n, 0);
  say(
    values.json,
    { folder, ...restored },
    () => `${folder} is restored: ${Object.keys(restored.rows).length} tables with ${rows} rows, ${restored.files} stored files, all checked.`,
  );
}
