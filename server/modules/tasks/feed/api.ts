import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import type { Feed, feedEndpoints } from '../../../contracts/tasks/feed.js';
import { createRateLimit } from '../../../core/auth/throttle.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { linkFor } from '../../../core/http/links.js';
import type { Tasks } from '../run.js';
import { createFeed, deadlinesOf, feedOf, readerOf, removeFeed } from './feed.js';

export const feedSchemas: Schemas<typeof feedEndpoints> = {
  get: {},
  create: { personal: true, secretReply: true },
  remove: { personal: true },
  read: { params: Type.Object({ secret: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false }) },
};

export function feedHandlers(tasks: Tasks): Handlers<typeof feedEndpoints> {
  const { db } = tasks;
  const limit = createRateLimit(60, 60_000);
  return {
    get: async ({ actor }) => ({ feed: await feedOf(db.read, actor.personId ?? 0) }),
    async create({ actor, request }) {
      const personId = actor.personId as number;
      const secret = await db.write((tx) => createFeed(tasks, tx, personId));
      const url = linkFor(tasks.settings, request, tasks.basePath, `/api/v1/tasks/feed/${secret}.ics`);
      return { feed: (await feedOf(db.read, personId)) as Feed, url };
    },
    async remove({ actor }) {
      await db.write((tx) => removeFeed(tx, actor.personId ?? 0));
      return { feed: null };
    },
    async read({ params, request, reply }) {
      limit(request.ip);
      const actor = await readerOf(tasks, params.secret.replace(/\.ics$/, ''));
      const calendar = await deadlinesOf(tasks, actor);
      const tag = `"${createHash('sha256').update(calendar).digest('base64url')}"`;
      reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('cache-control', 'private, no-cache')
        .header('etag', tag)
        .header('x-robots-tag', 'noindex')
        .header('referrer-policy', 'no-referrer');
      return request.headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(calendar);
    },
  };
}
