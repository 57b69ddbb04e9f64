import { createReadStream } from 'node:fs';
import { Type } from 'typebox';
import { privacyEndpoints } from '../../contracts/core/privacy.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import { type ZipEntry, zipOf } from '../exports/zip.js';
import { dispositionOf } from '../files/api.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import { beginErasure, type ErasureDeps, toErasure } from './erasures.js';
import { groundOf, recordsAround } from './ground.js';
import { everythingAbout, findSubjects, heldAbout, subjectTitle } from './held.js';
import { lookThroughArchives } from './in-archives.js';
import type { Subject } from './subject.js';

const subject = {
  type: Type.String({ minLength: 1, maxLength: 80 }),
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
};

const schemas: Schemas<typeof privacyEndpoints> = {
  find: { query: Type.Object({ q: Type.String({ minLength: 2, maxLength: 120 }) }, { additionalProperties: false }) },
  archives: { query: Type.Object({ q: Type.String({ minLength: 2, maxLength: 120 }) }, { additionalProperties: false }) },
  held: { query: Type.Object(subject, { additionalProperties: false }) },
  export: { query: Type.Object(subject, { additionalProperties: false }) },
  erasures: {
    query: Type.Object(
      { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
  },
  erase: { body: Type.Object({ ...subject, title: Type.String({ maxLength: 500 }) }, { additionalProperties: false }) },
};

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Everything about a person as a ZIP: a page to read first, JSON, and the files as they were stored. */
async function exportOf(deps: ErasureDeps, actor: Actor, of: Subject): Promise<ZipEntry[]> {
  const { db, files, now } = deps.services;
  const ground = await groundOf(db, deps.catalog);
  const title = await subjectTitle(db, ground, of);
  const entries: ZipEntry[] = [{ path: 'README.txt', content: () => [texts(actor.language)('core:privacy.readme', { title, at: now() })] }];
  for await (const { path, content } of everythingAbout(db, ground, of)) entries.push({ path, content: () => [asJson(content)] });
  const { own } = await recordsAround(db, ground, of);
  for (const { type, id } of own) {
    const stored = await db.read.selectFrom('files').select(['id', 'name', 'sha256']).where('record_type', '=', type).where('record_id', '=', id).execute();
    for (const { id: fileId, name, sha256 } of stored)
      entries.push({ path: `files/${fileId}-${name.replace(/[/\\]/g, '_')}`, content: () => createReadStream(files.pathOf(sha256)) as AsyncIterable<Buffer> });
  }
  return entries;
}

/** What is held about a person, given to them and erased: the rights that the LGPD and the GDPR give. */
export function privacyApi(deps: ErasureDeps): Api {
  const { services, catalog } = deps;
  const { db, access, now } = services;
  const demand = (actor: Actor) => demandAll(access, actor, 'core.privacy.manage');
  return api(privacyEndpoints, schemas, {
    find: async ({ actor, query }) => {
      demand(actor);
      return { items: await findSubjects(db, await groundOf(db, catalog), actor.language, query.q) };
    },
    archives: async ({ actor, query }) => {
      demand(actor);
      const found = await lookThroughArchives(services.folder, query.q);
      const t = texts(actor.language);
      return { items: found.map((one) => ({ ...one, module: one.module === null ? null : t(`${one.module}:module.name`) })) };
    },
    held: async ({ actor, query }) => {
      demand(actor);
      return heldAbout(db, await groundOf(db, catalog), actor, query);
    },
    export: async ({ actor, query, reply }) => {
      demand(actor);
      const entries = await exportOf(deps, actor, query);
      await db.write((tx) => audit(tx, now(), actor, 'privacy.exported', `${query.type}:${query.id}`));
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', dispositionOf('attachment', `${query.type}-${query.id}.zip`))
        .header('cache-control', 'private, no-store')
        .send(zipOf(entries));
    },
    erasures: async ({ actor, query: { limit = 50, after } }) => {
      demand(actor);
      if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
      let rows = db.read
        .selectFrom('erasures')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (after !== undefined) rows = rows.where('id', '<', Number(after));
      const found = await rows.execute();
      const shown = found.slice(0, limit);
      return { items: shown.map((row) => toErasure(row, actor.language)), next: found.length > limit ? String(shown.at(-1)?.id) : null };
    },
    erase: async ({ actor, body }) => {
      demand(actor);
      return beginErasure(deps, actor, body);
    },
  });
}
