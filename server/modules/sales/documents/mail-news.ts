import { Deals } from '../../../contracts/crm/ports.js';
import type { Quote } from '../../../contracts/sales/records.js';
import { systemActor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { lastMailOf, lastMailsOf, type MailFailure, type MailFollower, type MailNews, type UnsentMail } from '../../../core/mail/followers.js';
import { readRow, update } from '../../../core/records/change.js';
import type { SalesRun } from '../run.js';
import { isSendable } from './closed.js';
import { type DocumentType, documentOf, kindOf } from './document.js';
import { noteOnDeal } from './tell.js';

/**
 * Keeps a document saying how its mail stands. Of several mails the last counts, and none once it was handed on otherwise; of one
 * that is given up its sender is told, and whose document it is.
 */
async function follow(run: SalesRun, tx: Tx, type: DocumentType, { id, record, to, senderId, state, reason }: MailNews): Promise<MailFailure | null> {
  const kind = kindOf[type];
  const row = await readRow(run.records, tx.q, kind, record.id, { lock: true });
  if (!row) return null;
  const document = await documentOf(tx.q, type, row);
  const { language, timeZone } = run.settings.company();
  const portal = systemActor(language, timeZone);
  const told = { id: record.id, number: document.number, to };
  const counts = document.sentVia === 'mail' && (await lastMailOf(tx.q, record))?.id === id;
  if (counts) {
    // That it is on its way or out is what was said when it was sent; that it is not is news.
    const quiet = state !== 'failed';
    await update(run.records, tx, portal, kind, row, { mailState: state, mailReason: reason }, { quiet });
    if (document.mailState === 'failed' && state === 'queued')
      await noteOnDeal(run, tx, portal, document.dealId, { kind: `${kind.type}.sent-again`, data: told });
  }
  if (state !== 'failed') return null;
  await noteOnDeal(run, tx, portal, document.dealId, { kind: `${kind.type}.undelivered`, data: { ...told, reason } });
  const { name } = await run.use(Deals).client(tx.q, document);
  return {
    readers: [senderId, ...(document.ownerId === null ? [] : [document.ownerId])],
    notice: {
      code: `${kind.type}.undelivered`,
      params: { number: document.number, to, client: name, reason, ...(name === null ? { context: 'noClient' } : {}) },
      record,
    },
  };
}

/** A mail is wanted as long as its document may be sent and was not handed on otherwise; one that was given up, as long as no later one took its place. */
async function wanted(q: Queries, type: DocumentType, mails: readonly UnsentMail[]): Promise<ReadonlySet<number>> {
  const ids = [...new Set(mails.map(({ recordId }) => recordId))];
  const documents = await q
    .selectFrom(type === 'quote' ? 'sales_quotes' : 'sales_invoices')
    .select(['id', 'status'])
    .where('id', 'in', ids)
    .where('sent_via', '=', 'mail')
    .where('deleted_at', 'is', null)
    .execute();
  const open = new Set(documents.filter(({ status }) => isSendable(type, status)).map(({ id }) => id));
  const last = await lastMailsOf(q, kindOf[type].type, ids);
  const isWanted = ({ id, recordId, isGivenUp }: UnsentMail) => open.has(recordId) && (!isGivenUp || last.get(recordId) === id);
  return new Set(mails.filter(isWanted).map(({ id }) => id));
}

export const mailFollowers = (run: SalesRun): MailFollower[] =>
  (['quote', 'invoice'] as const).map((type) => ({
    type: kindOf[type].type,
    follow: (tx, news) => follow(run, tx, type, news),
    wanted: (q, mails) => wanted(q, type, mails),
  }));

/** What became of the mail of a document while it lay in the bin, where nobody follows. @returns what is other now. */
export async function catchUpWithMail(run: SalesRun, tx: Tx, type: DocumentType, id: number): Promise<Partial<Pick<Quote, 'mailState' | 'mailReason'>>> {
  const kind = kindOf[type];
  const row = await readRow(run.records, tx.q, kind, id, { lock: true });
  const mail = row?.sent_via === 'mail' ? await lastMailOf(tx.q, { type: kind.type, id }) : undefined;
  if (!row || !mail) return {};
  const { language, timeZone } = run.settings.company();
  const values = { mailState: mail.state, mailReason: mail.reason };
  await update(run.records, tx, systemActor(language, timeZone), kind, row, values, { quiet: true });
  return values;
}
