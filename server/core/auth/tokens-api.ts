import { Type } from 'typebox';
import { type ApiToken, personalScope, tokenEndpoints } from '../../contracts/core/rights.js';
import type { Actor } from '../access/actor.js';
import { demandPerson } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { conflict, invalid, notFound } from '../http/problem.js';
import { needed } from '../people/fields.js';
import { demandAccountInScope } from '../people/scope.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { newSecret } from './secrets.js';

const mostTokens = 100;

const schemas: Schemas<typeof tokenEndpoints> = {
  list: { query: Type.Object({ personId: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }) },
  create: {
    body: Type.Object(
      { name: needed(120), scopes: Type.Optional(Type.Array(Type.String({ maxLength: 120 }), { maxItems: 200, minItems: 1 })) },
      { additionalProperties: false },
    ),
    // The answer holds the secret and must not be kept to be given a second time.
    secretReply: true,
  },
  remove: { params: byId },
};

interface TokenRow {
  id: number;
  name: string;
  scopes: string;
  created_at: string;
  last_used_at: string | null;
}
const columns = ['id', 'name', 'scopes', 'created_at', 'last_used_at'] as const;
const toToken = (row: TokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  scopes: JSON.parse(row.scopes),
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});

/** @throws Refusal 422 for a scope that is not a permission of the person, 409 when they have too many tokens. */
export async function createToken(
  { db, now }: Pick<Services, 'db' | 'now'>,
  actor: Actor,
  draft: { name: string; scopes?: string[] },
): Promise<ApiToken & { token: string }> {
  demandPerson(actor);
  const personId = actor.personId as number;
  const scopes = [...new Set(draft.scopes ?? ['*'])];
  const errors = scopes.flatMap((scope, i) =>
    scope === '*' || scope === personalScope || actor.permissions.has(scope)
      ? []
      : [{ path: `scopes.${i}`, message: 'unknown-permission', params: { name: scope } }],
  );
  if (errors.length > 0) throw invalid(errors);
  const { secret, hash } = newSecret('sede_');
  const token = await db.write(async (tx) => {
    const { n } = await tx.q
      .selectFrom('api_tokens')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    if (n >= mostTokens) throw conflict('too-many-tokens');
    const row = await tx.q
      .insertInto('api_tokens')
      .values({ token_hash: hash, person_id: personId, name: draft.name.trim(), scopes: JSON.stringify(scopes), created_at: now(), last_used_at: null })
      .returning(columns)
      .executeTakeFirstOrThrow();
    await audit(tx, now(), actor, 'token.created', `core.token:${row.id}`, { scopes });
    return toToken(row);
  });
  return { ...token, token: secret };
}

/** Tokens, with which programs act in a person's name: one's own, and to be looked at and revoked those of people whom one manages. */
export const tokensApi = (services: Services): Api =>
  api(tokenEndpoints, schemas, {
    list: async ({ actor, query }) => {
      const personId = query.personId ?? (actor.personId as number);
      if (personId !== actor.personId) await demandAccountInScope(services, services.db.read, actor, personId);
      const rows = await services.db.read.selectFrom('api_tokens').select(columns).where('person_id', '=', personId).orderBy('id').execute();
      return { items: rows.map(toToken), next: null };
    },
    create: ({ actor, body }) => createToken(services, actor, body),
    remove: async ({ actor, params }) => {
      demandPerson(actor);
      return services.db.write(async (tx) => {
        const owner = await tx.q.selectFrom('api_tokens').select('person_id').where('id', '=', params.id).executeTakeFirst();
        if (!owner) throw notFound();
        if (owner.person_id !== actor.personId)
          await demandAccountInScope(services, tx.q, actor, owner.person_id).catch(() => {
            // Which numbers are tokens of others is nobody's business.
            throw notFound();
          });
        const row = await tx.q.deleteFrom('api_tokens').where('id', '=', params.id).returning(columns).executeTakeFirst();
        if (!row) throw notFound();
        await audit(tx, services.now(), actor, 'token.removed', `core.token:${params.id}`);
        return toToken(row);
      });
    },
  });
