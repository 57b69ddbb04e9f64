import type { Database } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { prepared } from '../db/prepared.js';
import { hashSecret, newSecret } from './secrets.js';

export const sessionDays = 30;
const sessionMs = sessionDays * 86_400_000;

/** Opens a session. The answer is the cookie's value, which is not stored anywhere. */
export async function openSession(db: Database, personId: number, agent: string | null, now: string): Promise<string> {
  const { secret, hash } = newSecret();
  await db.write(({ q }) =>
    q
      .insertInto('sessions')
      .values({
        token_hash: hash,
        person_id: personId,
        created_at: now,
        expires_at: plusMilliseconds(now, sessionMs),
        last_used_at: now,
        agent: agent?.slice(0, 200) ?? null,
      })
      .execute(),
  );
  return secret;
}

export interface FoundSession {
  sessionId: number;
  personId: number;
  /** Whom an administrator looks at the portal as. */
  viewingAs: number | null;
  lastUsedAt: string | null;
}

const sessionRows = prepared((q, { hash, now }: { hash: string; now: string }) =>
  q.selectFrom('sessions').select(['id', 'person_id', 'viewing_as', 'last_used_at']).where('token_hash', '=', hash).where('expires_at', '>', now).compile(),
);

export async function findSession(db: Database, secret: string, now: string): Promise<FoundSession | undefined> {
  const [row] = await sessionRows(db.read, { hash: hashSecret(secret), now });
  return row && { sessionId: row.id, personId: row.person_id, viewingAs: row.viewing_as, lastUsedAt: row.last_used_at };
}

const noteSessionEveryMs = 600_000;

/** Notes when a session was used, to ten minutes: a write for every call would cost more than it tells. */
export async function noteSessionUse(db: Database, session: FoundSession, now: string): Promise<void> {
  if (session.lastUsedAt !== null && now < plusMilliseconds(session.lastUsedAt, noteSessionEveryMs)) return;
  await db.write(({ q }) => q.updateTable('sessions').set({ last_used_at: now }).where('id', '=', session.sessionId).execute());
}

export async function closeSession(db: Database, secret: string): Promise<void> {
  await db.write(({ q }) => q.deleteFrom('sessions').where('token_hash', '=', hashSecret(secret)).execute());
}

/** Signs a person out everywhere, as after a new password or a dismissal. @returns how many sessions ended. */
export async function closeSessionsOf(q: Database['read'], personId: number, exceptSecret?: string): Promise<number> {
  let query = q.deleteFrom('sessions').where('person_id', '=', personId);
  if (exceptSecret) query = query.where('token_hash', '<>', hashSecret(exceptSecret));
  return (await query.returning('id').execute()).length;
}

export interface TokenOwner {
  tokenId: number;
  personId: number;
  /** Permissions, or `*` for all that the person may do. */
  scopes: string[];
  lastUsedAt: string | null;
}

const tokenRows = prepared((q, { hash }: { hash: string }) =>
  q.selectFrom('api_tokens').select(['id', 'person_id', 'scopes', 'last_used_at']).where('token_hash', '=', hash).compile(),
);

export async function ownerOfToken(db: Database, secret: string): Promise<TokenOwner | undefined> {
  const [row] = await tokenRows(db.read, { hash: hashSecret(secret) });
  return row && { tokenId: row.id, personId: row.person_id, scopes: JSON.parse(row.scopes), lastUsedAt: row.last_used_at };
}

const noteUseEveryMs = 3_600_000;

/** Notes when a token was used, to the hour: often enough to see which ones nobody needs any more. */
export async function noteTokenUse(db: Database, owner: TokenOwner, now: string): Promise<void> {
  if (owner.lastUsedAt !== null && now < plusMilliseconds(owner.lastUsedAt, noteUseEveryMs)) return;
  await db.write(({ q }) => q.updateTable('api_tokens').set({ last_used_at: now }).where('id', '=', owner.tokenId).execute());
}

/** Takes away what has run out: sessions, invitations, and answers kept for repeated calls. */
export async function forgetExpired(q: Database['read'], now: string): Promise<void> {
  await q.deleteFrom('sessions').where('expires_at', '<=', now).execute();
  await q.deleteFrom('invites').where('expires_at', '<=', now).execute();
  await q
    .deleteFrom('idempotency_keys')
    .where('at', '<=', plusMilliseconds(now, -48 * 3_600_000))
    .execute();
}
