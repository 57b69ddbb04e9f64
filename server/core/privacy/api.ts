import { Type } from 'typebox';
import { privacyEndpoints } from '../../contracts/core/privacy.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { dispositionOf } from '../files/api.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import { beginErasure, toErasure, workInArchives } from './erasures.js';
import { noteExported } from './export.js';
import { findSubjects, heldAbout } from './held.js';
import { findInArchives, heldInArchives, titleInArchives } from './held-in-archives.js';
import { lookThroughArchives } from './in-archives.js';
import { livePlace, type PrivacyDeps } from './places.js';

const subject = {
  type: Type.String({ minLength: 1, maxLength: 80 }),
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
};

const schemas: Schemas<typeof privacyEndpoints> = {
  find: { query: Type.Object({ q: Type.String({ minLength: 2, maxLength: 120 }) }, { additionalProperties: false }) },
  archives: { query: Type.Object({ q: Type.String({ minLength: 2, maxLength: 120 }) }, { additionalProperties: false }) },
  held: { query: Type.Object(subject, { additionalProperties: false }) },
  heldInArchives: { query: Type.Object(subject, { additionalProperties: false }) },
  export: { query: Type.Object(subject, { additionalProperties: false }) },
  erasures: {
    query: Type.Object(
      { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
  },
  erase: { body: Type.Object({ ...subject, title: Type.String({ maxLength: 500 }) }, { additionalProperties: false }) },
};

/** What is held about a person, given to them and erased: the rights that the LGPD and the GDPR give. */
export function privacyApi(deps: PrivacyDeps): Api {
  const { services } = deps;
  const { db, access } = services;
  const demand = (actor: Actor) => demandAll(access, actor, 'core.privacy.manage');
  return api(privacyEndpoints, schemas, {
    find: async ({ actor, query }) => {
      demand(actor);
      return { items: await findSubjects(await livePlace(deps), actor.language, query.q) };
    },
    archives: async ({ actor, query }) => {
      demand(actor);
      const found = await lookThroughArchives(services.folder, query.q);
      const t = texts(actor.language);
      const items = found.map((one) => ({ ...one, module: one.module === null ? null : t(`${one.module}:module.name`) }));
      return { items, subjects: items.length === 0 ? [] : await findInArchives(deps, actor.language, query.q) };
    },
    held: async ({ actor, query }) => {
      demand(actor);
      return heldAbout(await livePlace(deps), services.folder, actor, query, () => titleInArchives(deps, query));
    },
    heldInArchives: async ({ actor, query }) => {
      demand(actor);
      return { items: await heldInArchives(deps, actor.language, query) };
    },
    export: async ({ actor, query, reply }) => {
      demand(actor);
      const zip = await noteExported(deps, actor, query);
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', dispositionOf('attachment', `${query.type}-${query.id}.zip`))
        .header('cache-control', 'private, no-store')
        .send(zip);
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
      return { items: shown.map((row) => toErasure(row, actor.language, workInArchives(deps))), next: found.length > limit ? String(shown.at(-1)?.id) : null };
    },
    erase: async ({ actor, body }) => {
      demand(actor);
      return beginErasure(deps, actor, body);
    },
  });
}
