import { type TSchema, Type } from 'typebox';
import type { leadEndpoints } from '../../../contracts/crm/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import { type Handlers, JsonText, type Schemas } from '../../../core/http/call.js';
import { board } from '../../../core/records/board.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { byId, draftSchema, recordSchemas } from '../../../core/records/schemas.js';
import { timelineHandlers, timelineSchemas } from '../../../core/records/timeline-api.js';
import { bulkBehaviours } from '../bulk/behaviours.js';
import { alike, alikeSchemas } from '../channels/alike.js';
import type { Crm } from '../crm.js';
import { deal, lead } from '../kinds.js';
import { stagesOf } from '../stages/find.js';
import { move } from '../stages/move.js';
import { moveSchemas } from '../stages/move-schema.js';
import { changeLead } from './change-lead.js';
import { convertLead } from './convert-lead.js';
import { createLead } from './create-lead.js';
import { matches } from './matches.js';
import { restoreLead } from './restore-lead.js';
import { undoConversion } from './undo-conversion.js';

const newOrLinked = Type.Union([Type.Literal(true), Type.Object({ id: Type.Integer({ minimum: 1 }) }, { additionalProperties: false })]);
const dealOverrides = Type.Partial(draftSchema(deal) as ReturnType<typeof Type.Object>) as TSchema;

export const leadSchemas: Schemas<typeof leadEndpoints> = {
  ...recordSchemas(lead, { title: 'Twelve ladders', firstName: 'Bia', companyName: 'Casa Verde', emails: [{ kind: 'work', value: 'bia@casa-verde.example' }] }),
  ...manySchemas,
  ...timelineSchemas,
  board: { openQuery: true },
  move: moveSchemas,
  matches: { params: byId },
  alike: alikeSchemas.lead,
  undoConversion: { params: byId },
  convert: {
    params: byId,
    example: { deal: true, contact: true, company: true },
    body: Type.Object(
      {
        deal: Type.Optional(Type.Union([Type.Literal(true), dealOverrides])),
        contact: Type.Optional(newOrLinked),
        company: Type.Optional(newOrLinked),
      },
      { additionalProperties: false },
    ),
  },
};

export const leadHandlers = (crm: Crm): Handlers<typeof leadEndpoints> => ({
  ...recordHandlers(crm.records, lead),
  ...manyHandlers(crm, bulkBehaviours(crm).lead),
  ...timelineHandlers(crm.records, lead),
  create: ({ actor, body }) => crm.db.write((tx) => createLead(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeLead(crm, tx, actor, params.id, body)),
  restore: ({ actor, params }) => crm.db.write((tx) => restoreLead(crm, tx, actor, params.id)),
  async board({ actor, query }) {
    const stages = await stagesOf(crm.db.read, null);
    const ids = stages.map((one) => one.id);
    return new JsonText(await board(crm.records, actor, lead, ids, query));
  },
  move: ({ actor, params, body }) => crm.db.write((tx) => move(crm, tx, actor, lead, params.id, body)),
  matches: ({ actor, params }) => matches(crm, actor, params.id),
  alike: ({ actor, query }) => alike(crm, actor, 'lead', query),
  convert: ({ actor, params, body }) => crm.db.write((tx) => convertLead(crm, tx, actor, params.id, body)),
  undoConversion: ({ actor, params }) => crm.db.write((tx) => undoConversion(crm, tx, actor, params.id)),
});
