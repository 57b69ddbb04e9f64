import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Config } from '../config.js';
import type { ModulePreview } from '../contracts/core/modules.js';
import { EndedMidway } from '../control.js';
import { type ArchiveManifest, archiveEnding, archivesFolder } from '../core/modules/archive-format.js';
import { readArchiveManifest } from '../core/modules/read-archive.js';
import { Hint } from '../explain.js';
import { catalog } from '../modules/catalog.js';
import { commonOptions, configOf, demandFolder, parsed, refuseOthers, say, WrongUsage } from './command.js';
import { list, tellInterrupted } from './module-list.js';
import { takeStep } from './take-step.js';
import { size } from './words.js';

export const usage = `sede module list [--json] [--data DIR]
sede module add|park|resume ID [--dry-run] [--json] [--data DIR]
sede module archive ID [--dry-run] [--json] [--data DIR]
sede module purge ID --confirm ID [--with-archive] [--dry-run] [--json] [--data DIR]
sede module attach FILE [--parked] [--dry-run] [--json] [--data DIR]

list     the modules, how each stands, and the archives.
add      adds a module; park switches one off without loss, resume on again.
archive  of a parked module: puts its tables, what belongs to its records, and its files into one file in archives/ of the
         data folder. The file is read back and compared before anything is taken out of the database. Backups hold it from
         the next one on.
purge    of a parked or archived module: takes away everything of it and prints the proof. Its id must be given again with
         --confirm. --with-archive removes every file in archives/ with data of it too; without it they stay, and the module
         can be attached again from each.
attach   brings a module back from its file, in archives/ or anywhere else, and switches it on unless --parked is said.

--dry-run shows what a step would touch and changes nothing. --json prints the outcome for programs. Works while the portal
runs as well: then the portal itself takes the step. Never two steps at once.`;

const actions = ['add', 'park', 'resume', 'archive', 'purge', 'attach'] as const;
type Action = (typeof actions)[number];
const heeded: Partial<Record<Action, readonly string[]>> = { purge: ['confirm', 'with-archive'], attach: ['parked'] };

/** The states of a module in which a step is taken. */
const takenWhen: Record<Exclude<Action, 'attach'>, readonly string[]> = {
  add: ['absent', 'purged', 'failed'],
  park: ['on', 'failed'],
  resume: ['parked', 'failed'],
  archive: ['parked'],
  purge: ['parked', 'archived'],
};

const previewWords = (
  id: string,
  action: Exclude<Action, 'attach'>,
  withArchive: boolean,
  { state, archives, records, parts, files, fileBytes, coreRows, seen, pointing }: ModulePreview & { state?: string; archives: string[] },
): string => {
  const is = state ?? 'absent';
  const isTaken = takenWhen[action].includes(is);
  return [
    ...(isTaken ? [] : [`As it is, this would be refused: ${id} is ${is}, and must be ${takenWhen[action].join(' or ')} for it.`]),
    `sede module ${action} ${id} ${isTaken ? 'would touch' : 'would then touch'}:`,
    ...records.filter(({ count }) => count > 0).map(({ name, count }) => `  ${name}: ${count}`),
    ...(parts > 0 ? [`  what these are made of, settings, and what lies in the bin: ${parts} rows`] : []),
    ...(files > 0 ? [`  files: ${files}, ${size(fileBytes)}`] : []),
    `  comments, lines of history and other rows around them: ${coreRows}`,
    ...seen.map(({ name, count, what }) => `  ${name}: ${count} with ${what}, which go from their pages; nothing in them changes`),
    ...pointing.map(({ name, count }) => `  ${name}: ${count} that point at some of these; their references stay, greyed out`),
    ...(action === 'purge' && withArchive ? archives.map((name) => `  archives/${name}: would be removed for good`) : []),
    ...(action === 'purge' && !withArchive ? archives.map((name) => `  archives/${name}: stays, and it can be attached again from it`) : []),
    'Nothing was changed.',
  ].join('\n');
};

interface Done {
  module: string;
  state: string;
  archive: string | null;
  left: Record<string, number | null>;
  archives: { removed: string[]; kept: string[] };
}

/** What is counted of a module, as a person calls it. */
const leftNames: Record<string, string> = {
  tables: 'its tables',
  rows: 'rows in them',
  bytes: 'bytes of them on disk',
  coreRows: 'comments, history and other entries around its records',
  search: 'entries in the search',
  jobs: 'planned work',
  settings: 'settings',
  rights: 'rights in roles',
  files: 'stored files',
  fileBytes: 'bytes of these files',
};

const doneWords = (action: Action, { module, state, archive, left, archives: { removed, kept } }: Done): string => {
  const said = `${module} is ${state}${archive ? `, in archives/${archive}` : ''}.`;
  if (action !== 'purge' && action !== 'archive') return said;
  const proof = Object.entries(left).map(([name, count]) => `  ${(leftNames[name] ?? name).padEnd(56)}${count ?? 'not known'}`);
  if (action === 'archive') return [said, 'What is left of it in the database:', ...proof].join('\n');
  return [
    said,
    'What is left of it:',
    ...proof,
    ...removed.map((name) => `archives/${name} is removed.`),
    ...(kept.length > 0 ? ['It can still be attached again, with sede module attach and one of:', ...kept.map((name) => `  archives/${name}`)] : []),
  ].join('\n');
};

