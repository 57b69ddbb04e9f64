import type { FastifyRequest } from 'fastify';
import { Deals } from '../../../contracts/crm/ports.js';
import type { Actor } from '../../../core/access/actor.js';
import { invalidField, Refusal, staleVersion } from '../../../core/http/problem.js';
import { rowForAction, update } from '../../../core/records/change.js';
import { linkToken, linkUrl } from '../public/links.js';
import type { SalesRun } from '../run.js';
import { demandSendable } from './closed.js';
import { type DocumentOf, type DocumentType, kindOf, readDocument } from './document.js';
import { mailOf } from './mail.js';
import { pdfName, renderPdf } from './pdf.js';
import { noteOnDeal } from './tell.js';

/** How often the PDF is made again because the document was changed meanwhile. */
const mostAttempts = 3;

/** @throws Refusal 409 saying who can set mail up. */
async function demandMail(run: SalesRun): Promise<void> {
  if (run.mail.ready()) return;
  const ids = await run.access.whoMay('core.settings.manage');
  const people = ids.length === 0 ? [] : await run.db.read.selectFrom('people').select('name').where('id', 'in', ids).orderBy('name').execute();
  const who = people.map((one) => one.name);
  throw new Refusal(409, 'mail-not-set-up', { params: { who: who.join(', ') }, extra: { who } });
}

/**
 * Sends a document to its client: PDF attached, a link to its page in the text. The PDF is made and stored before the
 * transaction and is the one of exactly the version that is marked as sent.
 * @param given.to default the client's first e-mail address.
 * @throws Refusal 409 `mail-not-set-up` or `document-closed`, 422 `to` when the client has no address.
 */
export async function sendDocument<T extends DocumentType>(
  run: SalesRun,
  actor: Actor,
  type: T,
  id: number,
  given: { to?: string; message?: string },
  request: FastifyRequest,
): Promise<DocumentOf[T]> {
  const kind = kindOf[type];
  for (let attempt = 1; ; attempt += 1) {
    const document = await readDocument(run, actor, type, id);
    demandSendable(type, document.status);
    await demandMail(run);
    const client = await run.use(Deals).client(run.db.read, document);
    const to = given.to ?? client.emails[0];
    if (to === undefined) throw invalidField('to', 'client-without-email');
    const pdf = await run.files.put(await renderPdf(run, type, document));
    const sent = await run.db.write(async (tx) => {
      const row = await rowForAction(run.records, tx, actor, kind, id, 'change');
      if (row.version !== document.version) return null;
      const file = await run.files.register(tx, pdf, { name: pdfName(run, type, document), mediaType: 'application/pdf' }, actor.personId, {
        type: kind.type,
        id,
      });
      const url = linkUrl(run, request, await linkToken(run, tx, type, id));
      const content = mailOf(run, type, document, { name: client.contactName, url, message: given.message });
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
    if (sent) return sent;
    if (attempt === mostAttempts) throw staleVersion(await readDocument(run, actor, type, id), document);
  }
}
