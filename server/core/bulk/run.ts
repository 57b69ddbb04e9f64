import { setImmediate as turn } from 'node:timers/promises';
import { Type } from 'typebox';
import type { BulkAnswer, BulkPlan, BulkPreview, BulkRequest, BulkRun } from '../../contracts/core/bulk.js';
import type { Actor } from '../access/actor.js';
import { covers } from '../access/actor.js';
import type { Bulk, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { conflict, forbidden, invalidField, notFound } from '../http/problem.js';
import { validateBody } from '../http/validate.js';
import { scopeOf } from '../records/context.js';
import type { Values } from '../records/kind.js';
import { checkReferences } from '../records/references.js';
import { fieldSchema, nullable } from '../records/schemas.js';
import type { BulkBehaviour, BulkDeps, BulkPlanning, BulkTarget } from './behaviour.js';
import { runPiece } from './piece.js';
import { actionOf, type LeftIds, preview, select, type TakenIds, takeIds, takeLeft } from './select.js';
import { type BulkData, fromRunRow, keepIds, keepLeft, readRun, type StoredRun, toRuns } from './store.js';
import { paramsOf, tellEnd, tellProgress, tellUndone } from './tell.js';

export const BULK_JOB = 'core.bulk';
/** So many records are done before the answer comes; more go on behind it. */
const atOnce = 200;
/** Pieces of what a run is about that are written down in one transaction. */
const piecesAtOnce = 100;

/** Fields that make sense for many records at once: what lists are filtered by and people write. */
const isBulkField = ({ kind, fields }: BulkBehaviour, name: string): boolean => {
  const field = kind.fields.get(name);
  return (fields?.includes(name) ?? true) && field?.filterable === true && !field.readOnly && !field.createOnly && name !== kind.declaration.stage;
};

/** @throws Refusal 422 naming each field, 403 for an owner outside the actor's scope. */
function checkValues({ records }: BulkDeps, actor: Actor, behaviour: BulkBehaviour, values: Values): void {
  const { kind } = behaviour;
  const fields = Object.keys(values).filter((name) => isBulkField(behaviour, name));
  if (fields.length === 0 && Object.keys(values).length === 0) throw invalidField('values', 'required');
  const schema = Type.Object(
    Object.fromEntries(fields.map((name) => [name, nullable(fieldSchema(kind.fields.get(name) as never), !kind.fields.get(name)?.required)])),
    { additionalProperties: false },
  );
  validateBody(schema, values);
  const { owner } = kind.declaration;
  // Where others than the responsible may change a record too, they may give it to whom they like.
  if (owner === undefined || !(owner in values) || kind.declaration.people) return;
  if (!covers(scopeOf(records, actor, kind, 'change'), values[owner] as number | null)) throw forbidden(`${kind.type}.change`);
}

const noSuchAction = invalidField('action', 'choice', { options: 'change, delete' });

/** @throws Refusal 422 for a kind that has no next step, and without a plan. */
function planningOf({ planning }: BulkBehaviour, { plan }: BulkRequest): { planning: BulkPlanning; plan: BulkPlan } {
  if (!planning) throw noSuchAction;
  if (plan === undefined) throw invalidField('plan', 'required');
  return { planning, plan };
}

/** The longest that plans may reach: further ahead nobody plans, and the days are counted one by one. */
const mostDays = 260;

/** A request to plan with what the records are given by it, and when the first and the last of them are due. @throws Refusal 422 where that takes too long */
function withPlan(behaviour: BulkBehaviour, actor: Actor, request: BulkRequest, ready: number): { request: BulkRequest; due?: BulkPreview['due'] } {
  if (request.action !== 'plan') return { request };
  const { planning, plan } = planningOf(behaviour, request);
  const given = { ...request, values: planning.values(actor, plan) };
  if (plan.perDay === undefined || ready === 0) return { request: given };
  if (plan.dueAt === null) throw invalidField('plan.dueAt', 'required');
  if (ready > plan.perDay * mostDays) throw invalidField('plan.perDay', 'too-small', { min: Math.ceil(ready / mostDays) });
  const [first, last] = [0, ready - 1].map((n) => planning.dueOf(actor, plan, n)) as [string, string];
  return { request: given, due: { first, last } };
}

async function targetOf(deps: BulkDeps, behaviour: BulkBehaviour, actor: Actor, request: BulkRequest): Promise<BulkTarget> {
  if (request.action === 'delete') return { values: {}, ...(behaviour.removal ? { unfit: [behaviour.removal.unfit] } : {}) };
  if (request.action === 'plan') return { values: {}, unfit: planningOf(behaviour, request).planning.unfit };
  if (request.action === 'move') {
    if (!behaviour.move) throw noSuchAction;
    return behaviour.move(actor, request);
  }
  const values = request.values ?? {};
  checkValues(deps, actor, behaviour, values);
  return { values };
}

/** Stores how far it is; whoever runs the same run at the same time sees it here and stops. */
async function advance({ services, records }: BulkDeps, behaviour: BulkBehaviour, actor: Actor, run: StoredRun, target: BulkTarget): Promise<StoredRun> {
  return services.db.write(async (tx) => {
    const row = await tx.q
      .updateTable('bulk_runs')
      .set({ state: 'running' })
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .returningAll()
      .executeTakeFirst();
    const stored = row && fromRunRow(row);
    if (!stored || stored.data.at !== run.data.at || stored.data.done !== run.data.done)
      throw new Error(`The run ${run.id} is no longer where this work on it stands`);
    const { data, isWhole } = await runPiece({ ctx: records, tx, actor, behaviour, run: stored }, target);
    const next: StoredRun = { ...stored, data, state: isWhole ? 'done' : 'running' };
    await tx.q
      .updateTable('bulk_runs')
      .set({ state: next.state, data: JSON.stringify(data) })
      .where('id', '=', run.id)
      .execute();
    if (isWhole) await tellEnd({ services, records }, tx, behaviour, actor, next);
    return next;
  });
}

/** Goes on with a run until it is done or `isEnough`. */
async function work(deps: BulkDeps, behaviour: BulkBehaviour, actor: Actor, start: StoredRun, isEnough: () => boolean, bulk?: Bulk): Promise<StoredRun> {
  const target = start.undoOf === null ? await targetOf(deps, behaviour, actor, start.data.request) : { values: {} };
  let run = start;
  let told = performance.now();
  let settled = Promise.resolve();
  while (run.state === 'running' && !isEnough()) {
    run = await advance(deps, behaviour, actor, run, target);
    if (run.state !== 'running' || performance.now() - told > 250) {
      told = performance.now();
      tellProgress(deps, run);
      // Now and then, and without waiting for it but the next time: so the database's log stays short.
      await settled;
      settled = bulk?.settle() ?? settled;
    }
    await turn();
  }
  await settled;
  return run;
}

const plan = ({ services: { jobs, now } }: BulkDeps, tx: Tx, run: StoredRun, delayMs = 0): Promise<void> =>
  jobs.schedule(tx, BULK_JOB, `${run.id}.${run.data.at}`, plusMilliseconds(now(), delayMs), { id: run.id });

/** A run as it is answered. */
export async function answerOf({ services: { db }, records: { kinds } }: BulkDeps, run: StoredRun): Promise<BulkRun> {
  return (await toRuns(db.read, db.dialect, kinds, [run]))[0] as BulkRun;
}

const groupsOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / piecesAtOnce) }, (_, n) => all.slice(n * piecesAtOnce, (n + 1) * piecesAtOnce));

