import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Endpoint, Shape } from '../../contracts/core/endpoint.js';
import type { Actor } from '../access/actor.js';

/** What a handler is given: validated input, and who asks. */
export interface Call<S extends Shape> {
  params: S extends { params: infer P } ? P : Record<string, never>;
  query: S extends { query: infer Q } ? Q : Record<string, never>;
  body: S extends { body: infer B } ? B : undefined;
  /** The person who asks; on public routes somebody without any right. */
  actor: Actor;
  /** For the few handlers that set cookies, stream files or read headers. */
  request: FastifyRequest;
  reply: FastifyReply;
}

/** JSON that is already text and goes to the socket as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

type ReplyOf<S extends Shape> = S extends { reply: infer R } ? R : unknown;
export type Handler<S extends Shape> = (call: Call<S>) => Promise<ReplyOf<S> | JsonText | FastifyReply>;

export type EndpointTable = Record<string, Endpoint>;
type ShapeOf<E> = E extends Endpoint<infer S> ? S : never;
export type Handlers<E extends EndpointTable> = { [K in keyof E]: Handler<ShapeOf<E[K]>> };

/** Schemas of one route; what is not given is not accepted (a body, unknown query parameters). */
export interface RouteSchemas {
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  reply?: TSchema;
  /** A body as it might be sent, for the description of the API. */
  example?: unknown;
  /** The handler checks the query itself: the filters of a list. */
  openQuery?: true;
  /** Largest body in bytes, where it is not the usual 1 MiB. */
  bodyLimit?: number;
  /** The handler reads the body itself (multipart). */
  raw?: true;
  /** The answer holds a secret: it is not kept to be given again for the same `Idempotency-Key`. */
  secretReply?: true;
  /** Writes nothing but what is the person's own, such as their notices: a token needs the scope `core.personal.change` for it. */
  personal?: true;
  /** May also be called by an administrator who looks at the portal as somebody else: ends that, changes nothing else. */
  whileViewing?: true;
}
export type Schemas<E extends EndpointTable> = { [K in keyof E]: RouteSchemas };

/** One mounted table of routes. */
export interface Api {
  endpoints: EndpointTable;
  schemas: Record<string, RouteSchemas>;
  // biome-ignore lint/suspicious/noExplicitAny: handlers of all shapes in one list; each was checked where its table was declared
  handlers: Record<string, Handler<any>>;
}

export const api = <E extends EndpointTable>(endpoints: E, schemas: Schemas<E>, handlers: Handlers<E>): Api => ({
  endpoints,
  schemas,
  handlers: handlers as Api['handlers'],
});
