import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Session, sessionEndpoints } from '../../contracts/core/session.js';
import type { Actor } from '../access/actor.js';
import { demandPerson } from '../access/demand.js';
import { sessionsChanged } from '../access/sessions-changed.js';
import { audit } from '../audit/audit.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField, Refusal } from '../http/problem.js';
import { checkLanguage, checkPassword, checkTimeZone, idOrNull, lineOrNull, needed, phoneOf } from '../people/fields.js';
import { demandPhoto, holdPhoto } from '../people/photo.js';
import { fold } from '../search/fold.js';
import { sessionCookie } from './authenticate.js';
import { askForLink } from './forgot.js';
import { hashPassword, longestPassword, passwordMatches } from './secrets.js';
import { enter, leave, type SessionNeeds, sessionOf } from './session.js';
import { closeSessionsOf } from './sessions.js';
import { createRateLimit, createThrottle, type Throttle } from './throttle.js';
import { beginView, endView } from './view-as.js';

const password = Type.String({ maxLength: longestPassword * 4 });
const schemas: Schemas<typeof sessionEndpoints> = {
  signIn: {
    body: Type.Object(
      { email: Type.String({ minLength: 1, maxLength: 250 }), password: Type.String({ minLength: 1, maxLength: longestPassword * 4 }) },
      { additionalProperties: false },
    ),
  },
  forgot: { body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 250 }) }, { additionalProperties: false }) },
  session: {},
  present: {},
  signOut: { whileViewing: true },
  viewAs: { body: Type.Object({ personId: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }), secretReply: true },
  endView: { whileViewing: true },
  changeMe: {
    body: Type.Object(
      {
        name: Type.Optional(needed(200)),
        language: Type.Optional(Type.String({ maxLength: 20 })),
        timeZone: Type.Optional(Type.String({ maxLength: 60 })),
        phone: Type.Optional(lineOrNull(60)),
        photoId: Type.Optional(idOrNull),
        password: Type.Optional(password),
        oldPassword: Type.Optional(password),
      },
      { additionalProperties: false },
    ),
  },
};

interface Throttles {
  account: Throttle;
  address: Throttle;
}

/**
 * One answer, after the same work, whether the address is unknown, the password wrong or the person dismissed: nobody
 * learns here who has an account (OWASP ASVS 5, 6.3.8).
 */
async function signIn(
  needs: SessionNeeds,
  throttles: Throttles,
  body: { email: string; password: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session> {
  const { db, log } = needs.services;
  const email = fold(body.email);
  const account = `${email}\n${request.ip}`;
  throttles.address.check(request.ip);
  throttles.account.check(account);
  // Counted before the password is looked at, so that many tries at the same moment are not all the first one.
  throttles.account.failed(account);
  const row = await db.read
    .selectFrom('people')
    .select(['id', 'password_hash'])
    .where('folded_email', '=', email)
    .where('status', '=', 'active')
    .executeTakeFirst();
  const right = await passwordMatches(row?.password_hash ?? null, body.password);
  if (!row || !right) {
    throttles.address.failed(request.ip);
    log.warn({ requestId: request.id, address: request.ip }, 'sign-in refused');
    throw new Refusal(401, 'wrong-credentials');
  }
  throttles.account.succeeded(account);
  return enter(needs, row.id, request, reply);
}

type Change = { name?: string; language?: string; timeZone?: string; phone?: string | null; photoId?: number | null; password?: string; oldPassword?: string };

/** @throws Refusal 422 on `oldPassword` when it is not the present one. */
async function checkOldPassword({ services }: SessionNeeds, throttle: Throttle, personId: number, given: string | undefined): Promise<void> {
  if (given === undefined) throw invalidField('oldPassword', 'required');
  const key = `me\n${personId}`;
  throttle.check(key);
  throttle.failed(key);
  const row = await services.db.read.selectFrom('people').select('password_hash').where('id', '=', personId).executeTakeFirst();
  if (!(await passwordMatches(row?.password_hash ?? null, given))) throw invalidField('oldPassword', 'wrong-password');
  throttle.succeeded(key);
}

async function changeMe(needs: SessionNeeds, throttle: Throttle, actor: Actor, change: Change, request: FastifyRequest): Promise<Session> {
  const { db, access, now } = needs.services;
  const personId = actor.personId as number;
  demandPerson(actor);
  checkLanguage(change.language);
  checkTimeZone(change.timeZone);
  await demandPhoto(needs.services, actor, personId, change.photoId);
  const fields = Object.keys(change).filter((field) => field !== 'oldPassword');
  if (fields.length === 0) return sessionOf(needs, actor);
  let hash: string | undefined;
  if (change.password !== undefined) {
    checkPassword(change.password);
    await checkOldPassword(needs, throttle, personId, change.oldPassword);
    hash = await hashPassword(change.password);
  }
  const name = change.name?.trim();
  await db.write(async (tx) => {
    const { phone: present } = await tx.q.selectFrom('people').select('phone').where('id', '=', personId).executeTakeFirstOrThrow();
    await tx.q
      .updateTable('people')
      .set((eb) => ({
        version: eb('version', '+', 1),
        ...(name === undefined ? {} : { name, folded_name: fold(name) }),
        ...(change.language === undefined ? {} : { language: change.language }),
        ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
        ...(change.phone === undefined ? {} : { phone: phoneOf(change.phone, present) }),
        ...(change.photoId === undefined ? {} : { photo_id: change.photoId }),
        ...(hash === undefined ? {} : { password_hash: hash }),
      }))
      .where('id', '=', personId)
      .execute();
    if (change.photoId !== undefined) await holdPhoto(tx, now(), personId, change.photoId);
    if (hash !== undefined) await closeSessionsOf(tx.q, personId, request.cookies[sessionCookie]);
    await audit(tx, now(), actor, 'person.changed', `core.person:${personId}`, { fields });
  });
  await access.forget();
  sessionsChanged(needs.services, [personId]);
  return sessionOf(needs, (await access.actorOf(personId)) ?? actor);
}

export function sessionApi(needs: SessionNeeds): Api {
  // A whole office may share one address, so that it is given more tries than one account from one address.
  // A whole office that forgets its passwords on the same morning still gets its links.
  const asking = createRateLimit(20, 15 * 60_000);
  const throttles = { account: createThrottle(), address: createThrottle({ free: 50 }) };
  return api(sessionEndpoints, schemas, {
    signIn: ({ body, request, reply }) => signIn(needs, throttles, body, request, reply),
    forgot: async ({ body, request }) => {
      asking(request.ip);
      await askForLink(needs.services, body.email);
      return { asked: true as const };
    },
    session: ({ actor }) => sessionOf(needs, actor),
    present: async ({ actor, reply }) => {
      reply.header('cache-control', 'no-store');
      return actor.personId === null ? null : sessionOf(needs, actor);
    },
    signOut: async ({ request, reply }) => {
      await leave(needs, request, reply);
      return { signedOut: true as const };
    },
    viewAs: ({ actor, body, request }) => beginView(needs, actor, request, body.personId),
    endView: ({ actor, request }) => endView(needs, actor, request),
    changeMe: ({ actor, body, request }) => changeMe(needs, throttles.account, actor, body, request),
  });
}
