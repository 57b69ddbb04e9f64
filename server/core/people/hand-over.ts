import { sql } from 'kysely';
import { type Actor, systemActor } from '../access/actor.js';
import type { Queries, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import { retell } from '../notify/retell.js';
import { changeAll, rowsWhere } from '../records/bulk.js';
import type { RecordContext } from '../records/context.js';
import type { Kind, Row } from '../records/kind.js';
import type { Services } from '../services.js';

const JOB = 'core.hand-over';
/** So long a hand-over can be taken back. */
export const handOverMs = 30 * 86_400_000;
/** So many records in one transaction; others have their turn in between. */
const atOnce = 200;

interface HandOver {
  id: number;
  person_id: number;
  to_id: number;
  by_id: number | null;
  moved: number;
  returned: number;
}

export const planHandOver = ({ jobs, now }: Pick<Services, 'jobs' | 'now'>, tx: Tx, id: number): Promise<void> =>
  jobs.schedule(tx, JOB, String(id), now(), { id });

/** In the name of whoever dismissed: the history says who did it. */
const actorOf = (one: HandOver): Actor => ({ ...systemActor(), personId: one.by_id });

async function lastHistory(q: Queries, records: RecordContext, kind: Kind, ids: readonly number[], changes = '%'): Promise<Map<number, number>> {
  const rows = await q
    .selectFrom('record_history')
    .select((eb) => ['record_id', eb.fn.max('id').as('last')])
    .where('record_type', '=', kind.type)
    .where(inIds(records.db.dialect, sql.ref('record_id'), ids))
    .where('changes', 'like', changes)
    .groupBy('record_id')
    .execute();
  return new Map(rows.map((row) => [row.record_id, Number(row.last)]));
}

/** Gives these rows another responsible, with a line in the history of each and one word to the open browsers. */
async function giveTo(records: RecordContext, tx: Tx, one: HandOver, kind: Kind, rows: readonly Row[], ownerId: number): Promise<number> {
  const owner = kind.declaration.owner as string;
  return (await changeAll(records, tx, actorOf(one), kind, rows, { [owner]: ownerId })).length;
}

/** The next records of whoever left. @returns how many; 0 when all are handed over. */
async function handOverSome(records: RecordContext, tx: Tx, one: HandOver): Promise<number> {
  for (const kind of records.kinds.values()) {
    if (kind.ownerColumn === null) continue;
    const next = sql<boolean>`id in (select id from ${sql.table(kind.table)}
      where ${sql.ref(kind.ownerColumn)} = ${one.person_id} and deleted_at is null order by id limit ${sql.lit(atOnce)})`;
    const rows = await rowsWhere(records, tx, kind, next);
    if (rows.length === 0) continue;
    const ids = rows.map((row) => row.id as number);
    await giveTo(records, tx, one, kind, rows, one.to_id);
    const history = await lastHistory(tx.q, records, kind, ids);
    await tx.insertMany(
      'handed_records',
      ids.map((id) => ({ hand_over_id: one.id, record_type: kind.type, record_id: id, history_id: history.get(id) ?? 0 })),
    );
    return rows.length;
  }
  return 0;
}

/** The next records back to whoever returned, as far as nobody gave them to somebody else since. @returns how many were looked at, and went back. */
async function giveBackSome(records: RecordContext, tx: Tx, one: HandOver): Promise<{ looked: number; back: number }> {
  for (const kind of records.kinds.values()) {
    if (kind.ownerColumn === null) continue;
    const handed = await tx.q
      .selectFrom('handed_records')
      .select(['record_id', 'history_id'])
      .where('hand_over_id', '=', one.id)
      .where('record_type', '=', kind.type)
      .orderBy('record_id')
      .limit(atOnce)
      .execute();
    if (handed.length === 0) continue;
    const ids = handed.map((row) => row.record_id);
    const moved = new Map(handed.map((row) => [row.record_id, row.history_id]));
    const changes = await lastHistory(tx.q, records, kind, ids, `%"${kind.declaration.owner}":%`);
    const untouched = ids.filter((id) => (changes.get(id) ?? 0) <= (moved.get(id) ?? 0));
    const rows = await rowsWhere(
      records,
      tx,
      kind,
      sql<boolean>`${inIds(records.db.dialect, sql.ref('id'), untouched)} and ${sql.ref(kind.ownerColumn)} = ${one.to_id}`,
    );
    const back = await giveTo(records, tx, one, kind, rows, one.person_id);
    await tx.q
      .deleteFrom('handed_records')
      .where('hand_over_id', '=', one.id)
      .where('record_type', '=', kind.type)
      .where(inIds(records.db.dialect, sql.ref('record_id'), ids))
      .execute();
    return { looked: handed.length, back };
  }
  return { looked: 0, back: 0 };
}

/** How many records taking these back gives back, as it stands: those that nobody gave to somebody else since. */
export async function countToReturn({ kinds }: RecordContext, q: Queries, handOverIds: readonly number[]): Promise<number> {
  let count = 0;
  for (const id of handOverIds)
    for (const { type, table, ownerColumn, declaration } of kinds.values()) {
      if (ownerColumn === null) continue;
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} r
        join handed_records h on h.record_id = r.id and h.record_type = ${type} and h.hand_over_id = ${id}
        join hand_overs o on o.id = h.hand_over_id and o.to_id = ${sql.ref(`r.${ownerColumn}`)}
        where r.deleted_at is null and not exists (select 1 from record_history x
          where x.record_type = ${type} and x.record_id = r.id and x.id > h.history_id and x.changes like ${`%"${declaration.owner}":%`})`.execute(q);
      count += Number(rows[0]?.n ?? 0);
    }
  return count;
}

async function nameOf(q: Queries, id: number): Promise<string> {
  return (await q.selectFrom('people').select('name').where('id', '=', id).executeTakeFirst())?.name ?? '';
}

/** One notice for the whole, to whoever has the records now and to whoever ordered it. */
async function tellMoved({ notify }: Services, tx: Tx, one: HandOver): Promise<void> {
  const params = { handOver: one.id, person: await nameOf(tx.q, one.person_id), to: await nameOf(tx.q, one.to_id), count: one.moved };
  if (one.moved > 0) await notify.notify(tx, [one.to_id], { code: 'core.hand-over.received', params });
  if (one.by_id !== null && one.by_id !== one.to_id) await notify.notify(tx, [one.by_id], { code: 'core.hand-over.done', params });
}

/** The notices about a hand-over say from now on that it was taken back; who has the records again, and who had them, are told anew. */
async function tellReturned(services: Services, tx: Tx, one: HandOver): Promise<void> {
  if (one.returned === 0) return;
  const readers = [one.to_id, ...(one.by_id === null ? [] : [one.by_id])];
  const codes = ['core.hand-over.received', 'core.hand-over.done'];
  await retell(services, tx, { readers, codes, named: { handOver: one.id } }, { context: 'undone', returned: one.returned });
  await services.notify.notify(tx, [one.to_id, one.person_id], {
    code: 'core.hand-over.returned',
    params: { person: await nameOf(tx.q, one.person_id), count: one.returned },
  });
}

/** Hands the work of somebody who left over, or back when they return, some records at a time. */
export const handOverJob = (services: Services, records: RecordContext): JobKind => ({
  kind: JOB,
  handler: async (payload) => async (tx) => {
    const { id } = payload as { id: number };
    const one = await tx.q.selectFrom('hand_overs').selectAll().where('id', '=', id).executeTakeFirst();
    if (one?.state === 'running') {
      const count = await handOverSome(records, tx, one);
      const now = { ...one, moved: one.moved + count };
      const state = count === 0 ? 'done' : 'running';
      await tx.q.updateTable('hand_overs').set({ moved: now.moved, state }).where('id', '=', id).where('state', '=', 'running').execute();
      if (count === 0) await tellMoved(services, tx, now);
      else await planHandOver(services, tx, id);
    } else if (one?.state === 'taking-back') {
      const { looked, back } = await giveBackSome(records, tx, one);
      const now = { ...one, returned: one.returned + back };
      const state = looked === 0 ? 'taken-back' : 'taking-back';
      await tx.q.updateTable('hand_overs').set({ returned: now.returned, state }).where('id', '=', id).execute();
      if (looked === 0) await tellReturned(services, tx, now);
      else await planHandOver(services, tx, id);
    }
  },
});

/** What cannot be taken back any more need not be remembered record by record. */
export async function forgetHandOvers(q: Queries, now: string): Promise<void> {
  const old = q.selectFrom('hand_overs').select('id').where('at', '<=', plusMilliseconds(now, -handOverMs)).where('state', 'in', ['done', 'taken-back']);
  await q.deleteFrom('handed_records').where('hand_over_id', 'in', old).execute();
}
