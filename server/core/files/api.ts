// For its types: `request.file`.

import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fileEndpoints, type StoredFile } from '../../contracts/core/files.js';
import type { Actor } from '../access/actor.js';
import { createRateLimit } from '../auth/throttle.js';
import { type Api, api } from '../http/call.js';
import { invalidField, notFound, Refusal } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { mayRead } from './may-read.js';
import { cleanName, cleanType } from './names.js';

export const largestFile = 50 * 1_048_576;

/** Passes a part on and stops where it was cut off for its size, so that half a file is never stored. */
async function* whole(file: Readable & { truncated?: boolean }): AsyncGenerator<Buffer> {
  for await (const chunk of file) yield chunk as Buffer;
  if (file.truncated) throw new Refusal(413, 'too-large');
}

async function upload({ db, files }: Services, actor: Actor, request: FastifyRequest): Promise<StoredFile> {
  if (!request.isMultipart()) throw new Refusal(415, 'media-type');
  const part = await request.file({ limits: { fileSize: largestFile, files: 1 } });
  if (!part) throw invalidField('file', 'required');
  const name = cleanName(part.filename ?? '');
  if (name === '') throw invalidField('file', 'required');
  const content = await files.put(Readable.from(whole(part.file), { objectMode: false }));
  return db.write((tx) => files.register(tx, content, { name, mediaType: cleanType(part.mimetype) }, actor.personId));
}

/**
 * Under which name an answer is saved, by RFC 6266 with RFC 5987: an ASCII name for old programs, the real one in UTF-8.
 * @param how `inline`: shown in the browser and saved only when asked for.
 */
export function dispositionOf(how: 'attachment' | 'inline', name: string): string {
  const ascii =
    name
      .normalize('NFKD')
      .replace(/[^\x20-\x7e]/g, '')
      .replace(/["\\%;]/g, '_') || 'file';
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

async function download(
  { files }: Services,
  records: RecordContext,
  actor: Actor,
  id: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await files.find(id);
  if (!file || !(await mayRead(records, actor, file))) throw notFound();
  const tag = `"${file.sha256}"`;
  reply
    .header('content-type', file.mediaType)
    .header('content-disposition', dispositionOf('attachment', file.name))
    .header('x-content-type-options', 'nosniff')
    // Should a browser show it all the same: nothing in it may run.
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-cache')
    .header('etag', tag);
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  await access(files.pathOf(file.sha256));
  return reply.header('content-length', file.size).send(files.stream(file.sha256));
}

export function filesApi(services: Services, records: RecordContext): Api {
  const limit = createRateLimit(120, 60_000);
  return api(
    fileEndpoints,
    { upload: { raw: true }, get: { params: byId } },
    {
      upload: ({ actor, request }) => {
        limit(String(actor.personId));
        return upload(services, actor, request);
      },
      get: ({ actor, params, request, reply }) => download(services, records, actor, params.id, request, reply),
    },
  );
}
