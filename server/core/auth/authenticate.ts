// For its types: `request.cookies`.

import type { IncomingMessage } from 'node:http';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { personalScope } from '../../contracts/core/rights.js';
import type { Access } from '../access/access.js';
import { type Actor, lookedAt } from '../access/actor.js';
import type { Database } from '../db/database.js';
import { Refusal } from '../http/problem.js';
import { type FoundSession, findSession, noteSessionUse, noteTokenUse, ownerOfToken } from './sessions.js';

export const sessionCookie = 'sede_session';

const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * A page of another site must not act with the visitor's cookie: unsafe calls with a cookie need an Origin (or Referer)
 * that is ours.
 */
function demandSameOrigin(request: FastifyRequest): void {
  if (!unsafeMethods.has(request.method)) return;
  const origin = request.headers.origin ?? request.headers.referer;
  if (origin === undefined) return;
  const host = request.headers.host;
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new Refusal(403, 'foreign-origin');
}

/** A token may do what its person may do and its scopes name, never more. */
function limitTo(actor: Actor, scopes: readonly string[]): Actor {
  const byToken = { ...actor, byToken: true } as const;
  if (scopes.includes('*')) return { ...byToken, mayPersonal: true };
  const onlyReads = scopes.every((scope) => /\.(read|export)$/.test(scope));
  return {
    ...byToken,
    ...(onlyReads ? { onlyReads } : {}),
    ...(scopes.includes(personalScope) ? { mayPersonal: true } : {}),
    permissions: new Map([...actor.permissions].filter(([permission]) => scopes.includes(permission))),
  };
}

/** Who asks: by bearer token or session cookie; undefined when neither is there or it is not valid any more. */
export async function authenticate(db: Database, access: Access, request: FastifyRequest, now: string): Promise<Actor | undefined> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) {
    const owner = await ownerOfToken(db, bearer);
    const actor = owner && (await access.actorOf(owner.personId));
    if (actor) await noteTokenUse(db, owner, now);
    return actor && limitTo(actor, owner.scopes);
  }
  const cookie = request.cookies[sessionCookie];
  if (!cookie) return undefined;
  demandSameOrigin(request);
  const session = await findSession(db, cookie, now);
  if (!session) return undefined;
  await noteSessionUse(db, session, now);
  return session.viewingAs === null ? access.actorOf(session.personId) : viewer(access, session.personId, session.viewingAs);
}

/** An administrator who sees what somebody else sees, for as long as they may and the other one has an account. */
async function viewer(access: Access, personId: number, viewingAs: number): Promise<Actor | undefined> {
  const [self, seen] = await Promise.all([access.actorOf(personId), access.actorOf(viewingAs)]);
  if (!self || !seen || !access.scope(self, 'core.roles.manage').all) return undefined;
  return lookedAt(seen, { id: personId, name: self.name });
}

const seenBy = (session: FoundSession | undefined): number | undefined => session?.viewingAs ?? session?.personId;

/** Somebody with a session, for as long as it is open and looks at the same person's portal. */
export interface SignedIn {
  personId: number;
  /** False once they signed out or were signed out. */
  isOpen(): Promise<boolean>;
}

/** Who opens a socket: by session cookie only, and only from a page of ours. */
export async function signedInByCookie(db: Database, request: IncomingMessage, now: () => string): Promise<SignedIn | undefined> {
  const { origin, host } = request.headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return undefined;
  const pair = (request.headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(`${sessionCookie}=`));
  if (pair === undefined) return undefined;
  const secret = pair.slice(sessionCookie.length + 1);
  const look = async () => seenBy(await findSession(db, secret, now()));
  const personId = await look();
  return personId === undefined ? undefined : { personId, isOpen: async () => (await look()) === personId };
}
