import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../contracts/core/session.js';
import type { Access } from '../access/access.js';
import type { Actor } from '../access/actor.js';
import { sessionsChanged } from '../access/sessions-changed.js';
import { audit } from '../audit/audit.js';
import { knownZone } from '../db/days.js';
import { schemeOf } from '../http/links.js';
import { Refusal } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import { countUnread } from '../notify/api.js';
import { findPerson } from '../people/person.js';
import type { Services } from '../services.js';
import { sessionCookie } from './authenticate.js';
import { sessionCookieFor } from './cookie.js';
import { closeSession, openSession } from './sessions.js';

/** What signing in needs to know of the portal. */
export interface SessionNeeds {
  services: Services;
  /** Ids of the modules that are on, in the order of the rail. */
  modules(): readonly string[];
  /** Ids of all others that there are. */
  modulesOff(): readonly string[];
  /** Path of the portal behind a proxy, '' for none. */
  basePath: string;
}

/** Once for each scope, not for each permission: they are many, and a department may be everybody. */
const ownersOf = (access: Access, actor: Actor): Session['owners'] =>
  Object.fromEntries(
    [...actor.permissions].flatMap(([permission, name]) => {
      const scope = access.scope(actor, permission);
      return scope.all ? [] : [[name, scope.owners]];
    }),
  );

/** Who is signed in, what they may do and what there is. */
export async function sessionOf({ services, modules, modulesOff }: SessionNeeds, actor: Actor): Promise<Session> {
  const { db, settings, access } = services;
  const person = actor.personId === null ? undefined : await findPerson(db.read, db.dialect, actor.personId);
  if (!person) throw new Refusal(401, 'not-signed-in');
  const company = settings.company();
  return {
    // A browser knows no more zones than its server, and could show no time by one that it does not know.
    person: { ...person, timeZone: knownZone(person.timeZone) },
    company: { ...company, timeZone: knownZone(company.timeZone) },
    permissions: Object.fromEntries(actor.permissions),
    owners: ownersOf(access, actor),
    modules: [...modules()],
    off: modulesOff()
      .filter((id) => [...actor.permissions.keys()].some((right) => right.startsWith(`${id}.`)))
      .map((id) => ({ id, name: texts(person.language)(`${id}:module.name`) })),
    viewedBy: actor.viewedBy ?? null,
    unreadNotices: await countUnread(db.read, { personId: person.id }),
    mail: services.mail.ready(),
  };
}

/** Signs a person in: a new session in place of the one that the browser had. */
export async function enter(needs: SessionNeeds, personId: number, request: FastifyRequest, reply: FastifyReply): Promise<Session> {
  const { db, access, now } = needs.services;
  let actor = await access.actorOf(personId);
  if (!actor) {
    // Just made active, perhaps by another process.
    await access.forget();
    actor = await access.actorOf(personId);
  }
  if (!actor) throw new Refusal(401, 'wrong-credentials');
  const before = request.cookies[sessionCookie];
  const [secret] = await Promise.all([
    openSession(db, personId, request.headers['user-agent'] ?? null, now()),
    db.write((tx) => audit(tx, now(), { personId }, 'session.opened', `core.person:${personId}`)),
    ...(before ? [closeSession(db, before)] : []),
  ]);
  reply.header('set-cookie', sessionCookieFor(secret, { secure: schemeOf(request) === 'https', basePath: needs.basePath }));
  return sessionOf(needs, actor);
}

/** Takes the browser's session away. */
export async function leave({ services, basePath }: SessionNeeds, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const secret = request.cookies[sessionCookie];
  if (secret) await closeSession(services.db, secret);
  if (request.actor?.personId) sessionsChanged(services, [request.actor.personId]);
  reply.header('set-cookie', sessionCookieFor('', { secure: schemeOf(request) === 'https', basePath }));
}
