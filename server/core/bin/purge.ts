import { sql } from 'kysely';
import { audit } from '../audit/audit.js';
import { purgeCommentsOn, purgeRemovedComments } from '../comments/purge.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { rowLock } from '../db/lock.js';
import { type LetGoDeps, letGoOf } from '../files/let-go.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Registry } from '../kernel/registry.js';
import { definePoint } from '../kernel/tokens.js';
import { mailType } from '../mail/mailer.js';
import type { RecordContext } from '../records/context.js';
import { count } from '../records/counters.js';
import type { Kind, Row } from '../records/kind.js';
import { purgePeople } from '../records/people.js';
import { pointersOf, pointsAnyhow } from '../records/pointers.js';
import { indexRecord } from '../search/entries.js';
import { forgetInBin } from './entries.js';
import { purgeBefore } from './list.js';

/** What a module keeps beside its records, such as rows of a document: goes when the records go for good. */
export interface Purge {
  /** Kind of record that is purged; need not be the module's own. */
  type: string;
  purge(tx: Tx, ids: readonly number[]): Promise<void>;
}
export const Purges = definePoint<Purge>()('core', 'purges');

/** So many records in one transaction: each may carry some dozens of other rows along. */
const atOnce = 50;

export interface PurgeDeps extends LetGoDeps {
  records: RecordContext;
  registry: Registry;
}

/** Rows of core that hang on a record, and the files that are nobody's any more. */
async function purgeAround(deps: PurgeDeps, tx: Tx, type: string, ids: readonly number[]): Promise<void> {
  const { dialect } = deps.records.db;
  const run = (statement: ReturnType<typeof sql>) => statement.execute(tx.q);
  const of = sql`record_type = ${type} and ${inIds(dialect, sql.ref('record_id'), ids)}`;
  const entries = await tx.q.deleteFrom('timeline_links').where(sql<boolean>`${of}`).returning('entry_id').execute();
  // What stands on the timeline of another record too stays there.
  const alone = inIds(
    dialect,
    sql.ref('id'),
    entries.map(({ entry_id }) => entry_id),
  );
  await run(sql`delete from timeline_entries where ${alone} and not exists (select 1 from timeline_links l where l.entry_id = timeline_entries.id)`);
  await purgeCommentsOn(deps, tx, type, ids);
  await run(sql`delete from record_history where ${of}`);
  await run(sql`delete from notices where ${of} and record_id is not null`);
  const mails = await sql<{ id: number }>`delete from mails where ${of} and record_id is not null and state <> 'queued' returning id`.execute(tx.q);
  await letGoOf(
    deps,
    tx,
    mailType,
    mails.rows.map(({ id }) => id),
  );
  await letGoOf(deps, tx, type, ids);
  await forgetInBin(tx, type, ids);
}

/** Records that belong to these, deleted or not, go along. */
async function purgeParts(deps: PurgeDeps, tx: Tx, type: string, ids: readonly number[]): Promise<void> {
  const { records } = deps;
  for (const kind of records.kinds.values()) {
    const belongs = pointsAnyhow(pointersOf(kind, ['partOf']), type, (column) => inIds(records.db.dialect, sql.ref(column), ids));
    if (!belongs) continue;
    const binned = sql`id in (select record_id from bin_entries where record_type = ${kind.type})`;
    for (const condition of [sql`${belongs} and deleted_at is null`, sql`${belongs} and ${binned}`]) {
      const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where ${condition}`.execute(tx.q);
      await purgeRows(deps, tx, kind, rows);
    }
  }
}

/** Removes rows for good, deleted or not, with all that hangs on them. */
export async function purgeRows(deps: PurgeDeps, tx: Tx, kind: Kind, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const { records, registry } = deps;
  const ids = rows.map((row) => row.id as number);
  await purgeParts(deps, tx, kind.type, ids);
  for (const { item } of registry.items(Purges)) if (item.type === kind.type) await item.purge(tx, ids);
  // What lies in the bin has left counters and search already.
  const live = rows.filter((row) => row.deleted_at === null);
  await count(
    tx,
    kind,
    live.map((before) => ({ before, after: null })),
  );
  for (const row of live) await indexRecord(records, tx, kind, row, null);
  await purgeAround(deps, tx, kind.type, ids);
  await purgePeople(tx, kind, ids);
  await sql`delete from ${sql.table(kind.table)} where ${inIds(records.db.dialect, sql.ref('id'), ids)}`.execute(tx.q);
}

/** Purges up to {@link atOnce} records that are due. @returns how many were; the most there can be: there may be more. */
async function purgeSome(deps: PurgeDeps, kinds: readonly Kind[]): Promise<number> {
  const { services } = deps;
  const { db } = services;
  const due = await db.read
    .selectFrom('bin_entries')
    .select(['record_type', 'record_id'])
    .where('deleted_at', '<', purgeBefore(services.now()))
    .where(
      'record_type',
      'in',
      kinds.map(({ type }) => type),
    )
    .orderBy('deleted_at')
    .orderBy('id')
    .limit(atOnce)
    .execute();
  for (const kind of kinds) {
    const ids = due.filter((one) => one.record_type === kind.type).map((one) => one.record_id);
    if (ids.length === 0) continue;
    await db.write(async (tx) => {
      // Read under lock: somebody may be taking one back at this moment.
      const { rows } = await sql<Row>`select * from ${sql.table(kind.table)}
        where ${inIds(db.dialect, sql.ref('id'), ids)} and deleted_at is not null order by id${rowLock(db.dialect)}`.execute(tx.q);
      await purgeRows(deps, tx, kind, rows);
      await audit(tx, services.now(), { personId: null }, 'bin.purged', kind.type, { ids: rows.map(({ id }) => id) });
    });
  }
  return due.length;
}

/** Every night: what has lain in the bin for thirty days goes for good, with what hangs on it. */
export const purgeJob = (deps: PurgeDeps): JobKind => ({
  kind: 'core.bin',
  cron: '50 3 * * *',
  async handler(_payload, _attempt, dealtWith) {
    const kinds = [...deps.records.kinds.values()].filter(({ declaration }) => !declaration.staysInBin);
    let purged = 0;
    for (let some = atOnce; some === atOnce && kinds.length > 0; purged += some) some = await purgeSome(deps, kinds);
    const { db, now } = deps.services;
    for (let some = atOnce; some === atOnce; purged += some) some = await db.write((tx) => purgeRemovedComments(deps, tx, purgeBefore(now()), atOnce));
    dealtWith(purged);
    return undefined;
  },
});
