import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HandedOn } from '../../../contracts/sales/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import { JsonText } from '../../../core/http/call.js';
import { history } from '../../../core/records/history.js';
import { listJson } from '../../../core/records/list.js';
import { linkToken, linkUrl } from '../public/links.js';
import type { SalesRun } from '../run.js';
import { type DocumentType, kindOf, readDocument } from './document.js';
import { handOnDocument, takeDocumentBack } from './hand-on.js';
import { answerPdf } from './pdf.js';
import { sendDocument } from './send.js';
import { undelivered } from './undelivered.js';

interface On {
  actor: Actor;
  params: { id: number };
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Handlers of the routes that quotes and invoices share. */
export const documentHandlers = <T extends DocumentType>(run: SalesRun, type: T) => ({
  list: async ({ actor, query }: { actor: Actor; query: Record<string, unknown> }) => new JsonText(await listJson(run.records, actor, kindOf[type], query)),
  get: ({ actor, params }: On) => readDocument(run, actor, type, params.id),
  history: ({ actor, params }: On) => history(run.records, actor, kindOf[type], params.id),
  send: ({ actor, params, body, request }: On & { body: { to?: string; message?: string } }) => sendDocument(run, actor, type, params.id, body, request),
  undelivered: ({ actor }: { actor: Actor }) => undelivered(run, actor, type),
  handOn: ({ actor, params, body }: On & { body: HandedOn }) => handOnDocument(run, actor, type, params.id, body),
  takeHandOnBack: ({ actor, params }: On) => takeDocumentBack(run, actor, type, params.id),
  pdf: async ({ actor, params, reply }: On) => answerPdf(run, reply, type, await readDocument(run, actor, type, params.id)),
  async link({ actor, params, request }: On) {
    const { id } = await readDocument(run, actor, type, params.id);
    return { url: linkUrl(run, request, await run.db.write((tx) => linkToken(run, tx, type, id))) };
  },
});
