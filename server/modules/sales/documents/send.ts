import type { FastifyRequest } from 'fastify';
import { Deals } from '../../../contracts/crm/ports.js';
import type { Actor } from '../../../core/access/actor.js';
import { invalidField, Refusal } from '../../../core/http/problem.js';
import { update } from '../../../core/records/change.js';
import { linkToken, linkUrl } from '../public/links.js';
import type { SalesRun } from '../run.js';
import { demandSendable } from './closed.js';
import { type DocumentOf, type DocumentType, kindOf } from './document.js';
import { mailOf } from './mail.js';
import { changeWith, keepPaper, makePaper } from './paper.js';
import { noteOnDeal } from './tell.js';

/** @throws Refusal 409 saying who can set mail up. */
async function demandMail(run: SalesRun): Promise<void> {
  if (run.mail.ready()) return;
  const ids = await run.access.whoMay('core.settings.manage');
  const people = ids.length === 0 ? [] : await run.db.read.selectFrom('people').select('name').where('id', 'in', ids).orderBy('name').execute();
  const who = people.map((one) => one.name);
  throw new Refusal(409, 'mail-not-set-up', { params: { who: who.join(', ') }, extra: { who } });
}

/**
 * Sends a document to its client: PDF attached, a link to its page in the text.
 * @param given.to default the client's first e-mail address.
 * @throws Refusal 409 `mail-not-set-up` or `document-closed`, 422 `to` when the client has no address.
 */
export function sendDocument<T extends DocumentType>(
  run: SalesRun,
  actor: Actor,
  type: T,
  id: number,
  given: { to?: string; message?: string },
  request: FastifyRequest,
): Promise<DocumentOf[T]> {
  const kind = kindOf[type];
  const make = async (document: DocumentOf[T]) => {
    demandSendable(type, document.status);
    await demandMail(run);
    const client = await run.use(Deals).client(run.db.read, document);
    const to = given.to ?? client.emails[0];
    if (to === undefined) throw invalidField('to', 'client-without-email');
    return { to, name: client.contactName, paper: await makePaper(run, type, document) };
  };
  return changeWith(run, actor, type, id, make, async (tx, row, document, { to, name, paper }) => {
    const file = await keepPaper(run, tx, actor, type, document, paper);
    const url = linkUrl(run, request, await linkToken(run, tx, type, id));
    const content = mailOf(run, type, document, { name, url, message: given.message });
    await run.mail.queue(tx, { to, content, attachments: [file.id], senderId: actor.personId, record: { type: kind.type, id } });
    const record = await update(run.records, tx, actor, kind, row, {
      ...(document.status === 'draft' ? { status: 'sent' } : {}),
      sentAt: run.now(),
      sentVia: 'mail',
      sentTo: to,
      mailState: 'queued',
      mailReason: null,
      ...(type === 'quote' ? { changedAfterSending: null } : {}),
    } as never);
    await noteOnDeal(run, tx, actor, document.dealId, {
      kind: `${kind.type}.sent`,
      data: { id, number: document.number, to, total: document.total, fileId: file.id },
    });
    return { ...record, rows: document.rows } as unknown as DocumentOf[T];
  });
}
