import type { Actor } from '../access/actor.js';
import type { Queries } from '../db/database.js';

/**
 * What a notice says of who has records now that were its reader's.
 * @param by who gave them, @param ownerId null: nobody has them.
 */
export async function takenParams(q: Queries, by: Actor, ownerId: number | null): Promise<Record<string, unknown>> {
  if (ownerId === null) return { context: 'nobody' };
  if (ownerId === by.personId) return { context: 'self' };
  const owner = await q.selectFrom('people').select('name').where('id', '=', ownerId).executeTakeFirst();
  return { to: owner?.name ?? '' };
}
