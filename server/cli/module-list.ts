import type { Config } from '../config.js';
import type { Interruption, ModuleArchive, ModuleState } from '../contracts/core/modules.js';
import { FolderInUse, lockFolder } from '../core/backup/folder-lock.js';
import type { Database } from '../core/db/database.js';
import { archivesFolder } from '../core/modules/archive-format.js';
import { describeArchive } from '../core/modules/found-archive.js';
import { interruptionOf, isTold, type MoveStage } from '../core/modules/interruptions.js';
import { listArchives } from '../core/modules/read-archive.js';
import { catalog } from '../modules/catalog.js';
import { say, withDatabase } from './command.js';
import { size } from './words.js';

interface Listed {
  id: string;
  state: ModuleState;
  since: string | null;
  archive: string | null;
  failure: string | null;
  /** What was interrupted, and was ended by a start since. */
  interrupted: Interruption | null;
  /** What is under way, or was when the process ended: the next start ends it. */
  work: (Pick<Interruption, 'action' | 'at' | 'outcome'> & { running: boolean }) | null;
}

function isRunning(folder: string): boolean {
  try {
    lockFolder(folder)();
    return false;
  } catch (error) {
    if (error instanceof FolderInUse) return true;
    throw error;
  }
}

async function readModules(db: Database, folder: string): Promise<Listed[]> {
  const rows = await db.read.selectFrom('modules').selectAll().execute();
  const moves = await db.read.selectFrom('module_moves').selectAll().execute();
  const running = moves.length > 0 && isRunning(folder);
  return catalog.map(({ manifest: { id } }) => {
    const row = rows.find((one) => one.id === id);
    const move = moves.find(({ module }) => module === id);
    const state = (row?.state ?? 'absent') as ModuleState;
    const told = row?.interrupted ? (JSON.parse(row.interrupted) as Interruption) : null;
    return {
      id,
      state,
      since: row?.since ?? null,
      archive: row?.archive ?? null,
      failure: row?.failure ?? null,
      interrupted: told && isTold(told, new Date().toISOString()) ? told : null,
      work: move ? { ...interruptionOf(move.work as MoveStage, state), at: move.at, running } : null,
    };
  });
}

const at = (instant: string) => `${instant.slice(0, 19).replace('T', ' ')} UTC`;

function moduleWords({ id, state, archive, failure, interrupted, work }: Listed): string[] {
  const told = (one: Pick<Interruption, 'action' | 'at'>, end: string) => [`${''.padEnd(12)}${one.action} was interrupted, begun ${at(one.at)}: ${end}`];
  return [
    `${id.padEnd(12)}${state.padEnd(10)}${archive ?? failure ?? ''}`.trimEnd(),
    ...(work?.running ? [`${''.padEnd(12)}${work.action} is under way since ${at(work.at)}`] : []),
    ...(work && !work.running
      ? told(work, `${work.outcome === 'after' ? 'it is completed with the next start' : 'with the next start everything is as it was before'}.`)
      : []),
    ...(interrupted && !work ? told(interrupted, interrupted.outcome === 'after' ? 'it was completed.' : 'everything is as it was before. Do it again.') : []),
  ];
}

function archiveWords({ name, bytes, module, created, version, company, own, fromBackup, records, rows, files }: ModuleArchive): string[] {
  if (module === null || created === null) return [`  ${name}`, `    ${size(bytes)}, cannot be read as an archive`];
  const held = `${records} records, ${rows} rows, files: ${files}, ${size(bytes)}`;
  const origin = own ? 'made here' : `from ${company ?? 'another portal'}`;
  return [`  ${name}`, `    ${module}, ${at(created)}, ${held}, Sede ${version}, ${origin}${fromBackup ? ', out of a backup of then' : ''}`];
}

/** Says what a process that is gone had begun, which the step to come ends first. */
export async function tellInterrupted(config: Config): Promise<void> {
  const modules = await withDatabase(config, (db) => readModules(db, config.data));
  for (const one of modules) if (one.work && !one.work.running) console.error(moduleWords({ ...one, archive: null, failure: null }).join('\n'));
}

/** `sede module list`: how the modules stand, and what lies in `archives/`. */
export async function list(config: Config, json: boolean): Promise<void> {
  const { modules, portal } = await withDatabase(config, async (db) => ({
    modules: await readModules(db, config.data),
    portal: await db.read.selectFrom('settings').select('value').where('key', '=', 'portal.id').executeTakeFirst(),
  }));
  const id = portal && (JSON.parse(portal.value) as string);
  const archives = await Promise.all((await listArchives(archivesFolder(config.data))).map((found) => describeArchive(found, catalog, id)));
  say(json, { modules, archives }, () =>
    [...modules.flatMap(moduleWords), ...(archives.length > 0 ? ['', 'Archives'] : []), ...archives.flatMap(archiveWords)].join('\n'),
  );
}
