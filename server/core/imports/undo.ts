import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { lockRow } from '../db/lock.js';
import { conflict } from '../http/problem.js';
import type { JobKind } from '../jobs/jobs.js';
import { announceMany } from '../records/bulk.js';
import { fromImportRow, type ImportDeps, importerOf, progressOf, readImport, type StoredImport, type UndoData } from './state.js';
import { linesBelow, undoLines } from './undo-lines.js';

const UNDO_JOB = 'core.import-undo';
/** Lines of history in one transaction. */
const AT_ONCE = 100;
/** Others have their turn after so long. */
const SLICE_MS = 2000;

const planUndo = ({ services: { jobs, now } }: ImportDeps, tx: Tx, id: number, undo: UndoData): Promise<void> =>
  jobs.schedule(tx, UNDO_JOB, `${id}.${undo.below}`, now(), { id });

async function store(tx: Tx, one: StoredImport): Promise<void> {
  await tx.q
    .updateTable('imports')
    .set({ data: JSON.stringify(one.data) })
    .where('id', '=', one.id)
    .execute();
}

/** Of two at the same moment the second sees what the first has done. */
async function lockImport(tx: Tx, id: number): Promise<StoredImport | undefined> {
  const row = await lockRow(tx, 'imports', id);
  return row && fromImportRow(row);
}

function tell({ services }: ImportDeps, one: StoredImport): void {
  const heard = [one.personId, one.data.undo?.by];
  services.live.publish({
    topic: 'me',
    name: 'import.progress',
    data: progressOf(one),
    mayHear: ({ personId }) => personId !== null && heard.includes(personId),
  });
}

/**
 * Sets the taking back of an import going; the caller has checked that the actor may see the import.
 * @throws Refusal 409 while it runs, when it was taken back already, or when there is nothing that could be.
 */
export function startUndo(deps: ImportDeps, actor: Actor, { id }: StoredImport): Promise<StoredImport> {
  const { services } = deps;
  return services.db.write(async (tx) => {
    const one = await lockImport(tx, id);
    if (!one || one.state === 'uploaded' || one.state === 'running') throw conflict('import-not-ended');
    if (one.data.undo) throw conflict('import-undone');
    const { total, last } = await tx.q
      .selectFrom('import_changes')
      .select((eb) => [eb.fn.sum<number>(eb('last_id', '-', eb.ref('first_id'))).as('total'), eb.fn.max('last_id').as('last')])
      .select((eb) => eb.fn.countAll<number>().as('ranges'))
      .where('import_id', '=', id)
      .executeTakeFirstOrThrow()
      .then((found) => ({ total: Number(found.total ?? 0) + Number(found.ranges), last: found.last }));
    if (last === null) throw conflict('import-nothing-to-undo');
    const undo: UndoData = { state: 'running', at: services.now(), by: actor.personId, below: last + 1, total, done: 0, removed: 0, restored: 0, left: {} };
    const started = { ...one, data: { ...one.data, undo } };
    await store(tx, started);
    await planUndo(deps, tx, id, undo);
    tx.afterCommit(() => tell(deps, started));
    return started;
  });
}

/** Takes back one piece in a transaction of its own, its progress with it. @returns the import as it stands then. */
function undoPiece(deps: ImportDeps, id: number, actor: Actor): Promise<StoredImport> {
  return deps.services.db.write(async (tx) => {
    const one = await lockImport(tx, id);
    const undo = one?.data.undo;
    if (!one || undo?.state !== 'running') throw new Error(`The import ${id} is not being taken back`);
    const { lines, isLast } = await linesBelow(tx, id, undo.below, AT_ONCE);
    const came = await undoLines(deps, tx, actor, one, lines);
    const left = { ...undo.left };
    for (const [reason, count] of Object.entries(came.left)) left[reason] = (left[reason] ?? 0) + count;
    const next: UndoData = {
      ...undo,
      below: lines.at(-1)?.id ?? 0,
      done: undo.done + lines.length,
      removed: undo.removed + came.removed,
      restored: undo.restored + came.restored,
      left,
      state: isLast ? 'done' : 'running',
    };
    const now = { ...one, data: { ...one.data, undo: next } };
    await store(tx, now);
    return now;
  });
}

async function end(deps: ImportDeps, tx: Tx, one: StoredImport): Promise<void> {
  const { services } = deps;
  const { undo } = one.data;
  if (!undo) return;
  if (undo.by !== null) {
    const left = Object.values(undo.left).reduce((sum, count) => sum + count, 0);
    const params = { file: one.fileName, import: one.id, kind: one.kind, removed: undo.removed, restored: undo.restored, left };
    await services.notify.notify(tx, [undo.by], { code: undo.state === 'done' ? 'core.import.undone' : 'core.import.undo-failed', params });
  }
  tx.afterCommit(() => {
    tell(deps, one);
    for (const type of importerOf(deps, one.kind)?.records ?? []) announceMany(services, type);
  });
}

/** An import is taken back piece by piece, from its last change to its first; it survives a restart. */
export function undoJob(deps: ImportDeps): JobKind {
  const { services } = deps;
  const idOf = (payload: unknown): number => (payload as { id: number }).id;
  return {
    kind: UNDO_JOB,
    mostAttempts: 5,
    async handler(payload) {
      let one = await readImport(services.db.read, idOf(payload));
      const by = one?.data.undo?.by ?? null;
      if (one?.data.undo?.state !== 'running') return undefined;
      const actor = by === null ? undefined : await services.access.actorOf(by);
      if (!actor) return (tx) => giveUp(deps, tx, idOf(payload));
      const until = performance.now() + SLICE_MS;
      do {
        one = await undoPiece(deps, one.id, actor);
        tell(deps, one);
      } while (one.data.undo?.state === 'running' && performance.now() < until);
      const now = one;
      return async (tx) => {
        if (now.data.undo?.state === 'running') await planUndo(deps, tx, now.id, now.data.undo);
        else await end(deps, tx, now);
      };
    },
    onFailed: (tx, payload) => giveUp(deps, tx, idOf(payload)),
  };
}

async function giveUp(deps: ImportDeps, tx: Tx, id: number): Promise<void> {
  const one = await readImport(tx.q, id);
  if (one?.data.undo?.state !== 'running') return;
  const failed: StoredImport = { ...one, data: { ...one.data, undo: { ...one.data.undo, state: 'failed' } } };
  await store(tx, failed);
  await end(deps, tx, failed);
}
