import { Type } from 'typebox';
import type { activityEndpoints } from '../../../contracts/crm/endpoints.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { byId, recordSchemas } from '../../../core/records/schemas.js';
import type { Crm } from '../crm.js';
import { activity } from '../kinds.js';
import { changeActivity, completeActivity, planActivity, removeActivity, reopenActivity, restoreActivity } from './activities.js';

export const activitySchemas: Schemas<typeof activityEndpoints> = {
  ...recordSchemas(activity),
  complete: { params: byId, body: Type.Object({ result: Type.Optional(Type.String({ maxLength: 20_000 })) }, { additionalProperties: false }) },
  reopen: { params: byId, body: Type.Object({}, { additionalProperties: false }) },
};

export const activityHandlers = (crm: Crm): Handlers<typeof activityEndpoints> => ({
  ...recordHandlers(crm.records, activity),
  create: ({ actor, body }) => crm.db.write((tx) => planActivity(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeActivity(crm, tx, actor, params.id, body)),
  remove: ({ actor, params }) => crm.db.write((tx) => removeActivity(crm, tx, actor, params.id)),
  restore: ({ actor, params }) => crm.db.write((tx) => restoreActivity(crm, tx, actor, params.id)),
  complete: ({ actor, params, body }) => crm.db.write((tx) => completeActivity(crm, tx, actor, params.id, body.result)),
  reopen: ({ actor, params }) => crm.db.write((tx) => reopenActivity(crm, tx, actor, params.id)),
});
