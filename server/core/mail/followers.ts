import type { Queries, Tx } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';
import type { NoticeDraft } from '../notify/notify.js';

/** How a mail stands that a person sent about a record. */
export interface MailNews {
  id: number;
  record: { type: string; id: number };
  to: string;
  senderId: number;
  /** `queued` is on its way, the first time or again; `failed` is given up. */
  state: 'queued' | 'sent' | 'failed';
  /** Why it did not go out so far, in words; null for one that did. */
  reason: string | null;
}

/** A mail that a person sent about a record and that did not go out yet. */
export interface UnsentMail {
  id: number;
  recordId: number;
  /** Whether it was given up; else it is tried by itself. */
  isGivenUp: boolean;
}

/** Whom to tell that a mail did not go out, and how, in place of the words of core. */
export interface MailFailure {
  readers: readonly number[];
  notice: NoticeDraft;
}

/** Where modules follow what becomes of the mails of their records, in the transaction that notes it. */
export interface MailFollower {
  /** Kind of record. */
  type: string;
  /** @returns of a mail that failed, whom to tell how; null leaves that to core. */
  follow(tx: Tx, news: MailNews): Promise<MailFailure | null>;
  /** @returns ids of those mails whose records still want them sent; the others were settled otherwise. */
  wanted(q: Queries, mails: readonly UnsentMail[]): Promise<ReadonlySet<number>>;
}

export const MailFollowers = definePoint<MailFollower>()('core', 'mail-followers');

const columns = ['id', 'recipient', 'state', 'error', 'sender_id', 'record_type', 'record_id'] as const;
interface MailRow {
  id: number;
  recipient: string;
  state: string;
  error: string | null;
  sender_id: number | null;
  record_type: string | null;
  record_id: number | null;
}

function newsOf({ id, recipient, state, error, sender_id, record_type, record_id }: MailRow): MailNews | undefined {
  if (sender_id === null || record_type === null || record_id === null) return undefined;
  return { id, to: recipient, senderId: sender_id, state: state as MailNews['state'], reason: error, record: { type: record_type, id: record_id } };
}

/** The mail that a person sent last about a record, as it stands now; undefined when there is none. */
export async function lastMailOf(q: Queries, record: MailNews['record']): Promise<MailNews | undefined> {
  const row = await q
    .selectFrom('mails')
    .select(columns)
    .where('record_type', '=', record.type)
    .where('record_id', '=', record.id)
    .where('sender_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && newsOf(row);
}

/** Tells whoever follows the record of a mail how it stands now. @returns what they say of one that failed. */
export async function tellFollowers(followers: readonly MailFollower[], tx: Tx, id: number): Promise<MailFailure | null> {
  const row = await tx.q.selectFrom('mails').select(columns).where('id', '=', id).executeTakeFirst();
  const news = row && newsOf(row);
  const follower = news && followers.find(({ type }) => type === news.record.type);
  return follower ? follower.follow(tx, news) : null;
}

/** Of each record the mail that a person sent last about it. */
export async function lastMailsOf(q: Queries, type: string, recordIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (recordIds.length === 0) return new Map();
  const rows = await q
    .selectFrom('mails')
    .select((eb) => ['record_id', eb.fn.max('id').as('id')])
    .where('record_type', '=', type)
    .where('record_id', 'in', recordIds)
    .where('sender_id', 'is not', null)
    .groupBy('record_id')
    .execute();
  return new Map(rows.map(({ record_id, id }) => [record_id as number, id]));
}

/** Those of the mails that were settled otherwise, as the modules of their records say; what nobody follows is not. */
export async function settledMails(followers: readonly MailFollower[], q: Queries, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const mails = (await q.selectFrom('mails').select(columns).where('id', 'in', ids).execute()).flatMap((row) => newsOf(row) ?? []);
  const settled = new Set<number>();
  for (const { type, wanted } of followers) {
    const asked = mails
      .filter(({ record }) => record.type === type)
      .map(({ id, record, state }) => ({ id, recordId: record.id, isGivenUp: state === 'failed' }));
    if (asked.length === 0) continue;
    const still = await wanted(q, asked);
    for (const { id } of asked) if (!still.has(id)) settled.add(id);
  }
  return settled;
}