/** @param taken what it is about, @param left what it leaves as it is, for a run that is not an undo. */
async function begin(
  deps: BulkDeps,
  behaviour: BulkBehaviour,
  actor: Actor,
  draft: Pick<StoredRun, 'action' | 'undoOf'> & { data: Pick<BulkData, 'request' | 'left' | 'total' | 'emptied'> },
  taken: readonly TakenIds[] = [],
  left: readonly LeftIds[] = [],
): Promise<BulkRun> {
  const { db, now } = deps.services;
  const data: BulkData = { ...draft.data, at: 0, done: 0, changed: 0, received: {}, isLong: draft.data.total > atOnce };
  const row = {
    at: now(),
    person_id: actor.personId as number,
    record_type: behaviour.kind.type,
    action: draft.action,
    state: 'taking',
    undo_of: draft.undoOf,
    data: JSON.stringify(data),
  };
  const start = async (tx: Tx, id: number): Promise<StoredRun> => {
    const stored = fromRunRow(await tx.q.updateTable('bulk_runs').set({ state: 'running' }).where('id', '=', id).returningAll().executeTakeFirstOrThrow());
    // A short one too: should the process end in the middle, it is finished after the next start.
    await plan(deps, tx, stored, data.isLong ? 0 : 60_000);
    if (stored.undoOf !== null) await tellUndone(deps, tx, behaviour, stored.undoOf);
    if (data.emptied) await behaviour.refill?.bringBack(tx, actor, data.emptied, data.request);
    return stored;
  };
  const keep: ((tx: Tx, id: number) => Promise<void>)[] = [
    ...groupsOf(left).map((group) => (tx: Tx, id: number) => keepLeft(tx, id, group)),
    ...groupsOf(taken).map((group) => (tx: Tx, id: number) => keepIds(tx, id, group)),
  ];
  const insert = async (tx: Tx) => (await tx.q.insertInto('bulk_runs').values(row).returning('id').executeTakeFirstOrThrow()).id;
  // The little that most runs are about is written down together with their beginning.
  const last = keep.pop();
  const id = keep.length > 0 ? await db.write(insert) : null;
  for (const piece of keep) await db.write((tx) => piece(tx, id as number));
  const begun = await db.write(async (tx) => {
    const runId = id ?? (await insert(tx));
    await last?.(tx, runId);
    return start(tx, runId);
  });
  return answerOf(deps, data.isLong ? begun : await work(deps, behaviour, actor, begun, () => false));
}

