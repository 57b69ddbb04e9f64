import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { retell, untell } from '../notify/retell.js';
import { takenParams } from '../notify/taken.js';
import { announceMany } from '../records/bulk.js';
import type { BulkBehaviour, BulkDeps } from './behaviour.js';
import { type Handed, readRun, type StoredRun } from './store.js';

/** What a notice tells about a run, and what leads to its records. */
export const paramsOf = ({ id, recordType, action, data: { changed, total, request } }: StoredRun): Record<string, unknown> => ({
  changed,
  total,
  run: id,
  recordType,
  action,
  ...(action === 'undo' ? { context: 'undo' } : {}),
  ...(request.action === 'move' ? { values: { stageId: request.stageId } } : request.values ? { values: request.values } : {}),
});

/** One word to each of these: about the record itself where it is one, else about how many. */
async function tellHanded({ services }: BulkDeps, tx: Tx, run: StoredRun, handed: Handed, code: string, params: Record<string, unknown>): Promise<void> {
  const { recordType: type } = run;
  for (const [person, { count, id, title }] of Object.entries(handed))
    await services.notify.notify(
      tx,
      [Number(person)],
      count === 1
        ? { code: code.replace(/-many$/, ''), params: { title, ...params }, record: { type, id } }
        : { code, params: { count, run: run.id, recordType: type, ...params } },
    );
}

/** What its starter is told of a run's end with. */
const endCodes = ['core.bulk.done', 'core.bulk.failed'];

/** One word to each who was given records, and to each whose they were; and to its starter, when it went on behind the answer. */
export async function tellEnd(deps: BulkDeps, tx: Tx, behaviour: BulkBehaviour, actor: Actor, run: StoredRun): Promise<void> {
  const { personId, data } = run;
  const { services } = deps;
  const by = { actor: actor.name };
  if (behaviour.assigned) await tellHanded(deps, tx, run, data.received, behaviour.assigned, by);
  const given = data.request.action === 'change' ? data.request.values?.[behaviour.kind.declaration.owner as string] : undefined;
  if (behaviour.taken && given !== undefined)
    await tellHanded(deps, tx, run, data.lost ?? {}, behaviour.taken, { ...by, ...(await takenParams(tx.q, actor, given as number | null)) });
  if (!data.isLong) return;
  // What tells of the end of taking a run back stands for what told of that run's own: one word is enough.
  if (run.undoOf !== null) await untell(services, tx, { readers: [personId], codes: endCodes, named: { run: run.undoOf } });
  await services.notify.notify(tx, [personId], { code: 'core.bulk.done', params: paramsOf(run) });
}

export function tellProgress({ services, records }: BulkDeps, { id, personId, state, data, recordType }: StoredRun): void {
  const { total, done, changed } = data;
  services.live.publish({
    topic: 'me',
    name: 'bulk.progress',
    data: { id, state, total, done, changed },
    mayHear: (listener) => listener.personId === personId,
  });
  if (state !== 'running') announceMany(records, recordType);
}

/**
 * The notices about a run say from now on that it was taken back, and offer that no longer: its starter's, and those of whoever was given
 * many records by it, or had them before.
 */
export async function tellUndone({ services }: Pick<BulkDeps, 'services'>, tx: Tx, { assigned, taken }: BulkBehaviour, runId: number): Promise<void> {
  const run = await readRun(tx.q, runId);
  const readers = [run?.personId ?? 0, ...Object.keys({ ...run?.data.received, ...run?.data.lost }).map(Number)];
  const codes = [...endCodes, ...(assigned ? [assigned] : []), ...(taken ? [taken] : [])];
  await retell(services, tx, { readers, codes, named: { run: runId } }, { context: 'undone' });
}
