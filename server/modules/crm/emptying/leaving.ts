import type { BulkRequest } from '../../../contracts/core/bulk.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { remove } from '../../../core/records/change.js';
import type { Kind } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { company, contact, deal, lead, lostReason, pipeline, source, stage } from '../kinds.js';
import { type Counted, countWith, moveSome, renameSome } from './move-some.js';

/** What records stand in or name, and can be emptied into another of its kind before it goes. */
export interface Leaving {
  kind: Kind;
  /** Kinds of the records that leave it. */
  records(tx: Tx, id: number): Promise<Kind[]>;
  /** How many of each kind. */
  count(tx: Tx, id: number): Promise<Counted[]>;
  /** Moves some; 0: nothing is left. @param runs that write down what they were like, one for each kind. */
  some(crm: Crm, tx: Tx, actor: Actor, id: number, to: number, runs: readonly number[]): Promise<number>;
  /** What they are given. */
  given(to: number): BulkRequest;
  /** Goes along when it is removed. */
  along?(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<void>;
}

export const sumOf = (counts: readonly Counted[]): number => counts.reduce((sum, { n }) => sum + n, 0);

/** The first that moves some has its turn. */
async function firstOf<T>(each: readonly T[], move: (one: T) => Promise<number>): Promise<number> {
  for (const one of each) {
    const moved = await move(one);
    if (moved > 0) return moved;
  }
  return 0;
}

async function staged(tx: Tx, id: number): Promise<typeof lead | typeof deal> {
  const row = await tx.q.selectFrom('crm_stages').select('pipeline_id').where('id', '=', id).executeTakeFirst();
  return row?.pipeline_id == null ? lead : deal;
}

const ofPipeline = (tx: Tx, id: number) =>
  tx.q.selectFrom('crm_stages').select(['id', 'moves_to', 'deleted_at']).where('pipeline_id', '=', id).orderBy('id').execute();

/** One after the other, as a transaction asks. */
async function counted<T>(each: readonly T[], count: (one: T) => Promise<Counted>): Promise<Counted[]> {
  const counts: Counted[] = [];
  for (const one of each) counts.push(await count(one));
  return counts;
}

const named = (kind: Kind, kinds: readonly Kind[], field: { column: string; field: string }): Leaving => ({
  kind,
  records: async () => [...kinds],
  count: (tx, id) => counted(kinds, (one) => countWith(tx, one, field.column, id)),
  some: (crm, tx, actor, id, to, runs) => firstOf(kinds, (one) => renameSome(crm, tx, actor, one, field, { from: id, to, runs })),
  given: (to) => ({ action: 'change', values: { [field.field]: to } }),
});

export const leavings = {
  stage: {
    kind: stage as Kind,
    records: async (tx, id) => [(await staged(tx, id)) as Kind],
    count: async (tx, id) => [await countWith(tx, (await staged(tx, id)) as Kind, 'stage_id', id)],
    some: async (crm, tx, actor, id, to, runs) => moveSome(crm, tx, actor, await staged(tx, id), { from: id, to, runs }),
    given: (stageId) => ({ action: 'move', stageId }),
  },
  pipeline: {
    kind: pipeline as Kind,
    records: async () => [deal as Kind],
    async count(tx, id) {
      const leaving = (await ofPipeline(tx, id)).filter(({ moves_to }) => moves_to !== null);
      const counts = await counted(leaving, (one) => countWith(tx, deal as Kind, 'stage_id', one.id));
      return [{ type: deal.type, n: sumOf(counts) }];
    },
    some: async (crm, tx, actor, id, to, runs) =>
      firstOf(await ofPipeline(tx, id), async (one) =>
        one.moves_to === null ? 0 : moveSome(crm, tx, actor, deal, { from: one.id, to: one.moves_to, runs }, { from: id, to }),
      ),
    given: (pipelineId) => ({ action: 'change', values: { pipelineId } }),
    async along(crm, tx, actor, id) {
      for (const one of await ofPipeline(tx, id)) {
        if (one.deleted_at !== null) continue;
        await tx.q.updateTable('crm_stages').set({ moves_to: null, moves_total: null }).where('id', '=', one.id).execute();
        await remove(crm.records, tx, actor, stage, one.id, { along: true });
      }
    },
  },
  source: named(source as Kind, [lead, deal, contact, company] as unknown as Kind[], { column: 'source_id', field: 'sourceId' }),
  lostReason: named(lostReason as Kind, [lead, deal] as unknown as Kind[], { column: 'lost_reason_id', field: 'lostReasonId' }),
} satisfies Record<string, Leaving>;

export const leavingOf = (type: string): Leaving | undefined => Object.values(leavings).find(({ kind }) => kind.type === type);
