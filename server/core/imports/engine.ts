import { type Actor, systemActor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { texts } from '../i18n/texts.js';
import type { JobKind } from '../jobs/jobs.js';
import { announceMany } from '../records/bulk.js';
import { mayImport } from './begin.js';
import { importSlice } from './slice.js';
import { type ImportDeps, importerOf, progressOf, readImport, type StoredImport } from './state.js';

const IMPORT_JOB = 'core.import';

/** An import gives the other jobs a turn after so long. */
const SLICE_MS = 3000;
/** The browser is not told of progress more often. */
const TELL_MS = 250;

const keyOf = ({ id, data }: StoredImport): string => `${id}.${data.done}`;

/** Plans the import's next piece; every piece has a key of its own, because the job that plans it is still there. */
export const planImport = ({ services: { jobs, now } }: ImportDeps, tx: Tx, one: StoredImport, delayMs = 0): Promise<void> =>
  jobs.schedule(tx, IMPORT_JOB, keyOf(one), plusMilliseconds(now(), delayMs), { id: one.id });

/** Something a person can read, for what stopped an import. */
class ImportStopped extends Error {}

async function actorOf({ services }: ImportDeps, one: StoredImport): Promise<Actor | undefined> {
  const company = services.settings.get('company');
  return one.personId === null ? systemActor(company?.language, company?.timeZone) : services.access.actorOf(one.personId);
}

interface Piece {
  isEnough(): boolean;
  onProgress(now: StoredImport): void;
}

async function runPiece(deps: ImportDeps, one: StoredImport, { isEnough, onProgress }: Piece): Promise<{ now: StoredImport; isWhole: boolean }> {
  const { services } = deps;
  const actor = await actorOf(deps, one);
  const importer = importerOf(deps, one.kind);
  const t = texts(actor?.language ?? services.settings.get('company')?.language);
  if (!importer) throw new ImportStopped(t('core:import.stopped.module-off'));
  if (!actor || !mayImport(deps, actor, importer)) throw new ImportStopped(t('core:import.stopped.no-right'));
  let told = 0;
  return importSlice(deps, one, {
    actor,
    importer,
    isEnough,
    onProgress(now) {
      if (performance.now() - told < TELL_MS) return;
      told = performance.now();
      onProgress(now);
    },
  });
}

function tell({ services }: ImportDeps, one: StoredImport): void {
  if (one.personId === null) return;
  services.live.publish({ topic: 'me', name: 'import.progress', data: progressOf(one), mayHear: (listener) => listener.personId === one.personId });
}

/** Sets the end of an import, tells who started it, and all who look at such records. */
async function end(deps: ImportDeps, tx: Tx, one: StoredImport, state: 'done' | 'failed', failure: string | null): Promise<StoredImport> {
  const { services } = deps;
  const ended: StoredImport = { ...one, state, data: { ...one.data, kept: undefined, failure, endedAt: services.now() } };
  await tx.q
    .updateTable('imports')
    .set({ state, data: JSON.stringify(ended.data) })
    .where('id', '=', one.id)
    .execute();
  if (one.personId !== null) {
    const { created, updated, failed } = one.data;
    const what = { file: one.fileName, import: one.id, kind: one.kind };
    const params = state === 'done' ? { ...what, created, updated, failed } : { ...what, reason: failure ?? '' };
    await services.notify.notify(tx, [one.personId], { code: `core.import.${state}`, params });
  }
  tx.afterCommit(() => {
    tell(deps, ended);
    for (const type of importerOf(deps, one.kind)?.records ?? []) announceMany(services, type);
  });
  return ended;
}

/** An import goes on piece by piece, each a job: it survives a restart, and other jobs have their turn in between. */
export function importJob(deps: ImportDeps): JobKind {
  const idOf = (payload: unknown): number => (payload as { id: number }).id;
  return {
    kind: IMPORT_JOB,
    mostAttempts: 5,
    async handler(payload) {
      const one = await readImport(deps.services.db.read, idOf(payload));
      if (one?.state !== 'running') return undefined;
      const until = performance.now() + SLICE_MS;
      try {
        const { now, isWhole } = await runPiece(deps, one, { isEnough: () => performance.now() > until, onProgress: (at) => tell(deps, at) });
        return async (tx) => {
          if (isWhole) await end(deps, tx, now, 'done', null);
          else await planImport(deps, tx, now);
        };
      } catch (error) {
        if (!(error instanceof ImportStopped)) throw error;
        return async (tx) => {
          const now = await readImport(tx.q, one.id);
          if (now) await end(deps, tx, now, 'failed', error.message);
        };
      }
    },
    async onFailed(tx, payload) {
      const one = await readImport(tx.q, idOf(payload));
      if (one?.state !== 'running') return;
      const actor = await actorOf(deps, one);
      await end(deps, tx, one, 'failed', texts(actor?.language)('core:import.stopped.error'));
    },
  };
}

/**
 * Runs an import to its end at once, without the jobs: for the command line.
 * @throws Error when it cannot go on; what was stored before is kept.
 */
export async function runWhole(deps: ImportDeps, id: number, onProgress: (now: StoredImport) => void): Promise<StoredImport> {
  const one = await readImport(deps.services.db.read, id);
  if (one?.state !== 'running') throw new Error(`The import ${id} is not running`);
  const { now } = await runPiece(deps, one, { isEnough: () => false, onProgress });
  return deps.services.db.write(async (tx) => {
    await deps.services.jobs.cancel(tx, IMPORT_JOB, keyOf(one));
    return end(deps, tx, now, 'done', null);
  });
}
