import { sql } from 'kysely';
import type { BulkRequest } from '../../../contracts/core/bulk.js';
import type { Stage } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { BulkBehaviour, BulkTarget } from '../../../core/bulk/behaviour.js';
import { isEmptied } from '../../../core/bulk/emptied.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, invalidField } from '../../../core/http/problem.js';
import { readRow, restore as restoreRecord } from '../../../core/records/change.js';
import { fromRow, type Kind } from '../../../core/records/kind.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import type { Crm } from '../crm.js';
import { restoreDeal } from '../deals/restore-deal.js';
import { tellEmptied } from '../emptying/tell.js';
import { company, contact, deal, lead, lostReason, pipeline, source, stage as stageKind } from '../kinds.js';
import { restoreLead } from '../leads/restore-lead.js';
import { entered, type StagedKind, valuesIn } from '../stages/enter.js';
import { stageNow } from '../stages/find.js';
import { restorePipeline } from '../stages/pipelines.js';
import { nextStepColumns } from './exported.js';
import { followOwners, followStages } from './follow.js';
import { planning } from './plan.js';

/** @throws Refusal 422 on `stageId` or `lostReasonId`, as for one record. */
async function targetStage(crm: Crm, kind: StagedKind, { stageId, lostReasonId }: Pick<BulkRequest, 'stageId' | 'lostReasonId'>): Promise<BulkTarget> {
  if (stageId === undefined) throw invalidField('stageId', 'required');
  const row = await readRow(crm.records, crm.db.read, stageKind, stageId);
  if (!row) throw invalidField('stageId', 'unknown-record');
  const stage = fromRow(stageKind, row) as unknown as Stage;
  if (stage.movesTo !== null) throw invalidField('stageId', 'stage-leaving');
  if ((stage.pipelineId === null) !== (kind.type === 'crm.lead')) throw invalidField('stageId', 'other-pipeline');
  if (stage.semantic === 'lost' && lostReasonId === undefined) throw invalidField('lostReasonId', 'required');
  return {
    values: valuesIn(crm, kind, stage, lostReasonId ?? null),
    asItIs: sql<boolean>`stage_id is not distinct from ${stageId}`,
    ...(stage.pipelineId === null ? {} : { unfit: [{ reason: 'other-pipeline', where: sql<boolean>`pipeline_id is distinct from ${stage.pipelineId}` }] }),
  };
}

/** A word of a dictionary is in use again, unless what it was merged into has itself gone into another: its records are no longer there. */
async function unmerge(crm: Crm, tx: Tx, actor: Actor, { type, id }: RecordRef, given: BulkRequest): Promise<void> {
  const word = type === source.type ? source : lostReason;
  const [into] = Object.values(given.values ?? {});
  if (await isEmptied(tx, { type, id: Number(into) })) throw conflict('merged-since');
  if (!(await readRow(crm.records, tx.q, word as Kind, id))) await restoreRecord(crm.records, tx, actor, word as Kind, id);
}

const isWord = ({ type }: RecordRef): boolean => type === source.type || type === lostReason.type;

const plain = (crm: Crm, kind: BulkBehaviour['kind']): BulkBehaviour => ({
  kind,
  follow: (tx, actor, changed, isUndone) => followOwners(crm, tx, actor, kind, changed, isUndone),
  refill: { bringBack: (tx, actor, entry, given) => unmerge(crm, tx, actor, entry, given), follow: async () => undefined },
});

/** Records come back into the stage, or the pipeline, that they left because it was removed, or to the word they had: no rule runs, nobody is told of each. */
const refill = (crm: Crm, kind: StagedKind): NonNullable<BulkBehaviour['refill']> => ({
  async bringBack(tx, actor, entry, given) {
    if (isWord(entry)) return unmerge(crm, tx, actor, entry, given);
    const { type, id } = entry;
    const gone = type === pipeline.type ? pipeline : stageKind;
    if (await readRow(crm.records, tx.q, gone as Kind, id)) return;
    await (type === pipeline.type ? restorePipeline(crm, tx, actor, id) : restoreRecord(crm.records, tx, actor, stageKind, id));
  },
  async follow(tx, actor, changed) {
    const back = changed.filter(({ before, after }) => before.stage_id !== after.stage_id);
    for (const { after } of back) await entered(crm, tx, actor, kind, Number(after.id), await stageNow(crm, tx, Number(after.stage_id)), { quietly: true });
    if (back.length > 0) await tellEmptied(crm, tx, actor, kind, back, 'back');
  },
});

const staged = (crm: Crm, kind: StagedKind, restore: (crm: Crm, tx: Tx, actor: Actor, id: number) => Promise<unknown>): BulkBehaviour => ({
  kind,
  restore: (tx, actor, id) => restore(crm, tx, actor, id),
  move: (_actor, request) => targetStage(crm, kind, request),
  planning: planning(crm, kind),
  async follow(tx, actor, changed, isUndone) {
    await followOwners(crm, tx, actor, kind, changed, isUndone);
    await followStages(crm, tx, actor, kind, changed);
  },
  refill: refill(crm, kind),
  assigned: `${kind.type}.assigned-many`,
  taken: `${kind.type}.taken-many`,
  exported: nextStepColumns(crm),
});

/** How the records of the CRM are changed many at a time. */
export const bulkBehaviours = (crm: Crm) => ({
  lead: staged(crm, lead, restoreLead),
  deal: staged(crm, deal, restoreDeal),
  contact: plain(crm, contact),
  company: plain(crm, company),
});
