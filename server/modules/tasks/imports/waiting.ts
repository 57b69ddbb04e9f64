import type { Tx } from '../../../core/db/database.js';
import { Refusal } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { task } from '../kinds.js';
import { checkParent } from '../tasks/check.js';
import { followTasks } from '../tasks/follow.js';
import type { Job, Made } from './job.js';

/** Puts tasks of earlier batches below their parent, now that it is there; one whose parent never comes stands on its own. */
export async function linkWaiting({ tasks, earlier }: Job, tx: Tx, made: readonly Made[]): Promise<void> {
  for (const { ready, id, row } of made) {
    if (ready.parent !== '' && row.parent_id === null) earlier.wait(tx, ready.parent, id);
    for (const name of new Set([ready.origin, String(ready.values.title)]))
      for (const child of name === null ? [] : earlier.waitingFor(tx, name)) {
        const before = await readRow(tasks.records, tx.q, task, child, { lock: true });
        if (!before || before.parent_id !== null || !(await fitsBelow(tx, child, id))) continue;
        await tx.update(task.table, child, { parent_id: id });
        await followTasks(tasks, tx, [{ before, after: { ...before, parent_id: id } }]);
      }
  }
}

/** Whether a task may lie below another one: not below itself, and not too deep. */
async function fitsBelow(tx: Tx, child: number, parent: number): Promise<boolean> {
  try {
    await checkParent(tx, child, parent);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
