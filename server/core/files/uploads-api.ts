import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { uploadEndpoints } from '../../contracts/core/files.js';
import { createRateLimit } from '../auth/throttle.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField, Refusal } from '../http/problem.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { cleanName, cleanType } from './names.js';
import { type Checksum, createUploads, largestUpload, parseMetadata, type Uploads } from './uploads.js';

const tusVersion = '1.0.0';
/** The secret name of an upload. */
export const uploadToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const params = Type.Object({ token: uploadToken });
const stored = Type.Object({ id: Type.Integer(), name: Type.String(), size: Type.Integer(), mediaType: Type.String() });
const state = Type.Object({ offset: Type.Integer(), size: Type.Integer() });

const schemas: Schemas<typeof uploadEndpoints> = {
  begin: { reply: Type.Object({ token: Type.String() }) },
  state: { params, reply: state },
  append: { params, raw: true },
  finish: { params, reply: stored },
  drop: { params },
};

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** A whole number from a header. @throws Refusal 422 naming the header. */
function numberIn(request: FastifyRequest, name: string): number {
  const value = headerOf(request, name.toLowerCase());
  if (value === undefined) throw invalidField(name, 'required');
  if (!/^\d{1,15}$/.test(value)) throw invalidField(name, 'type', { type: 'integer' });
  return Number(value);
}

/** What a part should be, by the tus extension for checksums. @throws Refusal 422. */
function checksumIn(request: FastifyRequest): Checksum | undefined {
  const value = headerOf(request, 'upload-checksum');
  if (value === undefined) return undefined;
  const [, algorithm, digest] = /^(sha1|sha256) ([A-Za-z0-9+/]{20,64}={0,2})$/.exec(value) ?? [];
  if (digest === undefined) throw invalidField('Upload-Checksum', 'pattern');
  return { algorithm: algorithm as Checksum['algorithm'], digest: Buffer.from(digest, 'base64') };
}

/** Says that it speaks tus, and which of it. @throws Refusal 412 for another version. */
function greet(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'tus-resumable': tusVersion,
    'tus-version': tusVersion,
    'tus-extension': 'creation,termination,checksum',
    'tus-checksum-algorithm': 'sha1,sha256',
    'tus-max-size': String(largestUpload),
    'cache-control': 'no-store',
  });
  const version = headerOf(request, 'tus-resumable');
  if (version !== undefined && version !== tusVersion) throw new Refusal(412, 'upload-protocol');
}

/** tus 1.0 (core, creation, termination, checksum) over core's file store; decision 0007 says why it is written here. */
export function uploadsApi(services: Services, uploads: Uploads): Api {
  const limit = createRateLimit(240, 60_000);
  return api(uploadEndpoints, schemas, {
    async begin({ actor, request, reply }) {
      greet(request, reply);
      limit(String(actor.personId));
      const size = numberIn(request, 'Upload-Length');
      const metadata = parseMetadata(headerOf(request, 'upload-metadata'));
      const name = cleanName(metadata.get('filename') ?? '');
      if (name === '') throw invalidField('Upload-Metadata', 'required');
      const token = await uploads.begin(actor, { name, mediaType: cleanType(metadata.get('filetype') ?? ''), size });
      reply.header('location', `${services.basePath}${uploadEndpoints.state.path.replace(':token', token)}`);
      return { token };
    },
    async state({ actor, params, request, reply }) {
      greet(request, reply);
      const { offset, size } = await uploads.stateOf(actor, params.token);
      reply.headers({ 'upload-offset': String(offset), 'upload-length': String(size) });
      return { offset, size };
    },
    async append({ actor, params, request, reply }) {
      greet(request, reply);
      if (!(request.body instanceof Readable)) throw new Refusal(415, 'media-type');
      const offset = await uploads.append(actor, params.token, numberIn(request, 'Upload-Offset'), request.body, checksumIn(request));
      return reply.code(204).header('upload-offset', String(offset)).send();
    },
    finish: ({ actor, params }) => uploads.finish(actor, params.token),
    async drop({ actor, params, request, reply }) {
      greet(request, reply);
      await uploads.drop(actor, params.token);
      return reply.code(204).send();
    },
  });
}

/** One for the process: it knows which parts are being written. */
export const uploadsOf = (services: Services): Uploads => {
  const known = kept.get(services) ?? createUploads(services);
  kept.set(services, known);
  return known;
};
const kept = new WeakMap<Services, Uploads>();

export const uploadsCleanUp = (uploads: Uploads): JobKind => ({
  kind: 'core.uploads-clean-up',
  cron: '20 * * * *',
  handler: async () => {
    await uploads.cleanUp();
    return undefined;
  },
});
