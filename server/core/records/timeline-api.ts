import { Type } from 'typebox';
import type { ById } from '../../contracts/core/endpoint.js';
import type { TimelineEntry } from '../../contracts/core/timeline.js';
import type { Handler } from '../http/call.js';
import { get } from './change.js';
import type { RecordContext } from './context.js';
import type { Kind } from './kind.js';
import { byId } from './schemas.js';
import { readTimeline } from './timeline.js';

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

/** The route `timeline` of a kind of record. */
export const timelineHandlers = (ctx: RecordContext, kind: Kind): TimelineHandlers => ({
  async timeline({ actor, params, query }) {
    await get(ctx, ctx.db.read, actor, kind, params.id);
    return readTimeline(ctx, { type: kind.type, id: params.id }, query);
  },
});
