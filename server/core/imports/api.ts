// For its types: `request.parts`.

import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type DecimalSign, decimalSigns, importEndpoints, type WayOfUnknownPeople, waysOfUnknownPeople } from '../../contracts/core/imports.js';
import type { Actor } from '../access/actor.js';
import { dispositionOf, largestFile } from '../files/api.js';
import { type Api, api } from '../http/call.js';
import { forbidden, invalidField, notFound, Refusal } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import { byId } from '../records/schemas.js';
import { importerFor, mayImport, noteImport, startImport } from './begin.js';
import { planImport } from './engine.js';
import { errorsStream, firstFaults } from './errors-download.js';
import type { Importer } from './point.js';
import { fromImportRow, type ImportDeps, importersOf, importsFolder, readImport, type StoredImport, toState } from './state.js';
import { startUndo } from './undo.js';
import { unknownPeople } from './unknown-people.js';

const LISTED = 50;

/** Receives the parts in whatever order they come; the file is written to the disk as it arrives. */
async function receive(request: FastifyRequest, path: string): Promise<{ kind: string; name: string }> {
  if (!request.isMultipart()) throw new Refusal(415, 'media-type');
  let kind = '';
  let name = '';
  for await (const part of request.parts({ limits: { fileSize: largestFile, files: 1 } })) {
    if (part.type === 'field') {
      if (part.fieldname === 'kind') kind = String(part.value);
    } else {
      await pipeline(part.file, createWriteStream(path));
      if (part.file.truncated) throw new Refusal(413, 'too-large');
      name =
        basename(part.filename ?? '')
          .replace(/\p{Cc}/gu, '')
          .trim()
          .slice(0, 200) || 'import.csv';
    }
  }
  if (name === '') throw invalidField('file', 'required');
  if (kind === '') throw invalidField('kind', 'required');
  return { kind, name };
}

async function upload(deps: ImportDeps, actor: Actor, request: FastifyRequest): Promise<StoredImport> {
  const importers = importersOf(deps);
  const [first] = importers;
  // Whoever may import nothing need not send fifty megabytes to hear so.
  if (first && !importers.some(({ item }) => mayImport(deps, actor, item))) throw forbidden(first.item.permission);
  const stored = `${randomBytes(12).toString('hex')}.csv`;
  const path = join(importsFolder(deps.services), stored);
  await mkdir(importsFolder(deps.services), { recursive: true });
  try {
    const { kind, name } = await receive(request, path);
    return await noteImport(deps, actor, importerFor(deps, importers, actor, kind), { stored, path, name });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** An import is its own starter's business, and that of whoever looks after the portal. */
const maySee = ({ services }: ImportDeps, actor: Actor, one: StoredImport): boolean =>
  (one.personId !== null && one.personId === actor.personId) || services.access.may(actor, 'core.settings.manage');

async function seen(deps: ImportDeps, actor: Actor, id: number): Promise<StoredImport> {
  const one = await readImport(deps.services.db.read, id);
  if (!one || !maySee(deps, actor, one)) throw notFound();
  return one;
}

/** An import as its starter goes on with it: rows are stored in the name and with the rights of whoever brought the file. */
async function own(deps: ImportDeps, actor: Actor, id: number): Promise<{ one: StoredImport; importer: Importer }> {
  const one = await seen(deps, actor, id);
  if (one.personId !== actor.personId) throw notFound();
  return { one, importer: importerFor(deps, importersOf(deps), actor, one.kind) };
}

export function importsApi(deps: ImportDeps): Api {
  const { services } = deps;
  const startBody = Type.Object(
    {
      map: Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 60 })),
      currency: Type.Optional(Type.String({ minLength: 3, maxLength: 3 })),
      decimals: Type.Optional(
        Type.Record(Type.String({ maxLength: 200 }), Type.Unsafe<DecimalSign>({ type: 'string', enum: [...decimalSigns] }), { maxProperties: 1000 }),
      ),
      archived: Type.Optional(Type.Boolean()),
      people: Type.Optional(
        Type.Record(Type.String({ maxLength: 250 }), Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), { maxProperties: 1000 }),
      ),
      unknownPeople: Type.Optional(Type.Unsafe<WayOfUnknownPeople>({ type: 'string', enum: [...waysOfUnknownPeople] })),
    },
    { additionalProperties: false },
  );
  return api(
    importEndpoints,
    {
      upload: { raw: true },
      get: { params: byId },
      list: {},
      kinds: {},
      unknownPeople: {
        params: byId,
        query: Type.Object({ column: Type.String({ maxLength: 200 }), q: Type.Optional(Type.String({ maxLength: 250 })) }, { additionalProperties: false }),
      },
      start: { params: byId, body: startBody },
      undo: { params: byId },
      errors: { params: byId },
      faults: { params: byId },
    },
    {
      upload: async ({ actor, request }) => toState(deps, await upload(deps, actor, request), actor.language),
      get: async ({ actor, params }) => toState(deps, await seen(deps, actor, params.id), actor.language),
      async list({ actor }) {
        const all = services.db.read.selectFrom('imports').selectAll().orderBy('id', 'desc').limit(LISTED);
        const rows = await (services.access.may(actor, 'core.settings.manage') ? all : all.where('person_id', '=', actor.personId)).execute();
        return { items: rows.map((row) => toState(deps, fromImportRow(row), actor.language)), next: null };
      },
      kinds: async ({ actor }) => ({
        items: importersOf(deps)
          .filter(({ item }) => mayImport(deps, actor, item))
          .map(({ module, item }) => ({ kind: item.kind, module })),
      }),
      async unknownPeople({ actor, params, query }) {
        const { one, importer } = await own(deps, actor, params.id);
        return unknownPeople(deps, actor, one, importer, query);
      },
      async start({ actor, params, body }) {
        const { one, importer } = await own(deps, actor, params.id);
        return toState(deps, await startImport(deps, actor, one, importer, body, (tx, started) => planImport(deps, tx, started)), actor.language);
      },
      undo: async ({ actor, params }) => toState(deps, await startUndo(deps, actor, await seen(deps, actor, params.id)), actor.language),
      faults: async ({ actor, params }) => ({ items: await firstFaults(deps, await seen(deps, actor, params.id), actor.language) }),
      async errors({ actor, params, reply }) {
        const one = await seen(deps, actor, params.id);
        const name = texts(actor.language)('core:import.errorsFile', { name: one.fileName.replace(/\.[^.]*$/, '') });
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', dispositionOf('attachment', name))
          .header('cache-control', 'private, no-store')
          .send(await errorsStream(deps, one, actor.language));
      },
    },
  );
}
