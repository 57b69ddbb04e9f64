import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './problem.js';

const charsetOf = (type: string | undefined): string | undefined => /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type ?? '')?.[1]?.toLowerCase();

/**
 * Has JSON taken in UTF-8 alone (RFC 8259): in another encoding each letter with an accent would be stored as U+FFFD.
 * @throws Refusal 415 where another is declared, 400 where what came is none.
 */
export function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) => {
    if (!['utf-8', 'utf8', 'us-ascii'].includes(charsetOf(request.headers['content-type']) ?? 'utf-8')) return done(new Refusal(415, 'not-utf8'));
    if (!isUtf8(body)) return done(new Refusal(400, 'not-utf8'));
    return parse(request, body.toString('utf8'), done);
  });
}
