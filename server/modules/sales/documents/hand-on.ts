import type { HandedOn } from '../../../contracts/sales/endpoints.js';
import type { Invoice, Quote } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { invalidField } from '../../../core/http/problem.js';
import { lastMailOf } from '../../../core/mail/followers.js';
import { rowForAction, update } from '../../../core/records/change.js';
import type { SalesRun } from '../run.js';
import { demandSendable } from './closed.js';
import { type DocumentOf, type DocumentType, documentOf, kindOf } from './document.js';
import { noteOnDeal } from './tell.js';

type Sending = Pick<Quote & Invoice, 'status' | 'sentAt' | 'sentVia' | 'sentTo' | 'mailState' | 'mailReason' | 'changedAfterSending'>;

/** On the day that was given, at its noon; today at this moment. @throws Refusal 422 `day` that is still to come. */
function momentOf(run: SalesRun, day: string | undefined): string {
  const { timeZone } = run.settings.company();
  const now = run.now();
  const today = dayIn(timeZone, now);
  if (day === undefined || day === today) return now;
  if (day > today) throw invalidField('day', 'in-the-future');
  return instantAt(day, 12, timeZone);
}

/**
 * Notes that a document went to its client without a mail of the portal. It is sent then, just as by mail; a mail that did not get
 * through is settled by it.
 * @throws Refusal 409 `document-closed` for what was answered or cancelled, 422 `day` that is still to come.
 */
export function handOnDocument<T extends DocumentType>(run: SalesRun, actor: Actor, type: T, id: number, { via, day }: HandedOn): Promise<DocumentOf[T]> {
  const kind = kindOf[type];
  return run.db.write(async (tx) => {
    const row = await rowForAction(run.records, tx, actor, kind, id, 'change');
    const before = await documentOf(tx.q, type, row);
    demandSendable(type, before.status);
    const sentAt = momentOf(run, day);
    const after = await update(run.records, tx, actor, kind, row, {
      ...(before.status === 'draft' ? { status: 'sent' } : {}),
      sentAt,
      sentVia: via,
      sentTo: null,
      mailState: null,
      mailReason: null,
      ...(type === 'quote' ? { changedAfterSending: null } : {}),
    } as never);
    await noteOnDeal(run, tx, actor, before.dealId, {
      kind: `${kind.type}.handed-on`,
      data: { id, number: before.number, total: before.total, context: via, day: dayIn(run.settings.company().timeZone, sentAt) },
    });
    return { ...after, rows: before.rows } as unknown as DocumentOf[T];
  });
}

/** What a document said of its sending before it was sent as it says now, as its history tells: by what first made it so, not by what came back to it. */
async function sendingBefore(q: Queries, type: DocumentType, now: { id: number; sentAt: string | null }): Promise<Partial<Sending> | undefined> {
  const entries = await q
    .selectFrom('record_history')
    .select('changes')
    .where('record_type', '=', kindOf[type].type)
    .where('record_id', '=', now.id)
    .where('kind', '=', 'changed')
    .where('changes', 'like', '%"sentAt"%')
    .orderBy('id')
    .execute();
  for (const { changes } of entries) {
    const told = JSON.parse(changes ?? '{}') as { [name in keyof Sending]?: { from: Sending[name]; to: Sending[name] } };
    if (told.sentAt?.to !== now.sentAt) continue;
    const names = ['status', 'sentAt', 'sentVia', 'sentTo', 'mailState', 'mailReason', 'changedAfterSending'] as const;
    return Object.fromEntries(names.flatMap((name) => (told[name] === undefined ? [] : [[name, told[name].from]])));
  }
  return undefined;
}

const neverSent = { sentAt: null, sentVia: null, sentTo: null, mailState: null, mailReason: null };

/**
 * Takes back that a document was handed on: it is as it was before, a draft or sent by an earlier mail. One that was sent by mail
 * stays as it is, as does one that was taken back already.
 * @throws Refusal 409 `document-closed` for what was answered or cancelled meanwhile.
 */
export function takeDocumentBack<T extends DocumentType>(run: SalesRun, actor: Actor, type: T, id: number): Promise<DocumentOf[T]> {
  const kind = kindOf[type];
  return run.db.write(async (tx) => {
    const row = await rowForAction(run.records, tx, actor, kind, id, 'change');
    const before = await documentOf(tx.q, type, row);
    if (before.sentVia === null || before.sentVia === 'mail') return before;
    demandSendable(type, before.status);
    const earlier = await sendingBefore(tx.q, type, before);
    const sending = earlier ?? { ...neverSent, ...(type === 'quote' ? { status: 'draft' as const } : {}) };
    // The mail has gone on meanwhile.
    const mail = sending.sentVia === 'mail' ? await lastMailOf(tx.q, { type: kind.type, id }) : undefined;
    const after = await update(run.records, tx, actor, kind, row, {
      ...sending,
      ...(mail ? { mailState: mail.state, mailReason: mail.reason } : {}),
    } as never);
    await noteOnDeal(run, tx, actor, before.dealId, { kind: `${kind.type}.taken-back`, data: { id, number: before.number, total: before.total } });
    return { ...after, rows: before.rows } as unknown as DocumentOf[T];
  });
}
