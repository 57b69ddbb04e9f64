import type { Tx } from '../../../core/db/database.js';
import { createMany, noteManyOnTimeline } from '../../../core/records/bulk.js';
import type { Row, Values } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import { lastPositions, positionStep } from '../tasks/check.js';
import { followTasks } from '../tasks/follow.js';
import type { Job, Made, Ready } from './job.js';
import { storeChecks, storeSaid } from './store-inside.js';
import type {} from './tables.js';
import { linkWaiting, type Waiting } from './waiting.js';

/** Stores tasks level by level: one whose parent is in the same batch comes after it. */
export async function storeTasks(
  job: Job,
  tx: Tx,
  list: readonly Ready[],
  known: Map<string, number>,
  people: ReadonlyMap<string, number>,
  waiting: Waiting,
): Promise<void> {
  const { tasks, actor } = job;
  const titles = await job.earlier.find(
    tx,
    list.flatMap(({ parent }) => (parent === '' || known.has(parent) ? [] : [parent])),
  );
  const lasts = await lastPositions(tasks, tx, new Set(list.map(({ values }) => values.stageId as number | null)));
  const waitsFor = new Set(list.flatMap(({ origin, values }) => [...(origin === null ? [] : [origin]), `title ${values.title}`]));
  const made: Made[] = [];
  for (let left = [...list]; left.length > 0; ) {
    const isThere = (parent: string) => known.get(parent) ?? titles.get(parent);
    const ready = left.filter(
      ({ parent, values }) =>
        parent === '' || isThere(parent) !== undefined || values.title === parent || !(waitsFor.has(parent) || waitsFor.has(`title ${parent}`)),
    );
    // Those that wait for each other stand on their own.
    const level = ready.length > 0 ? ready : left;
    const values = level.map((one): Values => {
      const stageId = one.values.stageId as number | null;
      const position = (lasts.get(stageId) ?? 0) + positionStep;
      lasts.set(stageId, position);
      return { ...one.values, position, parentId: one.parent === '' ? null : (isThere(one.parent) ?? null) };
    });
    const rows = await createMany(tasks.records, tx, actor, task, values, 'import');
    for (const [n, one] of level.entries()) {
      const row = rows[n] as Row;
      made.push({ ready: one, id: row.id as number, row });
      if (one.origin !== null) known.set(one.origin, row.id as number);
      const title = String(one.values.title);
      if (!titles.has(title)) titles.set(title, row.id as number);
      job.earlier.add(tx, title, row.id as number);
    }
    const stored = new Set(level);
    left = left.filter((one) => !stored.has(one));
  }
  await linkWaiting(job, tx, made, waiting);
  await storeChecks(job, tx, made);
  await storeSaid(job, tx, made, people);
  await tx.insertMany(
    'tasks_origins',
    made.flatMap(({ ready, id }) => (ready.origin === null ? [] : [{ task_id: id, origin: ready.origin }])),
  );
  await followTasks(
    tasks,
    tx,
    made.map(({ row }) => ({ before: null, after: row })),
  );
  await noteManyOnTimeline(
    tasks.records,
    tx,
    actor,
    made.map(({ id }) => ({ on: { type: task.type, id }, kind: 'tasks.task.created', data: { taskId: id } })),
  );
}
