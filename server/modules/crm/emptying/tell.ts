import { sql } from 'kysely';
import type { Actor } from '../../../core/access/actor.js';
import type { Changed } from '../../../core/bulk/behaviour.js';
import type { Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { noteManyOnTimeline } from '../../../core/records/bulk.js';
import type { Crm } from '../crm.js';
import type { StagedKind } from '../stages/enter.js';

/** What the lines of {@link tellEmptied} are called after the kind of record. */
export const emptiedWords = ['stage-removed', 'stage-back', 'pipeline-removed', 'pipeline-back'] as const;

/** By id as they are called now, or were called when they went. */
async function named(tx: Tx, table: 'crm_stages' | 'crm_pipelines', ids: readonly unknown[]): Promise<Map<unknown, { id: number; name: string }>> {
  const rows = await tx.q
    .selectFrom(table)
    .select(['id', 'name'])
    .where(inIds(tx.dialect, sql.ref('id'), [...new Set(ids.map(Number))]))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * A line on the timeline of each record that left a stage or pipeline because it went, or came back with it: whoever asks why it
 * stands elsewhere finds it there, with who removed it.
 */
export async function tellEmptied(crm: Crm, tx: Tx, actor: Actor, kind: StagedKind, changed: readonly Changed[], what: 'removed' | 'back'): Promise<void> {
  const stages = await named(
    tx,
    'crm_stages',
    changed.flatMap(({ before, after }) => [before.stage_id, after.stage_id]),
  );
  const elsewhere = changed.filter(({ before, after }) => before.pipeline_id !== after.pipeline_id);
  const pipelines =
    elsewhere.length === 0
      ? new Map()
      : await named(
          tx,
          'crm_pipelines',
          elsewhere.flatMap(({ before, after }) => [before.pipeline_id, after.pipeline_id]),
        );
  await noteManyOnTimeline(
    crm,
    tx,
    actor,
    changed.map(({ before, after }) => {
      const [from, to] = [stages.get(before.stage_id) ?? null, stages.get(after.stage_id) ?? null];
      const isOfPipeline = before.pipeline_id !== after.pipeline_id;
      const left = isOfPipeline ? { fromPipeline: pipelines.get(before.pipeline_id) ?? null, toPipeline: pipelines.get(after.pipeline_id) ?? null } : {};
      const word: (typeof emptiedWords)[number] = `${isOfPipeline ? 'pipeline' : 'stage'}-${what}`;
      return {
        on: { type: kind.type, id: after.id as number },
        kind: `${kind.type}.${word}`,
        data: { from, to, ...left },
      };
    }),
  );
}
