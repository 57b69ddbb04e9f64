import { Type } from 'typebox';
import type { pipelineEndpoints, stageEndpoints } from '../../../contracts/crm/endpoints.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { byId, recordSchemas } from '../../../core/records/schemas.js';
import type { Crm } from '../crm.js';
import { recordsByStage } from '../dictionaries/uses.js';
import { pipeline, stage } from '../kinds.js';
import { changeStage, createStage } from './edit-stages.js';
import { changePipeline, createPipeline, makeDefault, restorePipeline } from './pipelines.js';
import { removePipeline } from './remove-pipeline.js';
import { removeStage } from './remove-stage.js';

const moveTo = Type.Object({ moveTo: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false });

export const pipelineSchemas: Schemas<typeof pipelineEndpoints> = {
  ...recordSchemas(pipeline),
  remove: { params: byId, query: moveTo },
  makeDefault: { params: byId },
};

export const pipelineHandlers = (crm: Crm): Handlers<typeof pipelineEndpoints> => ({
  ...recordHandlers(crm.records, pipeline),
  create: ({ actor, body }) => crm.db.write((tx) => createPipeline(crm, tx, actor, body, crm.settings.company().language)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changePipeline(crm, tx, actor, params.id, body)),
  remove: ({ actor, params, query }) => crm.db.write((tx) => removePipeline(crm, tx, actor, params.id, query.moveTo)),
  makeDefault: ({ actor, params }) => crm.db.write((tx) => makeDefault(crm, tx, actor, params.id)),
  restore: ({ actor, params }) => crm.db.write((tx) => restorePipeline(crm, tx, actor, params.id)),
});

export const stageSchemas: Schemas<typeof stageEndpoints> = {
  ...recordSchemas(stage),
  remove: { params: byId, query: moveTo },
  uses: {},
};

export const stageHandlers = (crm: Crm): Handlers<typeof stageEndpoints> => ({
  ...recordHandlers(crm.records, stage),
  create: ({ actor, body }) => crm.db.write((tx) => createStage(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeStage(crm, tx, actor, params.id, body)),
  uses: async () => ({ items: await recordsByStage(crm.db.read) }),
  remove: ({ actor, params, query }) => crm.db.write((tx) => removeStage(crm, tx, actor, params.id, query.moveTo)),
});
