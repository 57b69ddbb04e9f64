import { sql } from 'kysely';
import { Type } from 'typebox';
import { noticeEndpoints } from '../../contracts/core/notices.js';
import type { Actor } from '../access/actor.js';
import type { Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import { isNoticeCode } from '../i18n/notices.js';
import type { RecordContext } from '../records/context.js';
import type { Services } from '../services.js';
import { toNotice } from './notify.js';

const schemas: Schemas<typeof noticeEndpoints> = {
  list: {
    query: Type.Object(
      { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Type.String()), unread: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
  },
  read: {
    body: Type.Object(
      { ids: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 500 })), all: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
  },
};

export async function countUnread(q: Queries, personId: number): Promise<number> {
  const { n } = await q
    .selectFrom('notices')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}

/** Newest first; the cursor is the id of the last notice shown. */
async function listNotices(services: Services, records: RecordContext, actor: Actor, asked: { limit?: number; after?: string; unread?: boolean }) {
  const { limit = 50, after, unread } = asked;
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  const personId = actor.personId as number;
  let query = services.db.read.selectFrom('notices').selectAll().where('person_id', '=', personId);
  if (after !== undefined) query = query.where('id', '<', Number(after));
  if (unread) query = query.where('read_at', 'is', null);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  // A module that was taken away for good took the texts of its notices along.
  const items = shown.filter((row) => isNoticeCode(row.code)).map((row) => toNotice(records.kinds, row, actor));
  return { items, next: rows.length > limit && last ? String(last.id) : null, unread: await countUnread(services.db.read, personId) };
}

async function markRead(services: Services, actor: Actor, { ids = [], all }: { ids?: number[]; all?: boolean }): Promise<{ unread: number }> {
  const personId = actor.personId as number;
  return services.db.write(async (tx) => {
    let query = tx.q.updateTable('notices').set({ read_at: services.now() }).where('person_id', '=', personId).where('read_at', 'is', null);
    if (!all) query = query.where(inIds(services.db.dialect, sql.ref('id'), ids));
    await query.execute();
    // The person's other tabs follow.
    tx.afterCommit(() => services.live.publish({ topic: 'me', name: 'notice.read', data: {}, mayHear: (listener) => listener.personId === personId }));
    return { unread: await countUnread(tx.q, personId) };
  });
}

export const noticesApi = (services: Services, records: RecordContext): Api =>
  api(noticeEndpoints, schemas, {
    list: ({ actor, query }) => listNotices(services, records, actor, query),
    read: ({ actor, body }) => markRead(services, actor, body),
  });
