import { Type } from 'typebox';
import type { ById } from '../../../contracts/core/endpoint.js';
import type { TimelineEntry } from '../../../contracts/core/timeline.js';
import type { Handler } from '../../../core/http/call.js';
import { get } from '../../../core/records/change.js';
import type { Kind } from '../../../core/records/kind.js';
import { byId } from '../../../core/records/schemas.js';
import { readTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';

export const timelineSchemas = {
  timeline: {
    params: byId,
    query: Type.Object(
      { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), before: Type.Optional(Type.Integer({ minimum: 1 })) },
      { additionalProperties: false },
    ),
  },
};

interface TimelineHandlers {
  timeline: Handler<{ params: ById; query: { limit?: number; before?: number }; reply: { items: TimelineEntry[]; next: number | null } }>;
}

export const timelineHandlers = (crm: Crm, kind: Kind): TimelineHandlers => ({
  async timeline({ actor, params, query }) {
    await get(crm.records, crm.db.read, actor, kind, params.id);
    return readTimeline(crm, { type: kind.type, id: params.id }, query);
  },
});
