import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { PublicDocument, publicEndpoints } from '../../../contracts/sales/endpoints.js';
import type { Invoice, Quote } from '../../../contracts/sales/records.js';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import { createRateLimit } from '../../../core/auth/throttle.js';
import { dayIn } from '../../../core/db/days.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { notFound } from '../../../core/http/problem.js';
import { visible } from '../../../core/http/visible.js';
import { readRow } from '../../../core/records/change.js';
import { type DocumentOf, type DocumentType, documentOf, kindOf } from '../documents/document.js';
import { partiesOf } from '../documents/parties.js';
import { answerPdf } from '../documents/pdf.js';
import { acceptQuote, declineQuote } from '../quotes/answer-quote.js';
import { paperThen, partiesThen } from '../quotes/as-accepted.js';
import { isExpired } from '../quotes/expired.js';
import type { SalesRun } from '../run.js';
import { documentOfToken } from './links.js';

const token = Type.Object({ token: Type.String({ pattern: '^[\\w-]{43}$' }) }, { additionalProperties: false });
const name = Type.String({ minLength: 1, maxLength: 250, pattern: visible });

export const publicSchemas: Schemas<typeof publicEndpoints> = {
  get: { params: token },
  pdf: { params: token },
  accept: { params: token, body: Type.Object({ name }, { additionalProperties: false }) },
  decline: { params: token, body: Type.Object({ name, reason: Type.Optional(Type.String({ maxLength: 1000 })) }, { additionalProperties: false }) },
};

/** The page of a document as its client sees it: what the PDF says, and how it was answered. */
async function publicOf<T extends DocumentType>(run: SalesRun, type: T, document: DocumentOf[T]): Promise<PublicDocument> {
  const company = run.settings.company();
  const { net, tax, total } = document;
  if (!net || !tax || !total) throw new Error(`${document.number} has no totals`);
  const quote = type === 'quote' ? (document as Quote) : null;
  const invoice = type === 'invoice' ? (document as Invoice) : null;
  return {
    kind: type,
    number: document.number ?? '',
    language: company.language,
    // Whoever has the link was given the document, by whatever way: to them it is no draft.
    status: document.status === 'draft' ? 'sent' : (document.status ?? ''),
    ...((quote && (await partiesThen(run, quote))) ?? (await partiesOf(run, document))),
    day: dayIn(company.timeZone, document.createdAt),
    validUntil: quote?.validUntil ?? null,
    dueOn: invoice?.dueOn ?? null,
    rows: document.rows.map(({ id: _, productId: __, ...row }) => row),
    net,
    tax,
    total,
    due: invoice?.due ?? null,
    terms: document.terms,
    acceptedAt: quote?.acceptedAt ?? null,
    acceptedBy: quote?.acceptedBy ?? null,
    expired: quote !== null && isExpired(run, quote),
  };
}

/** @throws Refusal 404 for an unknown token, and for a document in the bin. */
async function find(run: SalesRun, given: string) {
  const found = await documentOfToken(run.db.read, given);
  const row = found && (await readRow(run.records, run.db.read, kindOf[found.type], found.id));
  if (!row) throw notFound();
  return { type: found.type, document: await documentOf(run.db.read, found.type, row) };
}

export function publicHandlers(run: SalesRun): Handlers<typeof publicEndpoints> {
  const look = createRateLimit(120, 60_000);
  // A PDF takes half a second of a processor, an answer writes.
  const work = createRateLimit(20, 60_000);
  /** The client, who has signed in nowhere: the token is the right. */
  const client = (request: FastifyRequest, who: string) => {
    const actor: Actor = { ...systemActor(run.settings.company().language, run.settings.company().timeZone), name: who };
    return { actor, name: who, address: request.ip };
  };
  const quoteOf = async (given: string) => {
    const { type, document } = await find(run, given);
    if (type !== 'quote') throw notFound();
    return document.id;
  };
  return {
    async get({ params, request, reply }) {
      look(request.ip);
      const { type, document } = await find(run, params.token);
      reply.header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex');
      return publicOf(run, type, document);
    },
    async pdf({ params, request, reply }) {
      work(request.ip);
      const { type, document } = await find(run, params.token);
      return answerPdf(run, reply, type, document, type === 'quote' ? await paperThen(run, document as Quote) : null);
    },
    async accept({ params, body, request }) {
      work(request.ip);
      return publicOf(run, 'quote', await acceptQuote(run, await quoteOf(params.token), client(request, body.name.trim())));
    },
    async decline({ params, body, request }) {
      work(request.ip);
      const id = await quoteOf(params.token);
      return publicOf(run, 'quote', await declineQuote(run, id, client(request, body.name.trim()), body.reason?.trim() || null));
    },
  };
}
