import { type RawBuilder, sql } from 'kysely';
import { type TSchema, Type } from 'typebox';
import { mailChoices, noticeEndpoints } from '../../contracts/core/notices.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import type { Queries } from '../db/database.js';
import { inIds, inTexts } from '../db/fragments.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import { isNoticeCode } from '../i18n/notices.js';
import type { Registry } from '../kernel/registry.js';
import type { RecordContext } from '../records/context.js';
import type { Services } from '../services.js';
import { noticeKindsOf } from './kinds.js';
import { noticesChanged, toNotice } from './notify.js';
import { outcomesOf } from './outcomes.js';
import { changeSettings, readSettings } from './settings.js';
import { changeUsual, readUsual } from './usual.js';

const closed = { additionalProperties: false };
const recordType = Type.String({ maxLength: 80 });
const days = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true });
const clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[03]0$' });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const choice = Type.Object({ portal: Type.Boolean(), mail: Type.Unsafe<(typeof mailChoices)[number]>({ type: 'string', enum: [...mailChoices] }) }, closed);

const kindChoices = Type.Record(Type.String({ maxLength: 80 }), orNull(choice), { maxProperties: 200 });

const schemas: Schemas<typeof noticeEndpoints> = {
  list: {
    query: Type.Object(
      {
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String()),
        unread: Type.Optional(Type.Boolean()),
        kind: Type.Optional(Type.String({ maxLength: 80 })),
      },
      closed,
    ),
  },
  about: { query: Type.Object({ recordType }, closed) },
  read: {
    personal: true,
    body: Type.Object(
      {
        ids: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), { maxItems: 500 })),
        all: Type.Optional(Type.Boolean()),
        about: Type.Optional(Type.Object({ recordType, recordId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }, closed)),
        read: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  },
  settings: {},
  changeSettings: {
    personal: true,
    body: Type.Object(
      {
        kinds: Type.Optional(kindChoices),
        quiet: Type.Optional(orNull(Type.Object({ days, from: clock, to: clock }, closed))),
        digest: Type.Optional(orNull(Type.Object({ days, at: clock }, closed))),
      },
      closed,
    ),
  },
  usual: {},
  changeUsual: { body: Type.Object({ kinds: kindChoices }, closed) },
};

/**
 * Whose notices these are, and which of them: a program hears only of kinds of record that its token may read, and of what is about no
 * record where it may touch what is its person's own.
 */
interface Inbox {
  personId: number;
  only?: RawBuilder<boolean>;
}

function inboxOf({ db, access }: Services, records: RecordContext, actor: Actor): Inbox {
  const personId = actor.personId as number;
  if (!actor.byToken) return { personId };
  const types = [...records.kinds.keys()].filter((type) => access.may(actor, `${type}.read`));
  const ofKinds = inTexts(db.dialect, sql.ref('record_type'), types);
  return { personId, only: actor.mayPersonal ? sql`(record_type is null or ${ofKinds})` : ofKinds };
}

export async function countUnread(q: Queries, { personId, only }: Inbox): Promise<number> {
  const unread = q
    .selectFrom('notices')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('person_id', '=', personId)
    .where('read_at', 'is', null);
  const { n } = await (only ? unread.where(only) : unread).executeTakeFirstOrThrow();
  return n;
}

interface Asked {
  limit?: number;
  after?: string;
  unread?: boolean;
  kind?: string;
}

/** Newest first; the cursor is the id of the last notice shown. @throws Refusal 422 for a cursor or kind that is none. */
async function listNotices(services: Services, records: RecordContext, registry: Registry, actor: Actor, asked: Asked) {
  const { limit = 50, after, unread, kind } = asked;
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  const inbox = inboxOf(services, records, actor);
  const { personId, only } = inbox;
  let query = services.db.read.selectFrom('notices').selectAll().where('person_id', '=', personId).where('shown', '=', 1);
  if (only) query = query.where(only);
  if (after !== undefined) query = query.where('id', '<', Number(after));
  if (unread) query = query.where('read_at', 'is', null);
  if (kind !== undefined) {
    const noticeKinds = noticeKindsOf(registry);
    const found = noticeKinds.find(({ id }) => id === kind);
    if (!found) throw invalidField('kind', 'choice', { options: noticeKinds.map(({ id }) => id).join(', ') });
    query = query.where(inTexts(services.db.dialect, sql.ref('code'), found.codes));
  }
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  // A module that was taken away for good took the texts of its notices along.
  const outcomes = await outcomesOf(services, registry, shown, { personId, language: actor.language });
  const items = shown.filter((row) => isNoticeCode(row.code)).map((row) => ({ ...toNotice(records.kinds, row, actor), outcome: outcomes.get(row.id) ?? null }));
  return { items, next: rows.length > limit && last ? String(last.id) : null, unread: await countUnread(services.db.read, inbox) };
}

const mostAbout = 100;

async function recordsWithNews(services: Services, records: RecordContext, actor: Actor, recordType: string): Promise<{ ids: number[] }> {
  const { personId, only } = inboxOf(services, records, actor);
  const ofPerson = services.db.read.selectFrom('notices').where('person_id', '=', personId);
  const rows = await (only ? ofPerson.where(only) : ofPerson)
    .select((eb) => ['record_id', eb.fn.max('id').as('last')])
    .where('read_at', 'is', null)
    .where('shown', '=', 1)
    .where('record_type', '=', recordType)
    .where('record_id', 'is not', null)
    .groupBy('record_id')
    .orderBy('last', 'desc')
    .limit(mostAbout)
    .execute();
  return { ids: rows.map(({ record_id }) => record_id as number) };
}

interface ToRead {
  ids?: number[];
  all?: boolean;
  about?: { recordType: string; recordId: number };
  read?: boolean;
}

async function markRead(services: Services, records: RecordContext, actor: Actor, { ids = [], all, about, read = true }: ToRead): Promise<{ unread: number }> {
  const inbox = inboxOf(services, records, actor);
  const { personId, only } = inbox;
  return services.db.write(async (tx) => {
    let query = tx.q
      .updateTable('notices')
      .set({ read_at: read ? services.now() : null })
      .where('person_id', '=', personId)
      .where('shown', '=', 1)
      .where('read_at', read ? 'is' : 'is not', null);
    if (only) query = query.where(only);
    if (about) query = query.where('record_type', '=', about.recordType).where('record_id', '=', about.recordId);
    else if (!all) query = query.where(inIds(services.db.dialect, sql.ref('id'), ids));
    await query.execute();
    // The person's other tabs follow.
    tx.afterCommit(() => noticesChanged(services, personId));
    return { unread: await countUnread(tx.q, inbox) };
  });
}

export const noticesApi = (services: Services, records: RecordContext, registry: Registry): Api => {
  const kinds = noticeKindsOf(registry);
  return api(noticeEndpoints, schemas, {
    list: ({ actor, query }) => listNotices(services, records, registry, actor, query),
    about: ({ actor, query }) => recordsWithNews(services, records, actor, query.recordType),
    read: ({ actor, body }) => markRead(services, records, actor, body),
    settings: ({ actor }) => readSettings(services, kinds, actor),
    changeSettings: ({ actor, body }) => changeSettings(services, kinds, actor, body),
    usual: async ({ actor }) => {
      demandAll(services.access, actor, 'core.settings.manage');
      return readUsual(services, kinds, actor);
    },
    changeUsual: ({ actor, body }) => {
      demandAll(services.access, actor, 'core.settings.manage');
      return changeUsual(services, kinds, actor, body.kinds);
    },
  });
};
