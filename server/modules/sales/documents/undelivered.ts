import { sql } from 'kysely';
import type { Undelivered } from '../../../contracts/sales/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { DueSource } from '../../../core/notify/due.js';
import { scopeOf } from '../../../core/records/context.js';
import { withinScope } from '../../../core/records/within.js';
import type { SalesRun } from '../run.js';
import { type DocumentType, kindOf } from './document.js';

/** As many as a day can take; the rest is counted. */
const most = 10;

/** Where something still hangs on it: written out, as the index is. */
const waiting = {
  quote: sql<boolean>`d.status in ('draft', 'sent')`,
  invoice: sql<boolean>`d.status in ('unpaid', 'partly-paid')`,
} as const;

interface Found {
  id: number;
  number: string | null;
  sent_to: string | null;
  mail_reason: string | null;
  deal_id: number | null;
  all_found: number;
}

/** The documents of a person whose last mail did not go out and that still wait for their client: the latest first, and how many there are. */
export async function undelivered(run: SalesRun, actor: Actor, type: DocumentType): Promise<Undelivered> {
  if (actor.personId === null) return { items: [], total: 0 };
  const kind = kindOf[type];
  const where = [
    sql<boolean>`d.mail_state = 'failed' and d.deleted_at is null and d.owner_id = ${actor.personId}`,
    waiting[type],
    ...withinScope(run.db.dialect, kind, scopeOf(run.records, actor, kind, 'read'), 'd'),
  ];
  const { rows } = await sql<Found>`select d.id, d.number, d.sent_to, d.mail_reason, d.deal_id, count(*) over () as all_found
    from ${sql.table(kind.table)} d where ${sql.join(where, sql` and `)} order by d.id desc limit ${most}`.execute(run.db.read);
  const items = rows.map(({ id, number, sent_to, mail_reason, deal_id }) => ({ id, number, sentTo: sent_to, mailReason: mail_reason, dealId: deal_id }));
  return { items, total: Number(rows[0]?.all_found ?? 0) };
}

/** They are counted beside "My day", which names them. */
export const dueUndelivered = (run: SalesRun): DueSource[] =>
  (['quote', 'invoice'] as const).map((type) => ({
    right: `${kindOf[type].type}.read`,
    undated: true,
    find: async (actor) => ({ items: [], total: (await undelivered(run, actor, type)).total }),
  }));
