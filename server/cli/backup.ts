import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backupName, writeBackup } from '../core/backup/archive.js';
import { snapshotFolder } from '../core/backup/snapshots.js';
import { nowIso } from '../core/db/instant.js';
import { createSettings } from '../core/settings/settings.js';
import { Hint } from '../explain.js';
import { version } from '../portal.js';
import { configOf, dataOption, parsed, withDatabase } from './command.js';

export const usage = `sede backup [--to FILE|FOLDER] [--data DIR]

Puts the whole portal (database, stored files, keys, configuration) into one file, by default into backups/ in the data
folder, and prints its name. Works while the portal runs. Keep the file safe: it holds the keys, too.`;

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: { ...dataOption, to: { type: 'string' } } });
  const config = configOf(values.data);
  await withDatabase(config, async (db) => {
    const now = nowIso();
    const company = (await createSettings(db)).get('company')?.name ?? null;
    const wished = resolve(values.to ?? snapshotFolder(config.data));
    if (values.to === undefined) mkdirSync(wished, { recursive: true });
    const target = existsSync(wished) && statSync(wished).isDirectory() ? join(wished, backupName(company, now)) : wished;
    if (existsSync(target)) throw new Hint(`${target} is there already.`);
    if (!existsSync(dirname(target))) throw new Hint(`there is no folder ${dirname(target)}.`);
    await writeBackup({ folder: config.data, db, target, version, company, now });
    console.log(target);
  });
}
