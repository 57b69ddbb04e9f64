import type { PlannedTask } from '../../../contracts/tasks/endpoints.js';
import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { get } from '../../../core/records/change.js';
import { list } from '../../../core/records/list.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

const mostPlanned = 500;
const mostDays = 100;

async function planned(q: Queries, personId: number, from: string, to: string): Promise<PlannedTask[]> {
  const rows = await q
    .selectFrom('tasks_plan')
    .selectAll()
    .where('person_id', '=', personId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('position')
    .limit(mostPlanned)
    .execute();
  return rows.map(({ task_id, day, position }) => ({ taskId: task_id, day, position }));
}

/** Somebody's own plan between two days, with the tasks that they may still see. */
export async function planOf(tasks: Tasks, actor: Actor, { from, to }: { from: string; to: string }): Promise<{ items: PlannedTask[]; tasks: Task[] }> {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days < 0) throw invalidField('to', 'before-start');
  if (days > mostDays) throw invalidField('to', 'too-large', { max: mostDays });
  const items = await planned(tasks.db.read, actor.personId ?? 0, from, to);
  const found: Task[] = [];
  const atOnce = 200;
  for (let n = 0; n < items.length; n += atOnce) {
    const ids = items.slice(n, n + atOnce).map(({ taskId }) => taskId);
    found.push(...(await list<Task>(tasks.records, actor, task, { 'id.in': ids.join(), limit: String(atOnce) })).items);
  }
  const seen = new Set(found.map(({ id }) => id));
  return { items: items.filter(({ taskId }) => seen.has(taskId)), tasks: found };
}

/** Puts a task onto a day of one's own plan, or takes it off. @throws Refusal 404, 422 on `before`. */
export async function planTask(tasks: Tasks, tx: Tx, actor: Actor, id: number, day: string | null, before: number | null | undefined): Promise<PlannedTask[]> {
  await get(tasks.records, tx.q, actor, task, id);
  const personId = actor.personId ?? 0;
  await tx.q.deleteFrom('tasks_plan').where('person_id', '=', personId).where('task_id', '=', id).execute();
  if (day === null) return [];
  const order = (await planned(tx.q, personId, day, day)).map(({ taskId }) => taskId);
  const at = typeof before === 'number' ? order.indexOf(before) : order.length;
  if (at < 0) throw invalidField('before', 'unknown-record');
  if (order.length >= mostPlanned) throw invalidField('day', 'too-many', { max: mostPlanned });
  order.splice(at, 0, id);
  await tx.q.deleteFrom('tasks_plan').where('person_id', '=', personId).where('day', '=', day).execute();
  await tx.insertMany(
    'tasks_plan',
    order.map((taskId, position) => ({ person_id: personId, task_id: taskId, day, position })),
  );
  return planned(tx.q, personId, day, day);
}

const mostMarks = 1000;

const favourite = 'favourite';

export async function marksOf(q: Queries, personId: number): Promise<{ favourites: number[] }> {
  const mine = q.selectFrom('tasks_marks').select('task_id').where('person_id', '=', personId).where('mark', '=', favourite);
  return { favourites: (await mine.orderBy('task_id', 'desc').execute()).map((row) => row.task_id) };
}

/** Makes a task one's own favourite, or takes it off. @throws Refusal 404. */
export async function markTask(tasks: Tasks, tx: Tx, actor: Actor, id: number, isFavourite: boolean) {
  await get(tasks.records, tx.q, actor, task, id);
  const personId = actor.personId ?? 0;
  await tx.q.deleteFrom('tasks_marks').where('person_id', '=', personId).where('task_id', '=', id).where('mark', '=', favourite).execute();
  if (isFavourite) await tx.insertMany('tasks_marks', [{ person_id: personId, task_id: id, mark: favourite }]);
  const now = await marksOf(tx.q, personId);
  if (now.favourites.length > mostMarks) throw invalidField('favourite', 'too-many', { max: mostMarks });
  return now;
}
