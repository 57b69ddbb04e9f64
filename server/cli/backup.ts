import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config.js';
import { backupName, writeBackup } from '../core/backup/archive.js';
import { lockBackups, lockCommands } from '../core/backup/folder-lock.js';
import { readKeys, storeKey } from '../core/backup/keys.js';
import { parseKey, sealedEnd } from '../core/backup/seal.js';
import { snapshotFolder } from '../core/backup/snapshots.js';
import { sourceOf } from '../core/backup/source.js';
import type { BackupSource } from '../core/backup/take.js';
import type { Database } from '../core/db/database.js';
import { nowIso } from '../core/db/instant.js';
import { createSettings, type Settings } from '../core/settings/settings.js';
import { Hint } from '../explain.js';
import { version } from '../version.js';
import { newBackupKey, plan, planOptions, readPlan } from './backup-plan.js';
import { commonOptions, configOf, demandFolder, holding, parsed, refuseOthers, say, WrongUsage, withDatabase } from './command.js';
import { tellStep } from './progress.js';
import { size } from './words.js';

export const usage = `sede backup [--to FILE|FOLDER] [--plain] [--json] [--data DIR]
sede backup list|now [--json] [--data DIR]
sede backup verify [SET] [--json] [--data DIR]
sede backup remove SET [--json] [--data DIR]
sede backup key KEY|--new [--json] [--data DIR]
sede backup plan [--hour N] [--days LIST] [--daily N] [--weekly N] [--monthly N] [--second FOLDER|none] [--sealed yes|no]
                 [--rehearsal daily|weekly|monthly] [--json] [--data DIR]
sede backup diff SET [KIND] [--show gone|changed|all] [--find WORDS] [--json] [--data DIR]
sede backup bring-back SET KIND:NUMBER… [--alone] [--dry-run] [--json] [--data DIR]
sede backup bring-back SET --module ID [--json] [--data DIR]

Alone it puts the whole portal (database, stored files, keys, configuration) into one file, by default into backups/ in the
data folder, and prints its name. Where backups are to be encrypted, the file is; --plain leaves it open. Keep an open file
safe: it holds the keys, too.

list    the backups that were made by plan, their age and size, and when they were last proven
now     makes one now, in backups/ and in the second folder
verify  restores one, by default the newest, into a throwaway portal, compares it row by row and file by file, and signs in
remove  removes one, and the contents that only it held
plan    shows when backups are made, which stay and where else they go; with options, changes that. --days: 0 for Sunday to 6,
        such as 1,2,3,4,5
key     puts a key back that was printed earlier, so that encrypted backups can be read and made again; --new makes one, prints
        it this once and encrypts with it what leaves the data folder from now on
diff    opens one beside the portal, and says of each kind of record how many are gone or different since, or which of one kind
bring-back
        brings records back with what hangs on them, belongs to them or is named by them and is gone; --alone without the latter
        two. Or puts a whole module out of it into an archive. Done again it does the rest

All of them work while the portal runs. Never twice at once.`;

interface Work {
  config: Config;
  db: Database;
  settings: Settings;
  source: BackupSource;
  company: string | null;
}

const withBackups = <T>(config: Config, work: (given: Work) => Promise<T>): Promise<T> =>
  withDatabase(config, async (db) => {
    const settings = await createSettings(db);
    return work({ config, db, settings, source: sourceOf({ folder: config.data, settings }, config.backup), company: settings.get('company')?.name ?? null });
  });

/** Holds the backups of the folder, so that no other process makes, tries or removes one meanwhile. */
const locked = <T>(folder: string, work: () => Promise<T>): Promise<T> => holding(lockBackups(folder), work);

const fileSteps = { database: 'Copying the database', files: 'Reading the stored files', pack: 'Packing' };

