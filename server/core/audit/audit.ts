import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';

/**
 * Writes who did what into the audit log, which is only ever added to.
 * @param action dotted, in the past: `role.changed`, `module.parked`. @param data no secrets, no personal data beyond ids.
 */
export async function audit(
  tx: Tx,
  now: string,
  actor: Pick<Actor, 'personId'>,
  action: string,
  target: string | null,
  data: Record<string, unknown> = {},
): Promise<void> {
  await tx.q
    .insertInto('audit')
    .values({ at: now, actor_id: actor.personId, action, target, data: JSON.stringify(data) })
    .execute();
}
