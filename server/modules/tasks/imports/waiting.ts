import type { Tx } from '../../../core/db/database.js';
import { Refusal } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { task } from '../kinds.js';
import { checkParent } from '../tasks/check.js';
import { followTasks } from '../tasks/follow.js';
import type { Job, Made } from './job.js';

/** More would make each transaction of an import slow; those beyond stand on their own, and are counted as such. */
const mostWaiting = 10_000;

/** Tasks whose parent was not there yet, by what they call it: an export may have the newest first. Kept with the import, so that a restart forgets none. */
export class Waiting {
  private readonly ids: Map<string, number[]>;
  private count = 0;
  private isChanged = false;
  /** By so many tasks more, or less, stand on their own although they name a parent. */
  alone = 0;

  /** @param kept as {@link toKeep} gave it to an earlier batch. */
  constructor(kept: unknown) {
    this.ids = new Map(kept as [string, number[]][] | undefined);
    for (const { length } of this.ids.values()) this.count += length;
  }

  add(parent: string, id: number): void {
    if (this.count >= mostWaiting) return;
    this.ids.set(parent, [...(this.ids.get(parent) ?? []), id]);
    this.count += 1;
    this.isChanged = true;
  }

  /** Those that wait for one that is called so; none is given twice. */
  take(name: string): number[] {
    const ids = this.ids.get(name);
    if (!ids) return [];
    this.ids.delete(name);
    this.count -= ids.length;
    this.isChanged = true;
    return ids;
  }

  /** What later batches are to know; undefined when it is what this one was given. */
  toKeep(): [string, number[]][] | undefined {
    return this.isChanged ? [...this.ids] : undefined;
  }
}

/** Puts tasks of earlier batches below their parent, now that it is there; one whose parent never comes stands on its own. */
export async function linkWaiting({ tasks }: Job, tx: Tx, made: readonly Made[], waiting: Waiting): Promise<void> {
  for (const { ready, id } of made)
    for (const name of new Set([ready.origin, String(ready.values.title)]))
      for (const child of name === null ? [] : waiting.take(name)) {
        const before = await readRow(tasks.records, tx.q, task, child, { lock: true });
        if (!before || before.parent_id !== null || !(await fitsBelow(tx, child, id))) continue;
        await tx.update(task.table, child, { parent_id: id });
        await followTasks(tasks, tx, [{ before, after: { ...before, parent_id: id } }]);
        waiting.alone -= 1;
      }
  // Only now: those of this batch that wait for each other stand on their own.
  for (const { ready, id, row } of made) {
    if (ready.parent === '' || row.parent_id !== null) continue;
    waiting.add(ready.parent, id);
    waiting.alone += 1;
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
