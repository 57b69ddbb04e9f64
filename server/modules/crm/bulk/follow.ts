import { sql } from 'kysely';
import type { Stage } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Changed } from '../../../core/bulk/behaviour.js';
import type { Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { noteManyOnTimeline } from '../../../core/records/bulk.js';
import { ownerOf } from '../../../core/records/context.js';
import type { Kind } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { moved, type StagedKind } from '../stages/enter.js';
import { stageToEnter } from '../stages/find.js';

/** A line on the timeline of each record that has another responsible than before. @param isUndone as before a change of many that was taken back. */
export async function followOwners(crm: Crm, tx: Tx, actor: Actor, kind: Kind, changed: readonly Changed[], isUndone: boolean): Promise<void> {
  const handed = changed.filter(({ before, after }) => ownerOf(kind, before) !== ownerOf(kind, after));
  const ids = new Set(handed.flatMap(({ before, after }) => [ownerOf(kind, before), ownerOf(kind, after)]).filter((id) => id !== null));
  if (ids.size === 0) return;
  const people = await tx.q
    .selectFrom('people')
    .select(['id', 'name'])
    .where(inIds(crm.db.dialect, sql.ref('id'), [...ids]))
    .execute();
  const named = new Map(people.map((person) => [person.id, person]));
  const nameOf = (id: number | null) => (id === null ? null : (named.get(id) ?? null));
  await noteManyOnTimeline(
    crm,
    tx,
    actor,
    handed.map(({ before, after }) => ({
      on: { type: kind.type, id: after.id as number },
      kind: `${kind.type}.${ownerOf(kind, after) === null ? 'unassigned' : 'assigned'}`,
      data: { from: nameOf(ownerOf(kind, before)), to: nameOf(ownerOf(kind, after)), ...(isUndone ? { context: 'undone' } : {}) },
    })),
  );
}

/** What follows for each record that stands in another stage than before, as for a move by hand. */
export async function followStages(crm: Crm, tx: Tx, actor: Actor, kind: StagedKind, changed: readonly Changed[]): Promise<void> {
  const stages = new Map<number, Stage>();
  for (const { before, after } of changed) {
    const stageId = after.stage_id as number | null;
    if (stageId === null || before.stage_id === stageId) continue;
    const stage = stages.get(stageId) ?? (await stageToEnter(crm, tx, stageId));
    stages.set(stageId, stage);
    await moved(crm, tx, actor, kind, before, stage, after.lost_reason_id as number | null, { isOneOfMany: true });
  }
}
