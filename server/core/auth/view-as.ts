import type { FastifyRequest } from 'fastify';
import type { Session } from '../../contracts/core/session.js';
import { type Actor, lookedAt } from '../access/actor.js';
import { demandAll, demandPerson } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import { invalidField, Refusal } from '../http/problem.js';
import { sessionCookie } from './authenticate.js';
import { hashSecret } from './secrets.js';
import { type SessionNeeds, sessionOf } from './session.js';

/**
 * From here on this session sees the portal as somebody else does, and can change nothing. For those who may change
 * roles, since they could give themselves everything that the other one sees.
 * @throws Refusal 403, 422 for somebody who cannot sign in and for oneself.
 */
export async function beginView({ services, ...needs }: SessionNeeds, actor: Actor, request: FastifyRequest, personId: number): Promise<Session> {
  const { db, access, now } = services;
  demandPerson(actor);
  demandAll(access, actor, 'core.roles.manage');
  const seen = personId === actor.personId ? undefined : await access.actorOf(personId);
  if (!seen) throw invalidField('personId', 'unknown-person');
  await db.write(async (tx) => {
    await setView(tx.q, request, personId);
    await audit(tx, now(), actor, 'session.view-began', `core.person:${personId}`);
  });
  return sessionOf({ services, ...needs }, lookedAt(seen, { id: actor.personId as number, name: actor.name }));
}

/** Back to oneself. Nothing happens to a session that looks at nobody. */
export async function endView({ services, ...needs }: SessionNeeds, actor: Actor, request: FastifyRequest): Promise<Session> {
  const { viewedBy, personId } = actor;
  if (!viewedBy) return sessionOf({ services, ...needs }, actor);
  await services.db.write(async (tx) => {
    await setView(tx.q, request, null);
    await audit(tx, services.now(), { personId: viewedBy.id }, 'session.view-ended', `core.person:${personId}`);
  });
  const self = await services.access.actorOf(viewedBy.id);
  if (!self) throw new Refusal(401, 'not-signed-in');
  return sessionOf({ services, ...needs }, self);
}

async function setView(q: SessionNeeds['services']['db']['read'], request: FastifyRequest, personId: number | null): Promise<void> {
  const secret = request.cookies[sessionCookie];
  if (secret === undefined) throw new Refusal(403, 'needs-session');
  await q.updateTable('sessions').set({ viewing_as: personId }).where('token_hash', '=', hashSecret(secret)).execute();
}
