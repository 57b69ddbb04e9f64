import type { Actor } from '../../../core/access/actor.js';
import { audit } from '../../../core/audit/audit.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { aloneUntilCommit } from '../../../core/db/lock.js';
import { forbidden, invalidField } from '../../../core/http/problem.js';
import type { Tasks } from '../run.js';
import type {} from './tables.js';

/** The first day that is still open; null: all are. */
export async function lockedBefore(q: Queries): Promise<string | null> {
  return (await q.selectFrom('tasks_time_locks').select('before_day').orderBy('id', 'desc').limit(1).executeTakeFirst())?.before_day ?? null;
}

/** To be asked by everything that writes time: entries and locks take turns. */
export async function lockForEntries(tx: Tx, personId: number): Promise<string | null> {
  await aloneUntilCommit(tx, `tasks.time.${personId}`);
  return lockedBefore(tx.q);
}

/** Locks all days before one, or opens them again. @throws Refusal 403, 422 on `before`. */
export async function setLock(tasks: Tasks, tx: Tx, actor: Actor, before: string | null): Promise<{ before: string | null }> {
  if (!tasks.access.scope(actor, 'tasks.time.lock').all) throw forbidden('tasks.time.lock');
  if (before !== null && before > dayIn(tasks.settings.company().timeZone, tasks.now())) throw invalidField('before', 'in-the-future');
  await tx.insert('tasks_time_locks', { before_day: before, set_at: tasks.now(), set_by: actor.personId });
  await audit(tx, tasks.now(), actor, 'tasks.time.locked', before, {});
  return { before };
}
