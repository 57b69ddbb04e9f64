import type { FastifyReply } from 'fastify';
import { tonesOf } from '../../../contracts/core/accent.js';
import { discountsOf, taxByRate } from '../../../contracts/sales/money.js';
import type { Invoice, Quote } from '../../../contracts/sales/records.js';
import { logoBytes } from '../../../core/company/logo.js';
import type { Database } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { DocumentError, type PrintableDocument } from '../../../core/documents/printable.js';
import { createPdfWorker, type PdfWorker } from '../../../core/documents/worker.js';
import { dispositionOf } from '../../../core/files/api.js';
import { Refusal } from '../../../core/http/problem.js';
import { texts } from '../../../core/i18n/texts.js';
import type { SalesRun } from '../run.js';
import type { DocumentOf, DocumentType } from './document.js';
import { partiesOf } from './parties.js';

/** One for each portal: the module registers anew whenever another module comes or goes, the thread stays. */
const workers = new WeakMap<Database, PdfWorker>();

export async function closePdfWorker(db: Database): Promise<void> {
  const worker = workers.get(db);
  workers.delete(db);
  await worker?.close();
}

/** What the page of a document says; nothing that its client may not know. */
async function printableOf<T extends DocumentType>(run: SalesRun, type: T, document: DocumentOf[T]): Promise<PrintableDocument> {
  const company = run.settings.company();
  const { clientName, client, company: letterhead } = await partiesOf(run, document);
  const base = {
    language: company.language,
    number: document.number ?? '',
    day: dayIn(company.timeZone, document.createdAt),
    company: {
      ...letterhead,
      logo: await logoBytes(run, company.logo),
      accent: company.accent && tonesOf(company.accent).light.accent,
    },
    client: { name: clientName ?? '', ...client },
    rows: document.rows.map(({ name, unit, quantity, price, discountPercent, taxRate, net }) => ({
      name,
      unit,
      quantity,
      price,
      discountPercent,
      taxRate,
      net,
    })),
    discounts: discountsOf(document.rows, amount(document.net)),
    net: amount(document.net),
    taxes: taxByRate(document.rows),
    total: amount(document.total),
    terms: document.terms,
  };
  if (type === 'quote') return { ...base, kind: 'quote', validUntil: (document as Quote).validUntil, accepted: document.status === 'accepted' };
  const { dueOn, status, paid, due } = document as Invoice;
  return { ...base, kind: 'invoice', dueOn, cancelled: status === 'cancelled', paid: amount(paid), due: amount(due) };
}

function amount<M>(money: M | null): M {
  if (money === null) throw new Error('A document without totals was read');
  return money;
}

/** @throws Refusal 503 when it could not be made now. */
export async function renderPdf<T extends DocumentType>(run: SalesRun, type: T, document: DocumentOf[T]): Promise<Buffer> {
  const printable = await printableOf(run, type, document);
  let worker = workers.get(run.db);
  if (!worker) {
    worker = createPdfWorker();
    workers.set(run.db, worker);
  }
  try {
    return await worker.render(printable);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    run.log.error({ err: error, problem: error.problem, number: document.number }, 'PDF not made');
    throw new Refusal(503, 'document-not-made', { retryAfter: 10 });
  }
}

/** What a PDF is: a document as it stands, or a quote as its client accepted it. */
export type PdfKind = DocumentType | 'accepted';

/** How the file of a document is called: what it is, in its own language, its number, and whose it is. */
export function pdfName(run: SalesRun, kind: PdfKind, document: { number: string | null }): string {
  const { language, name } = run.settings.company();
  // What no file system takes must not come in with the company's name, nor with a stroke in the number.
  const clean = (text: string) => text.replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ').trim();
  return `${texts(language)(`sales:file.${kind}`, { number: clean(document.number ?? ''), company: clean(name) })}.pdf`;
}

/**
 * Answers with the PDF, shown in the browser and saved under its name.
 * @param kept one that was made before, to be given as it is.
 */
export async function answerPdf<T extends DocumentType>(
  run: SalesRun,
  reply: FastifyReply,
  type: T,
  document: DocumentOf[T],
  kept?: { name: string; pdf: Buffer } | null,
): Promise<FastifyReply> {
  const pdf = kept?.pdf ?? (await renderPdf(run, type, document));
  return reply
    .type('application/pdf')
    .header('content-disposition', dispositionOf('inline', kept?.name ?? pdfName(run, type, document)))
    .header('cache-control', 'private, no-store')
    .send(pdf);
}
