import type { HistoryEntry } from '../../contracts/core/endpoint.js';
import type { Actor } from '../access/actor.js';
import { readRow } from './change.js';
import { admit, type RecordContext } from './context.js';
import type { Kind } from './kind.js';

/** What was changed of a record, newest first, at most 200 entries. */
export async function history(ctx: RecordContext, actor: Actor, kind: Kind, id: number): Promise<{ items: HistoryEntry[] }> {
  admit(ctx, actor, kind, await readRow(ctx, ctx.db.read, kind, id), 'read');
  const rows = await ctx.db.read
    .selectFrom('record_history')
    .selectAll()
    .where('record_type', '=', kind.type)
    .where('record_id', '=', id)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return {
    items: rows.map((row) => ({ id: row.id, at: row.at, actorId: row.actor_id, kind: row.kind as HistoryEntry['kind'], changes: JSON.parse(row.changes) })),
  };
}
