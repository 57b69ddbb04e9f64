import { sql } from 'kysely';
import { Type } from 'typebox';
import { type OpenSession, sessionListEndpoints } from '../../contracts/core/session.js';
import type { Actor } from '../access/actor.js';
import { demandPerson } from '../access/demand.js';
import { sessionsChanged } from '../access/sessions-changed.js';
import { audit } from '../audit/audit.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { notFound } from '../http/problem.js';
import { demandAccountInScope } from '../people/scope.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { sessionCookie } from './authenticate.js';
import { hashSecret } from './secrets.js';
import { closeSessionsOf } from './sessions.js';

const schemas: Schemas<typeof sessionListEndpoints> = {
  list: { query: Type.Object({ personId: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }) },
  end: { params: byId },
  endOthers: {},
};

/** The browsers in which somebody is signed in: one's own, or those of people whom one manages. */
export function sessionsApi(services: Services): Api {
  const { db, now } = services;
  const own = (actor: Actor) => actor.personId as number;
  return api(sessionListEndpoints, schemas, {
    list: async ({ actor, query, request }) => {
      const personId = query.personId ?? own(actor);
      if (personId !== own(actor)) await demandAccountInScope(services, db.read, actor, personId);
      const here = request.cookies[sessionCookie];
      const rows = await db.read
        .selectFrom('sessions')
        .select(['id', 'token_hash', 'created_at', 'last_used_at', 'agent'])
        .where('person_id', '=', personId)
        .where('expires_at', '>', now())
        .orderBy(sql`coalesce(last_used_at, created_at)`, 'desc')
        .orderBy('id', 'desc')
        .execute();
      const items = rows.map(
        (row): OpenSession => ({
          id: row.id,
          agent: row.agent,
          createdAt: row.created_at,
          lastUsedAt: row.last_used_at ?? row.created_at,
          current: here !== undefined && row.token_hash === hashSecret(here),
        }),
      );
      return { items, next: null };
    },
    end: async ({ actor, params }) => {
      demandPerson(actor);
      const row = await db.read.selectFrom('sessions').select('person_id').where('id', '=', params.id).executeTakeFirst();
      if (!row) throw notFound();
      if (row.person_id !== own(actor)) await demandAccountInScope(services, db.read, actor, row.person_id).catch(hidden);
      await db.write(async (tx) => {
        await tx.q.deleteFrom('sessions').where('id', '=', params.id).execute();
        await audit(tx, now(), actor, 'session.ended', `core.person:${row.person_id}`);
      });
      sessionsChanged(services, [row.person_id]);
      return { ended: 1 };
    },
    endOthers: async ({ actor, request }) => {
      demandPerson(actor);
      const ended = await db.write(async (tx) => {
        const closed = await closeSessionsOf(tx.q, own(actor), request.cookies[sessionCookie]);
        await audit(tx, now(), actor, 'session.ended', `core.person:${own(actor)}`, { others: closed });
        return closed;
      });
      sessionsChanged(services, [own(actor)]);
      return { ended };
    },
  });
}

/** Which numbers are sessions of others is nobody's business. */
const hidden = (): never => {
  throw notFound();
};
