import { sql } from 'kysely';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { announceMany } from '../../../core/records/bulk.js';
import type { Crm } from '../crm.js';
import type { StagedKind } from './enter.js';

/**
 * Puts all records of a stage into another one, those in the bin too. Set by set, not record by record: a stage may hold a
 * hundred thousand. Counters, history, stage history and webhooks go along; rules of the new stage do not run.
 * @param pipelines where the new stage is one of another pipeline.
 */
export async function moveAll(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: StagedKind,
  from: number,
  to: number,
  pipelines?: { from: number; to: number },
): Promise<void> {
  tx.afterCommit(() => announceMany(crm, kind.type));
  const table = sql.table(kind.table);
  const now = crm.now();
  const run = (statement: ReturnType<typeof sql>) => statement.execute(tx.q);
  const changes = JSON.stringify({ ...(pipelines ? { pipelineId: pipelines } : {}), stageId: { from, to } });
  const enteredAt = kind.type === 'crm.lead' ? sql`` : sql`, stage_entered_at = ${now}`;
  const pipeline = pipelines ? sql`, pipeline_id = ${pipelines.to}` : sql``;
  await run(sql`update ${table} set stage_id = ${to}, version = version + 1, updated_at = ${now}${enteredAt}${pipeline} where stage_id = ${from}`);
  // The open lines of the stage history name the records that were in the stage until now.
  const there = sql`from crm_stage_history where record_type = ${kind.type} and stage_id = ${from} and left_at is null`;
  if (crm.records.outbox.listens(kind.type, 'changed')) {
    const { rows } = await sql<{ id: number; version: number }>`select id, version from ${table} where stage_id = ${to} and deleted_at is null
      and id in (select record_id ${there})`.execute(tx.q);
    await crm.records.outbox.changed(tx, kind.type, 'changed', rows);
  }
  await run(sql`insert into record_history (record_type, record_id, at, actor_id, kind, changes)
    select record_type, record_id, ${now}, ${actor.personId}, 'changed', ${changes} ${there}`);
  await run(
    sql`insert into crm_stage_history (record_type, record_id, stage_id, entered_at, left_at) select record_type, record_id, ${to}, ${now}, null ${there}`,
  );
  await run(sql`update crm_stage_history set left_at = ${now} where record_type = ${kind.type} and stage_id = ${from} and left_at is null`);
  // Written as one value list each, in the order of the key: the same order in which single changes take the counters.
  const counted = await tx.q
    .deleteFrom('record_counters')
    .where('record_type', '=', kind.type)
    .where('stage_id', '=', from)
    .returning(['owner_id', 'currency', 'n', 'amount'])
    .execute();
  for (const one of counted.filter(({ n, amount }) => n !== 0 || amount !== 0).sort((a, b) => a.owner_id - b.owner_id || (a.currency < b.currency ? -1 : 1))) {
    await run(sql`insert into record_counters (record_type, stage_id, owner_id, currency, n, amount)
      values (${kind.type}, ${to}, ${one.owner_id}, ${one.currency}, ${one.n}, ${one.amount})
      on conflict (record_type, stage_id, owner_id, currency)
      do update set n = record_counters.n + excluded.n, amount = record_counters.amount + excluded.amount`);
  }
}
