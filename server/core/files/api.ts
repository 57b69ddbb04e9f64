// For its types: `request.file`.

import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { fileEndpoints, type StoredFile } from '../../contracts/core/files.js';
import type { Actor } from '../access/actor.js';
import { createRateLimit } from '../auth/throttle.js';
import { type Api, api } from '../http/call.js';
import { invalidField, notFound, Refusal } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import type { FoundFile } from './files.js';
import { mayRead } from './may-read.js';
import { cleanName, cleanType } from './names.js';
import { type PreviewSize, previewSizes } from './preview-paths.js';
import { createPreviews, type Previews } from './previews.js';
import { readableOf } from './readable.js';
import { roomFor, tooMuchUnattached } from './room.js';

export const largestFile = 50 * 1_048_576;

/** Passes a part on and stops where it was cut off for its size, or where its sender has no room, so that half a file is never stored. */
async function* whole(file: Readable & { truncated?: boolean }, room: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of file) {
    size += (chunk as Buffer).length;
    if (size > room) throw tooMuchUnattached();
    yield chunk as Buffer;
  }
  if (file.truncated) throw new Refusal(413, 'too-large');
}

async function upload({ db, files }: Services, actor: Actor, request: FastifyRequest): Promise<StoredFile> {
  if (!request.isMultipart()) throw new Refusal(415, 'media-type');
  const part = await request.file({ limits: { fileSize: largestFile, files: 1 } });
  if (!part) throw invalidField('file', 'required');
  const name = cleanName(part.filename ?? '');
  if (name === '') throw invalidField('file', 'required');
  const room = await roomFor(db.read, actor.personId);
  const content = await files.put(Readable.from(whole(part.file, room), { objectMode: false }));
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

/** The file, if the actor may read it. @throws Refusal 404. */
async function readableBy({ files }: Services, records: RecordContext, actor: Actor, id: number): Promise<FoundFile> {
  const file = await files.find(id);
  if (!file || !(await mayRead(records, actor, file))) throw notFound();
  return file;
}

interface Shown {
  type: string;
  how: 'attachment' | 'inline';
  name: string;
  tag: string;
  /** What may happen in a browser that shows it: without saying otherwise nothing at all. */
  policy?: string;
}

/** Headers with which a browser does no more with it than it should. @returns whether the browser has it already. */
function introduce(request: FastifyRequest, reply: FastifyReply, { type, how, name, tag, policy = "default-src 'none'; sandbox" }: Shown): boolean {
  reply
    .header('content-type', type)
    .header('content-disposition', dispositionOf(how, name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', policy)
    .header('cache-control', 'private, no-cache')
    .header('etag', tag);
  return request.headers['if-none-match'] === tag;
}

async function download(services: Services, file: FoundFile, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { files } = services;
  const { name, mediaType: type, sha256, size } = file;
  if (introduce(request, reply, { type, how: 'attachment', name, tag: `"${sha256}"` })) return reply.code(304).send();
  await access(files.pathOf(sha256));
  return reply.header('content-length', size).send(files.stream(sha256));
}

async function preview(previews: Previews, file: FoundFile, size: PreviewSize, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const path = await previews.pictureOf(file.sha256, size);
  if (path === undefined) throw new Refusal(404, 'no-preview');
  const isKnown = introduce(request, reply, { type: 'image/webp', how: 'inline', name: `${file.name}.webp`, tag: `"${file.sha256}-${size}"` });
  return isKnown ? reply.code(304).send() : reply.send(createReadStream(path));
}

/** The viewer of the browser draws a PDF in a process of its own; a sandbox would keep it from being shown at all. */
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'";

async function view({ files }: Services, file: FoundFile, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = await readableOf(files.pathOf(file.sha256));
  if (!found) throw new Refusal(404, 'no-preview');
  const shown = { how: 'inline', name: file.name } as const;
  if (found.kind === 'text') {
    introduce(request, reply, { ...shown, type: 'text/plain; charset=utf-8', tag: `"${file.sha256}-text"` });
    return reply.send(found.text);
  }
  if (introduce(request, reply, { ...shown, type: 'application/pdf', tag: `"${file.sha256}"`, policy: pdfPolicy })) return reply.code(304).send();
  return reply.header('content-length', file.size).send(files.stream(file.sha256));
}

const kept = new WeakMap<Services, Previews>();
/** One for the process: it has one thread. */
function previewsOf(services: Services): Previews {
  const known = kept.get(services) ?? createPreviews(services);
  kept.set(services, known);
  return known;
}

export function filesApi(services: Services, records: RecordContext): Api {
  const previews = previewsOf(services);
  const limit = createRateLimit(120, 60_000);
  return api(
    fileEndpoints,
    {
      upload: { raw: true },
      get: { params: byId },
      preview: { params: byId, query: Type.Object({ size: Type.Integer({ enum: [...previewSizes] }) }, { additionalProperties: false }) },
      view: { params: byId },
    },
    {
      upload: ({ actor, request }) => {
        limit(String(actor.personId));
        return upload(services, actor, request);
      },
      get: async ({ actor, params, request, reply }) => download(services, await readableBy(services, records, actor, params.id), request, reply),
      preview: async ({ actor, params, query, request, reply }) =>
        preview(previews, await readableBy(services, records, actor, params.id), query.size, request, reply),
      view: async ({ actor, params, request, reply }) => view(services, await readableBy(services, records, actor, params.id), request, reply),
    },
  );
}
