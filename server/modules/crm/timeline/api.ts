import { Type } from 'typebox';
import type { ById } from '../../../contracts/core/endpoint.js';
import type { TimelineEntry } from '../../../contracts/core/timeline.js';
import { type Actor, covers } from '../../../core/access/actor.js';
import type { Handler } from '../../../core/http/call.js';
import { invalidField } from '../../../core/http/problem.js';
import { get, rowForAction } from '../../../core/records/change.js';
import { ownerOf, scopeOf } from '../../../core/records/context.js';
import type { Kind } from '../../../core/records/kind.js';
import { byId } from '../../../core/records/schemas.js';
import { noteOnTimeline, readTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';

const longestNote = 20_000;

export const timelineSchemas = {
  timeline: {
    params: byId,
    query: Type.Object(
      { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), before: Type.Optional(Type.Integer({ minimum: 1 })) },
      { additionalProperties: false },
    ),
  },
  addNote: { params: byId, body: Type.Object({ text: Type.String({ minLength: 1, maxLength: longestNote }) }, { additionalProperties: false }) },
};

/** Writes a note onto a record that the actor may change, and tells the browsers that show it. */
async function addNote(crm: Crm, actor: Actor, kind: Kind, id: number, text: string): Promise<TimelineEntry> {
  const trimmed = text.trim();
  if (trimmed === '') throw invalidField('text', 'required');
  return crm.db.write(async (tx) => {
    const row = await rowForAction(crm.records, tx, actor, kind, id, 'change');
    const entry = await noteOnTimeline(crm, tx, actor, { type: kind.type, id }, { kind: 'note', text: trimmed });
    const mayHear = (listener: Actor) => covers(scopeOf(crm.records, listener, kind, 'read'), ownerOf(kind, row));
    tx.afterCommit(() => crm.live.publish({ topic: kind.type, name: 'changed', data: { id, version: row.version }, mayHear }));
    return entry;
  });
}

interface TimelineHandlers {
  timeline: Handler<{ params: ById; query: { limit?: number; before?: number }; reply: { items: TimelineEntry[]; next: number | null } }>;
  addNote: Handler<{ params: ById; body: { text: string }; reply: TimelineEntry }>;
}

export const timelineHandlers = (crm: Crm, kind: Kind): TimelineHandlers => ({
  async timeline({ actor, params, query }) {
    await get(crm.records, crm.db.read, actor, kind, params.id);
    return readTimeline(crm.db.read, { type: kind.type, id: params.id }, query);
  },
  addNote: ({ actor, params, body }) => addNote(crm, actor, kind, params.id, body.text),
});
