import { type RawBuilder, sql } from 'kysely';
import type { Money } from '../../contracts/core/fields.js';
import type { Scope } from '../access/actor.js';
import type { Database, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import type { Kind, Row } from './kind.js';
import { byDoorsOnly } from './within.js';

/**
 * Number and sum of records by stage, owner and currency, kept in the transaction that changes the records: boards and
 * totals read a few hundred rows instead of a million. 0 and '' stand for "none".
 */
interface Counted {
  stage: number;
  owner: number;
  currency: string;
  n: number;
  amount: number;
}

function counted(kind: Kind, row: Row, sign: 1 | -1): Counted {
  const amount = kind.sumColumn === null ? null : (row[kind.sumColumn] as number | null);
  return {
    stage: kind.stageColumn === null ? 0 : Number(row[kind.stageColumn] ?? 0),
    owner: kind.ownerColumn === null ? 0 : Number(row[kind.ownerColumn] ?? 0),
    currency: amount === null ? '' : String(row.currency ?? ''),
    n: sign,
    amount: sign * (amount ?? 0),
  };
}

const keyOf = (one: Counted) => `${String(one.stage).padStart(12, '0')}/${String(one.owner).padStart(12, '0')}/${one.currency}`;

/** @param changes pairs of the row before (null: new) and after (null: gone). */
export async function count(tx: Tx, kind: Kind, changes: readonly { before: Row | null; after: Row | null }[]): Promise<void> {
  const sums = new Map<string, Counted>();
  const add = (one: Counted) => {
    const key = keyOf(one);
    const present = sums.get(key);
    if (!present) sums.set(key, one);
    else {
      present.n += one.n;
      present.amount += one.amount;
    }
  };
  for (const { before, after } of changes) {
    if (before) add(counted(kind, before, -1));
    if (after) add(counted(kind, after, 1));
  }
  // In one order always: on PostgreSQL two transactions that take the same rows in different orders lock each other out.
  const differing = [...sums.keys()]
    .sort()
    .map((key) => sums.get(key) as Counted)
    .filter(({ n, amount }) => n !== 0 || amount !== 0);
  await tx.insertMany(
    'record_counters',
    differing.map(({ stage, owner, currency, n, amount }) => ({ record_type: kind.type, stage_id: stage, owner_id: owner, currency, n, amount })),
    ` on conflict (record_type, stage_id, owner_id, currency)
      do update set n = record_counters.n + excluded.n, amount = record_counters.amount + excluded.amount`,
  );
}

export interface Totals {
  count: number;
  sums: (Money & { count: number })[];
}

interface Counts {
  stage_id: number;
  currency: string;
  n: number;
  amount: number;
}

/** What a scope's doors open is counted row by row: nobody keeps counters for each person. */
async function countOutside(db: Database, kind: Kind, outside: RawBuilder<boolean>, only: Only): Promise<Counts[]> {
  const stage = kind.stageColumn === null ? sql`0` : sql`coalesce(${sql.ref(kind.stageColumn)}, 0)`;
  const where = [sql<boolean>`deleted_at is null`, outside];
  if (only.owners) where.push(inIds(db.dialect, sql.ref(kind.ownerColumn as string), only.owners));
  if (only.stages && kind.stageColumn !== null) where.push(inIds(db.dialect, sql.ref(kind.stageColumn), only.stages));
  const [currency, amount] =
    kind.sumColumn === null
      ? [sql`''`, sql`0`]
      : [sql`case when ${sql.ref(kind.sumColumn)} is null then '' else coalesce(currency, '') end`, sql`coalesce(sum(${sql.ref(kind.sumColumn)}), 0)`];
  const { rows } = await sql<Counts>`select ${stage} as stage_id, ${currency} as currency, count(*) as n, ${amount} as amount
    from ${sql.table(kind.table)} where ${sql.join(where, sql` and `)} group by 1, 2`.execute(db.readAside);
  return rows.map((row) => ({ ...row, n: Number(row.n), amount: Number(row.amount) }));
}

interface Only {
  stages?: readonly number[];
  owners?: readonly number[];
}

/** Totals of what `scope` may see, per stage. */
export async function totalsByStage(db: Database, kind: Kind, scope: Scope, only: Only = {}): Promise<Map<number, Totals>> {
  const where = [sql`record_type = ${kind.type}`];
  if (!scope.all) where.push(inIds(db.dialect, sql.ref('owner_id'), scope.owners));
  if (only.owners) where.push(inIds(db.dialect, sql.ref('owner_id'), only.owners));
  if (only.stages) where.push(inIds(db.dialect, sql.ref('stage_id'), only.stages));
  const { rows } = await sql<Counts>`
    select stage_id, currency, sum(n) as n, sum(amount) as amount from record_counters where ${sql.join(where, sql` and `)}
    group by stage_id, currency`.execute(db.read);
  const outside = byDoorsOnly(db.dialect, kind, scope, only.stages !== undefined || only.owners !== undefined);
  if (outside) rows.push(...(await countOutside(db, kind, outside, only)));
  const totals = new Map<number, Totals>();
  for (const row of rows) {
    const one = totals.get(row.stage_id) ?? { count: 0, sums: [] };
    one.count += row.n;
    if (row.currency !== '' && row.n > 0) one.sums.push({ amount: row.amount, currency: row.currency, count: row.n });
    totals.set(row.stage_id, one);
  }
  return totals;
}

export function addTotals(all: Iterable<Totals>): Totals {
  const result: Totals = { count: 0, sums: [] };
  for (const one of all) {
    result.count += one.count;
    for (const sum of one.sums) {
      const present = result.sums.find((each) => each.currency === sum.currency);
      if (present) {
        present.amount += sum.amount;
        present.count += sum.count;
      } else result.sums.push({ ...sum });
    }
  }
  return result;
}
