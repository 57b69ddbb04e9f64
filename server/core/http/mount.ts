import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { Type } from 'typebox';
import type { Endpoint } from '../../contracts/core/endpoint.js';
import type { Access } from '../access/access.js';
import { type Actor, nothing } from '../access/actor.js';
import { authenticate } from '../auth/authenticate.js';
import type { Database } from '../db/database.js';
import { type Api, JsonText, type RouteSchemas } from './call.js';
import { once } from './idempotency.js';
import { forbidden, invalidField, Refusal } from './problem.js';
import { checkBody, checkTexts, validateAddress, validateBody } from './validate.js';

export interface MountContext {
  db: Database;
  access: Access;
  now(): string;
  /** Language of whoever is not signed in. */
  languageOf(request: FastifyRequest): string;
}

const json = 'application/json; charset=utf-8';

const stranger = (language: string): Actor => ({ personId: null, name: '', language, timeZone: 'UTC', permissions: new Map() });

async function actorFor(ctx: MountContext, endpoint: Endpoint, rules: RouteSchemas, request: FastifyRequest): Promise<Actor> {
  const actor = await authenticate(ctx.db, ctx.access, request, ctx.now());
  if (endpoint.right === 'public') return actor ?? stranger(ctx.languageOf(request));
  if (!actor) throw new Refusal(401, 'not-signed-in');
  request.actor = actor;
  if (actor.viewedBy && endpoint.method !== 'GET' && !rules.whileViewing) throw new Refusal(403, 'only-viewing', { params: { name: actor.name } });
  if (endpoint.right === 'signed-in' && endpoint.method !== 'GET' && actor.onlyReads) throw new Refusal(403, 'token-only-reads');
  if (rules.personal && actor.byToken && !actor.mayPersonal) throw new Refusal(403, 'token-not-personal');
  if (endpoint.right !== 'signed-in' && ctx.access.scope(actor, endpoint.right) === nothing) throw forbidden(endpoint.right);
  return actor;
}

const noFields = Type.Object({}, { additionalProperties: false });

const noQuery = (query: unknown): void => {
  const [first] = Object.keys(query as object);
  if (first !== undefined) throw invalidField(first, 'unknown-parameter', { name: first });
};

function checkInput(endpoint: Endpoint, schemas: RouteSchemas, request: FastifyRequest): void {
  checkTexts(request.params as object, 'params');
  checkTexts(request.query as object, 'query');
  if (schemas.params) validateAddress(schemas.params, request.params, 'params');
  if (schemas.query) validateAddress(schemas.query, request.query, 'query');
  else if (!schemas.openQuery) noQuery(request.query);
  if (schemas.raw || endpoint.method === 'GET') return;
  // A form would arrive here as no body at all, a part of a file as one that has not been read.
  if (request.isMultipart() || request.body instanceof Readable) throw new Refusal(415, 'media-type');
  // An action without fields may be called without a body.
  if (request.body === undefined || request.body === null) request.body = {};
  checkBody(request.body);
  validateBody(schemas.body ?? noFields, request.body);
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the caller is known, for the log and for the language of refusals. */
    actor?: Actor;
    /** Set once its handler may have written something. */
    begun?: true;
  }
}

/** Mounts a table of routes: rights, validation, handler, answer. */
export function mountApi(app: FastifyInstance, ctx: MountContext, { endpoints, schemas, handlers }: Api): void {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const rules = schemas[name] ?? {};
    const handler = handlers[name];
    if (!handler) throw new Error(`No handler for ${endpoint.method} ${endpoint.path}`);
    app.route({
      method: endpoint.method as HTTPMethods,
      url: endpoint.path,
      ...(rules.bodyLimit ? { bodyLimit: rules.bodyLimit } : {}),
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const actor = await actorFor(ctx, endpoint, rules, request);
        checkInput(endpoint, rules, request);
        request.begun = true;
        const call = { params: request.params, query: request.query, body: request.body, actor, request, reply };
        let isSent = false;
        const status = endpoint.status ?? 200;
        const work = async () => {
          const value = await handler(call as never);
          // A handler that answered by itself returned the reply, and to wait for that is to wait until it has gone out or was cut.
          if (value === undefined && (reply.raw.headersSent || reply.raw.destroyed)) {
            isSent = true;
            return '';
          }
          return value instanceof JsonText ? value.text : JSON.stringify(value);
        };
        const result = rules.secretReply ? { status, body: await work() } : await once(ctx, actor, request, status, work);
        if (isSent) return reply;
        return reply.code(result.status).header('content-type', json).send(result.body);
      },
    });
  }
}