async function oneFile({ config, db, source, company }: Work, to: string | undefined, plain: boolean, json: boolean): Promise<void> {
  const now = nowIso();
  const key = source.plan.sealed && !plain ? (await readKeys(config.data)).find(({ id }) => id === source.keyId) : undefined;
  if (source.plan.sealed && !plain && !key)
    throw new Hint('the key to encrypt with is not in this data folder. Put it back with sede backup key, or use --plain.');
  const wished = resolve(to ?? snapshotFolder(config.data));
  if (to === undefined) mkdirSync(wished, { recursive: true });
  const target = existsSync(wished) && statSync(wished).isDirectory() ? join(wished, backupName(company, now) + (key ? sealedEnd : '')) : wished;
  if (existsSync(target)) throw new Hint(`${target} is there already.`);
  if (!existsSync(dirname(target))) throw new Hint(`there is no folder ${dirname(target)}.`);
  const tell = (step: keyof typeof fileSteps) => tellStep(fileSteps[step]);
  await holding(lockCommands(config.data, 'backup-file'), () =>
    writeBackup({ folder: config.data, db, target, version, company, now, tell, ...(key ? { sealWith: key } : {}) }),
  );
  say(json, { file: target, bytes: statSync(target).size, encrypted: key !== undefined }, () => target);
}

