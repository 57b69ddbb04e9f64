import type { Actor } from '../access/actor.js';
import { chained, chainStart } from '../db/audit-chain.js';
import type { Tx } from '../db/database.js';
import { aloneUntilCommit } from '../db/lock.js';
import { prepared } from '../db/prepared.js';

const newest = prepared((q) => q.selectFrom('audit').select(['id', 'hash']).orderBy('id', 'desc').limit(1).compile());

/**
 * Writes who did what into the audit log, which is only ever added to. The entry is chained to the one before it as the last
 * thing in its transaction, so that those who write at the same time on PostgreSQL wait for each other's commit alone.
 * @param action dotted, in the past: `role.changed`, `module.parked`; its words stand under `<module>:audit.<action>`.
 * @param data no secrets, no personal data beyond ids.
 */
export async function audit(
  tx: Tx,
  now: string,
  actor: Pick<Actor, 'personId'>,
  action: string,
  target: string | null,
  data: Record<string, unknown> = {},
): Promise<void> {
  const entry = { at: now, actor_id: actor.personId, action, target, data: JSON.stringify(data) };
  tx.beforeCommit(async () => {
    await aloneUntilCommit(tx, 'audit');
    const [before] = await newest(tx.q, {});
    const numbered = { id: (before?.id ?? 0) + 1, ...entry };
    await tx.insert('audit', { ...numbered, hash: chained(before?.hash ?? chainStart, numbered) });
  });
}
