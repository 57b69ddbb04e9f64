import type { dealEndpoints } from '../../../contracts/crm/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import { type Handlers, JsonText, type Schemas } from '../../../core/http/call.js';
import { invalidField } from '../../../core/http/problem.js';
import { board } from '../../../core/records/board.js';
import { readRow } from '../../../core/records/change.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import { timelineHandlers, timelineSchemas } from '../../../core/records/timeline-api.js';
import { bulkBehaviours } from '../bulk/behaviours.js';
import type { Crm } from '../crm.js';
import { deal, pipeline } from '../kinds.js';
import { defaultPipeline, stagesOf } from '../stages/find.js';
import { move } from '../stages/move.js';
import { moveSchemas } from '../stages/move-schema.js';
import { dealsWithoutStep } from '../without-step.js';
import { changeDeal } from './change-deal.js';
import { createDeal } from './create-deal.js';
import { restoreDeal } from './restore-deal.js';

export const dealSchemas: Schemas<typeof dealEndpoints> = {
  ...recordSchemas(deal, { title: 'Twelve ladders', amount: { amount: 150000, currency: 'BRL' } }),
  ...manySchemas,
  ...timelineSchemas,
  board: { openQuery: true },
  move: { ...moveSchemas, example: { stageId: 3, version: 1 } },
  withoutStep: {},
};

/** @throws Refusal 422 on `pipelineId`. */
async function pipelineOfBoard(crm: Crm, asked: unknown): Promise<number> {
  if (asked === undefined) return defaultPipeline(crm.db.read);
  const id = Number(asked);
  if (!Number.isSafeInteger(id) || !(await readRow(crm.records, crm.db.read, pipeline, id))) throw invalidField('pipelineId', 'unknown-record');
  return id;
}

export const dealHandlers = (crm: Crm): Handlers<typeof dealEndpoints> => ({
  ...recordHandlers(crm.records, deal),
  ...manyHandlers(crm, bulkBehaviours(crm).deal),
  ...timelineHandlers(crm.records, deal),
  create: ({ actor, body }) => crm.db.write((tx) => createDeal(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeDeal(crm, tx, actor, params.id, body)),
  restore: ({ actor, params }) => crm.db.write((tx) => restoreDeal(crm, tx, actor, params.id)),
  async board({ actor, query: { pipelineId, ...filters } }) {
    const stages = await stagesOf(crm.db.read, await pipelineOfBoard(crm, pipelineId));
    const ids = stages.map((one) => one.id);
    return new JsonText(await board(crm.records, actor, deal, ids, filters));
  },
  move: ({ actor, params, body }) => crm.db.write((tx) => move(crm, tx, actor, deal, params.id, body)),
  withoutStep: ({ actor }) => dealsWithoutStep(crm, actor),
});
