import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.js';
import { explained } from '../access/explain.js';
import { texts } from '../i18n/texts.js';
import { problemOf, Refusal } from './problem.js';

const framework: Record<string, Refusal> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Refusal(413, 'too-large'),
  FST_REQ_FILE_TOO_LARGE: new Refusal(413, 'too-large'),
  FST_FILES_LIMIT: new Refusal(413, 'too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Refusal(415, 'media-type'),
  FST_ERR_CTP_INVALID_JSON_BODY: new Refusal(400, 'malformed'),
  FST_ERR_CTP_EMPTY_JSON_BODY: new Refusal(400, 'malformed'),
  FST_INVALID_MULTIPART_CONTENT_TYPE: new Refusal(415, 'media-type'),
};

/** What the reader of forms says, without a code, of one that ends in its middle or does not say where its parts begin. */
const brokenForm = /^(Multipart: Boundary not found|.*[Uu]nexpected end of multipart data)$/;

/** The disk is full, read-only or broken: nothing was stored, and nothing that was stored is harmed. */
const storage = /^(SQLITE_(FULL|READONLY|IOERR|CANTOPEN)|ENOSPC|EDQUOT|EROFS|EFBIG|53100)/;

/** PostgreSQL was stopped, starts or cannot be reached; what its driver says of a connection that broke under way has no code. */
const databaseAway = {
  code: /^(ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|08\d\d\d|53300)$/,
  message: /^Connection terminated|^Client has encountered a connection error|^timeout expired$/,
};

/** Says what became of what was asked for, where that is known. */
function databaseIsAway({ method, begun }: FastifyRequest): Refusal {
  const context = method === 'GET' ? 'reading' : begun ? undefined : 'notDone';
  return new Refusal(503, 'database-away', { retryAfter: 5, ...(context ? { params: { context } } : { extra: { undecided: true } }) });
}

function refusalOf(error: FastifyError | Refusal, request: FastifyRequest): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const known = framework[error.code ?? ''];
  if (known) return known;
  if (storage.test(error.code ?? '')) return new Refusal(503, 'storage', { retryAfter: 30 });
  if (databaseAway.code.test(error.code ?? '') || databaseAway.message.test(error.message)) return databaseIsAway(request);
  if (error.code === 'SQLITE_BUSY') return new Refusal(503, 'busy', { retryAfter: 1 });
  if (error.statusCode === 413) return new Refusal(413, 'too-large');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return new Refusal(400, 'malformed');
  if (brokenForm.test(error.message)) return new Refusal(400, 'malformed');
  return undefined;
}

/** Answers every error as a problem in the caller's language; what was not foreseen is logged with its request id. */
export function answerErrors(app: FastifyInstance, access: Access, languageOf: (request: FastifyRequest) => string): void {
  const answer = (refusal: Refusal, request: FastifyRequest, reply: FastifyReply) => {
    const language = request.actor?.language ?? languageOf(request);
    if (refusal.options.retryAfter !== undefined) reply.header('retry-after', refusal.options.retryAfter);
    return reply
      .code(refusal.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(explained(access, request.actor, refusal), texts(language), request.id, language)));
  };
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const refusal = refusalOf(error, request);
    if (!refusal || refusal.status >= 500) request.log.error({ err: error, reqId: request.id }, 'request failed');
    // A body that nobody reads any more would stand in the way of the answer, and of the next call on the same connection.
    if (!request.raw.complete) request.raw.unpipe().resume();
    return answer(refusal ?? new Refusal(500, 'internal'), request, reply);
  });
  app.setNotFoundHandler((request, reply) => answer(new Refusal(404, 'not-found'), request, reply));
}