const ago = (instant: string): string => {
  const hours = (Date.now() - Date.parse(instant)) / 3_600_000;
  if (hours * 60 < 1) return 'just now';
  return hours < 1 ? `${Math.round(hours * 60)} min ago` : hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} days ago`;
};

async function list({ config, source }: Work, json: boolean): Promise<void> {
  const [{ listSets }, { secondFolder }, { backupHealth }, { faultInWords }] = await Promise.all([
    import('../core/backup/sets.js'),
    import('../core/backup/second-folder.js'),
    import('../core/backup/health.js'),
    import('../core/backup/fault-words.js'),
  ]);
  const [items, health] = [await listSets(source), await backupHealth(config.data, source.plan, nowIso())];
  const lines = () => [
    ...items.map(({ id, created, bytes, rows, files, second, proof }) => {
      const proven = proof === null ? 'not tried yet' : proof.error === null ? `proven ${ago(proof.at)}` : `TRIAL FAILED ${ago(proof.at)}`;
      return `${id}  ${ago(created).padEnd(12)}  ${size(bytes).padStart(9)}  ${rows} rows, files: ${files}${second ? ', in both folders' : ''}  ${proven}`;
    }),
    ...(items.length === 0 ? ['There is no backup yet. sede backup now makes one.'] : []),
    health.proven ? `Last proven restore: ${ago(health.proven.at)}, ${Math.round(health.proven.ms / 1000)} s` : 'No restore was proven yet: sede backup verify',
    ...(second && second.open > 0 ? [`Not encrypted in the second folder: ${second.open}. The next backup encrypts them: sede backup now`] : []),
    ...health.failures.map((failure) => `Last failure (${failure.what}, ${ago(failure.at)}): ${faultInWords('en', failure)}`),
  ];
  const second = await secondFolder(source);
  say(json, { items, health, plan: source.plan, second }, () => lines().join('\n'));
}

const steps = {
  take: 'Copying database and new files',
  second: 'Copying to the second folder',
  prune: 'Letting go of old backups',
  seal: 'Encrypting those of the second folder that are not',
};

async function now({ config, db, source, company }: Work, json: boolean): Promise<void> {
  const { makeBackup } = await import('../core/backup/make.js');
  const facts = { db, version, company, now: nowIso };
  const made = await locked(config.data, () => makeBackup(source, facts, { tell: (step) => tellStep(steps[step]) }));
  say(json, made, () => String(made.id));
}

async function verify({ config, source }: Work, id: string | undefined, json: boolean): Promise<number> {
  const [{ rehearseNewest }, { rehearseWith }] = await Promise.all([import('../core/backup/rehearse.js'), import('../rehearsal.js')]);
  const begin = () => tellStep('Restoring into a throwaway portal');
  const proof = await locked(config.data, () => rehearseNewest(source, rehearseWith(config.databaseUrl), nowIso, id, begin));
  if (!proof) throw new Hint('there is no backup yet. sede backup now makes one.');
  if (json) console.log(JSON.stringify(proof));
  else if (proof.error === null) console.log(`Proven in ${(proof.ms / 1000).toFixed(1)} s: every row and every file is as it was, and one can sign in.`);
  else console.error(`sede backup: the backup did not stand the trial: ${proof.error}`);
  return proof.error === null ? 0 : 1;
}

async function remove({ config, source }: Work, id: string, json: boolean): Promise<void> {
  const { removeSet } = await import('../core/backup/sets.js');
  if (!(await locked(config.data, () => removeSet(source, id)))) throw new Hint(`there is no backup ${id}. sede backup list names them.`);
  say(json, { removed: id }, () => `${id} is removed.`);
}

const words = ['list', 'now', 'verify', 'remove', 'plan', 'key', 'diff', 'bring-back'];

const insideOptions = {
  show: { type: 'string' },
  find: { type: 'string' },
  module: { type: 'string' },
  alone: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  new: { type: 'boolean' },
} as const;

export async function run(args: string[]): Promise<number | undefined> {
  const options = { ...commonOptions, ...planOptions, to: { type: 'string' }, plain: { type: 'boolean' }, ...insideOptions } as const;
  const { values, positionals } = parsed({ args, allowPositionals: true, options });
  const [what, id, ...more] = positionals;
  const config = configOf(values.data);
  const { json } = values;
  const heeded: Record<string, readonly string[]> = {
    '': ['to', 'plain'],
    plan: Object.keys(planOptions),
    key: ['new'],
    diff: ['show', 'find'],
    'bring-back': ['module', 'alone', 'dry-run'],
  };
  refuseOthers(values, heeded[what ?? ''] ?? [], what === undefined ? 'sede backup alone' : `sede backup ${what}`);
  if (what === 'diff' || what === 'bring-back') {
    if (id === undefined) throw new WrongUsage('Which backup? sede backup list names them.');
    if (what === 'diff' && more.length > 1) throw new WrongUsage('Name one kind of record, such as crm.deal, or none.');
    demandFolder(config);
    const { diff, bringBack } = await import('./backup-inside.js');
    const { show, find, module } = values;
    const flags = { json, show, find, module, alone: values.alone ?? false, dryRun: values['dry-run'] ?? false };
    if (what === 'bring-back') return bringBack(config, id, more, flags);
    await diff(config, id, more[0], flags);
    return 0;
  }
  if (what !== undefined && !words.includes(what)) throw new WrongUsage(`There is no "${what}" here, but ${words.join(', ')}.`);
  const needsId = what === 'remove' || (what === 'key' && !values.new);
  if (needsId && id === undefined)
    throw new WrongUsage(what === 'key' ? 'Which key? Name one that was printed earlier, or say --new.' : 'Which backup? sede backup list names them.');
  const [surplus] = needsId || what === 'verify' ? more : [id, ...more];
  if (surplus !== undefined) throw new WrongUsage(`"${surplus}" says nothing here.`);
  switch (what) {
    case 'plan':
      await plan(config, readPlan(values), json);
      return 0;
    case undefined:
      await withBackups(config, (work) => oneFile(work, values.to, values.plain ?? false, json));
      return 0;
    case 'list':
      await withBackups(config, (work) => list(work, json));
      return 0;
    case 'now':
      await withBackups(config, (work) => now(work, json));
      return 0;
    case 'verify':
      return withBackups(config, (work) => verify(work, id, json));
    case 'remove':
      await withBackups(config, (work) => remove(work, id as string, json));
      return 0;
    case 'key': {
      if (values.new) {
        await newBackupKey(config, json);
        return 0;
      }
      demandFolder(config);
      const key = parseKey(id as string);
      await holding(lockCommands(config.data), () => storeKey(config.data, key));
      say(json, { key: key.id, folder: config.data }, () => `The key ${key.id.slice(0, 8)} is in ${config.data}.`);
      return 0;
    }
  }
}
