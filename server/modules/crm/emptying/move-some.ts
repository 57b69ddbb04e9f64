import { sql } from 'kysely';
import type { Actor } from '../../../core/access/actor.js';
import { keepEmptied } from '../../../core/bulk/emptied.js';
import type { Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { rowLock } from '../../../core/db/lock.js';
import { count } from '../../../core/records/counters.js';
import type { Kind, Row } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import type { StagedKind } from '../stages/enter.js';
import { tellEmptied } from './tell.js';

interface Move {
  from: number;
  to: number;
  runs: readonly number[];
}

/** Rows a transaction: they take some milliseconds. */
const most = 250;

/** Some of the records in which `column` is `from`, those in the bin last; held until the transaction ends. */
async function someWith(tx: Tx, kind: Kind, column: string, from: number): Promise<Row[]> {
  for (const part of [sql`deleted_at is null`, sql`deleted_at is not null`]) {
    const { rows } = await sql<Row>`select * from ${sql.table(kind.table)}
      where ${sql.ref(column)} = ${from} and ${part} limit ${most}${rowLock(tx.dialect)}`.execute(tx.q);
    if (rows.length > 0) return rows;
  }
  return [];
}

/** How many records of a kind there are. */
export interface Counted {
  type: string;
  n: number;
}

/** How many records name `from` in `column`, those in the bin too. */
export async function countWith(tx: Tx, kind: Kind, column: string, from: number): Promise<Counted> {
  const some = sql`select count(*) from ${sql.table(kind.table)} where ${sql.ref(column)} = ${from} and deleted_at is`;
  const { rows } = await sql<{ n: number }>`select (${some} null) + (${some} not null) as n`.execute(tx.q);
  return { type: kind.type, n: Number(rows[0]?.n ?? 0) };
}

/**
 * Gives some records other values, set by set: history, counters and webhooks go along, rules do not run and nobody is told of each.
 * What they were like is written down by the run of their kind.
 * @returns the records; none when nothing is left.
 */
async function giveSome(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: Kind,
  { column, from, runs }: { column: string } & Pick<Move, 'from' | 'runs'>,
  columns: Row,
  changes: object,
): Promise<Row[]> {
  const rows = await someWith(tx, kind, column, from);
  if (rows.length === 0) return [];
  const now = crm.now();
  const ids = rows.map(({ id }) => id as number);
  const sets = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  await sql`update ${sql.table(kind.table)} set ${sql.join(sets)}, version = version + 1, updated_at = ${now}
    where ${inIds(tx.dialect, sql.ref('id'), ids)}`.execute(tx.q);
  await tx.insertMany(
    'record_history',
    ids.map((id) => ({ record_type: kind.type, record_id: id, at: now, actor_id: actor.personId, kind: 'changed', changes: JSON.stringify(changes) })),
  );
  const live = rows.filter((row) => row.deleted_at === null);
  await count(
    tx,
    kind,
    live.map((before) => ({ before, after: { ...before, ...columns } })),
  );
  await keepEmptied(
    tx,
    runs,
    kind,
    rows.map((before) => ({ before, after: { ...before, ...columns } })),
  );
  await crm.records.outbox.changed(
    tx,
    kind.type,
    'changed',
    live.map(({ id, version }) => ({ id: id as number, version: (version as number) + 1 })),
  );
  return rows;
}

/**
 * Puts some records of a stage into another one.
 * @param runs that write down what they were like before, one for each kind.
 * @param pipelines where that is one of another pipeline.
 * @returns how many.
 */
export async function moveSome(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: StagedKind,
  { from, to, runs }: Move,
  pipelines?: { from: number; to: number },
): Promise<number> {
  const now = crm.now();
  const columns: Row = {
    stage_id: to,
    ...(kind.type === 'crm.lead' ? {} : { stage_entered_at: now }),
    ...(pipelines ? { pipeline_id: pipelines.to } : {}),
  };
  const changes = { ...(pipelines ? { pipelineId: pipelines } : {}), stageId: { from, to } };
  const rows = await giveSome(crm, tx, actor, kind as Kind, { column: 'stage_id', from, runs }, columns, changes);
  if (rows.length === 0) return 0;
  const changed = rows.map((before) => ({ before, after: { ...before, ...columns } }));
  await tellEmptied(crm, tx, actor, kind, changed, 'removed');
  const ids = rows.map(({ id }) => id as number);
  await sql`update crm_stage_history set left_at = ${now}
    where record_type = ${kind.type} and left_at is null and ${inIds(tx.dialect, sql.ref('record_id'), ids)}`.execute(tx.q);
  await tx.insertMany(
    'crm_stage_history',
    ids.map((id) => ({ record_type: kind.type, record_id: id, stage_id: to, entered_at: now, left_at: null })),
  );
  return rows.length;
}

/** Gives some records that name one entry of a dictionary another one. @returns how many. */
export const renameSome = async (
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: Kind,
  { column, field }: { column: string; field: string },
  { from, to, runs }: Move,
): Promise<number> => (await giveSome(crm, tx, actor, kind, { column, from, runs }, { [column]: to }, { [field]: { from, to } })).length;
