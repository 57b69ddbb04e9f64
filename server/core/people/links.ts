import { hashSecret, newSecret } from '../auth/secrets.js';
import type { Queries, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';

/** `invite`: the first password of somebody new; `reset`: a new one for somebody who has an account. */
export type LinkKind = 'invite' | 'reset';

const hour = 3_600_000;
/** How long a link works: an invitation waits for somebody to begin, a way back is asked for by whoever needs it now. */
const lifeMs = { invite: 7 * 24 * hour, reset: 24 * hour } as const;
/** A link that was asked for by nobody in particular, from the page of sign-in. */
export const askedLifeMs = hour;

/**
 * Makes a link by which a person sets their own password. It works once; an older link of the same person stops working.
 * @returns its place in the portal, which holds the secret and is stored nowhere.
 */
export async function createLink(
  tx: Tx,
  personId: number,
  kind: LinkKind,
  now: string,
  life: number = lifeMs[kind],
): Promise<{ path: string; expiresAt: string }> {
  const { secret, hash } = newSecret();
  const expiresAt = plusMilliseconds(now, life);
  await tx.q.deleteFrom('invites').where('person_id', '=', personId).execute();
  await tx.q.insertInto('invites').values({ token_hash: hash, person_id: personId, expires_at: expiresAt, kind, created_at: now }).execute();
  return { path: `/invite/${secret}`, expiresAt };
}

/** The person behind a link that still works; undefined when it was used, replaced or has run out. */
export function findLink(q: Queries, secret: string, now: string) {
  return q
    .selectFrom('invites as i')
    .innerJoin('people as p', 'p.id', 'i.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'i.kind'])
    .where('i.token_hash', '=', hashSecret(secret))
    .where('i.expires_at', '>', now)
    .where('p.status', '<>', 'dismissed')
    .executeTakeFirst();
}