/**
 * Changes many records, or says what that would do.
 * @throws Refusal 403 without the right in any scope, 422 for wrong values, filters or a stage that cannot be entered.
 */
export async function bulk(deps: BulkDeps, behaviour: BulkBehaviour, actor: Actor, request: BulkRequest): Promise<BulkAnswer> {
  const { records } = deps;
  const { kind } = behaviour;
  records.access.demand(actor, `${kind.type}.${actionOf(request)}`);
  const target = await targetOf(deps, behaviour, actor, request);
  await checkReferences(records, records.db.read, actor, kind, target.values);
  await records.search.catchUp();
  const selection = select(records, actor, kind, request, target);
  const counted = await preview(records, kind, request, selection);
  const { request: given, due } = withPlan(behaviour, actor, request, counted.ready);
  const found = { ...counted, ...(due ? { due } : {}) };
  if (request.preview || found.ready === 0) return { preview: found, run: null };
  const [taken, left] = await Promise.all([takeIds(records, kind, selection), found.left.length > 0 ? takeLeft(records, kind, selection) : []]);
  const data = { request: given, left: found.left, total: taken.reduce((n, piece) => n + piece.n, 0) };
  return { preview: found, run: await begin(deps, behaviour, actor, { action: request.action, undoOf: null, data }, taken, left) };
}

/** One's own run. @throws Refusal 404 */
export async function ownRun({ services }: BulkDeps, actor: Actor, id: number): Promise<StoredRun> {
  const run = await readRun(services.db.read, id);
  if (!run || run.personId !== actor.personId) throw notFound();
  return run;
}

/** Takes a run back. @throws Refusal 404 for somebody else's, 409 while it runs and where it was taken back. */
export async function undo(deps: BulkDeps, behaviour: BulkBehaviour, actor: Actor, run: StoredRun): Promise<BulkRun> {
  if (!(await answerOf(deps, run)).undoable) throw conflict('bulk-not-undoable');
  const { request, changed, emptied } = run.data;
  const data = { request, left: [], total: changed, ...(emptied ? { emptied } : {}) };
  return begin(deps, behaviour, actor, { action: 'undo', undoOf: run.id, data });
}

/** Goes on with a run as a job does. @returns what is to be stored together with the end of the job. */
export async function continueRun(deps: BulkDeps, behaviour: BulkBehaviour | undefined, id: number): Promise<((tx: Tx) => Promise<void>) | undefined> {
  const run = await readRun(deps.services.db.read, id);
  if (run?.state !== 'running') return undefined;
  const actor = await deps.services.access.actorOf(run.personId);
  if (!behaviour || !actor) return (tx) => fail(deps, tx, run);
  const until = performance.now() + 3000;
  const bulk = deps.services.db.beginBulk();
  let now: StoredRun;
  try {
    now = await work(deps, behaviour, actor, run, () => performance.now() > until, bulk);
  } finally {
    await bulk.end();
  }
  return now.state === 'running' ? (tx) => plan(deps, tx, now) : undefined;
}

/** Ends a run that cannot go on; what it did stays, and can be taken back record by record. */
export async function fail(deps: BulkDeps, tx: Tx, run: StoredRun): Promise<void> {
  await tx.q.updateTable('bulk_runs').set({ state: 'failed' }).where('id', '=', run.id).where('state', '=', 'running').execute();
  await deps.services.notify.notify(tx, [run.personId], { code: 'core.bulk.failed', params: paramsOf(run) });
  tx.afterCommit(() => tellProgress(deps, { ...run, state: 'failed' }));
}