/** The archive as it lies in `archives/`; one from elsewhere is copied there. `copy` gives what takes the copy away again. */
async function placed(config: Config, file: string): Promise<{ name: string; manifest: ArchiveManifest; copy(): Promise<() => Promise<void>> }> {
  const root = archivesFolder(config.data);
  const path = [resolve(file), join(root, file)].find((one) => existsSync(one));
  if (path === undefined) throw new Hint(`there is no ${file}, here or in ${root}.`);
  const manifest = await readArchiveManifest(path);
  const name = basename(path);
  const copy = async () => {
    if (dirname(path) === root) return async () => undefined;
    if (!name.endsWith(archiveEnding)) throw new Hint(`an archive is called …${archiveEnding}.`);
    if (existsSync(join(root, name))) throw new Hint(`${join(root, name)} is there already.`);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const aside = join(root, `.making-${process.pid}`);
    try {
      await copyFile(path, aside);
      await chmod(aside, 0o600);
      await rename(aside, join(root, name));
    } finally {
      await rm(aside, { force: true });
    }
    return () => rm(join(root, name), { force: true });
  };
  return { name, manifest, copy };
}

async function attach(config: Config, file: string, { parked, dryRun, json }: { parked: boolean; dryRun: boolean; json: boolean }): Promise<void> {
  const { name, manifest, copy } = await placed(config, file);
  if (dryRun) {
    const { module, version, created, company, dialect } = manifest;
    const rows = Object.values(manifest.parts).reduce((sum, part) => sum + part.rows, 0);
    const files = Object.keys(manifest.contents).length;
    say(
      json,
      { module, version, created, company, dialect, rows, files },
      () => `${name}: ${module} of ${company ?? 'a portal'}, ${created}, Sede ${version}, ${rows} rows, ${files} files.\nNothing was changed.`,
    );
    return;
  }
  const takeAway = await copy();
  const done = await takeStep(config, { action: 'attach', archive: name, parked }, `attach ${manifest.module}`).catch(async (error) => {
    // One that was refused must not lie among the archives; after an end in the middle it may be what the portal is taking in.
    if (!(error instanceof EndedMidway)) await takeAway();
    throw error;
  });
  say(json, done, () => doneWords('attach', done as unknown as Done));
}

export async function run(args: string[]): Promise<undefined> {
  const flag = { type: 'boolean', default: false } as const;
  const options = { ...commonOptions, 'dry-run': flag, parked: flag, 'with-archive': flag, confirm: { type: 'string' } } as const;
  const { values, positionals } = parsed({ args, allowPositionals: true, options });
  const [what, id, ...more] = positionals;
  const { json, 'dry-run': dryRun } = values;
  if (what === 'list' && id === undefined) {
    refuseOthers(values, [], 'sede module list');
    await list(configOf(values.data), json);
    return;
  }
  const action = actions.find((one) => one === what);
  if (what === undefined) throw new WrongUsage('What shall be done with which module? sede module list names them.');
  if (what === 'list') throw new WrongUsage(`"${id}" says nothing to list: it names them all.`);
  if (!action) throw new WrongUsage(`There is no "${what}" here, but list, ${actions.join(', ')}.`);
  if (id === undefined)
    throw new WrongUsage(action === 'attach' ? 'Which archive? sede module list names them.' : `Which module? sede module list names them.`);
  if (more.length > 0) throw new WrongUsage(`One at a time: what is "${more[0]}"?`);
  refuseOthers(values, ['dry-run', ...(heeded[action] ?? [])], `sede module ${action}`);
  const config = configOf(values.data);
  demandFolder(config);
  await tellInterrupted(config);
  if (action === 'attach') {
    await attach(config, id, { parked: values.parked, dryRun, json });
    return;
  }
  const ids = catalog.map(({ manifest }) => manifest.id);
  if (!ids.includes(id)) throw new Hint(`there is no module "${id}". There are: ${ids.join(', ')}.`);
  if (dryRun) {
    const preview = await takeStep(config, { action: 'preview', id }, 'Looking');
    say(json, preview, () => previewWords(id, action, values['with-archive'], preview as unknown as ModulePreview & { archives: string[] }));
    return;
  }
  if (action === 'purge' && values.confirm !== id)
    throw new Hint(`a purge cannot be taken back. Say so with --confirm ${id}; --dry-run shows what would go. Nothing was changed.`);
  const done = await takeStep(config, action === 'purge' ? { action, id, withArchive: values['with-archive'] } : { action, id }, `${action} ${id}`);
  say(json, done, () => doneWords(action, done as unknown as Done));
}
