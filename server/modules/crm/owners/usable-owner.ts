import type { Queries } from '../../../core/db/database.js';

/** The person, unless they have left: what the portal makes by itself must not end at somebody who is gone. */
export async function usableOwner(q: Queries, ownerId: number | null): Promise<number | null> {
  if (ownerId === null) return null;
  const person = await q.selectFrom('people').select('id').where('id', '=', ownerId).where('status', '<>', 'dismissed').executeTakeFirst();
  return person?.id ?? null;
}
