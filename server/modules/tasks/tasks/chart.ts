import { sql } from 'kysely';
import { type ChartedTask, type Dependency, mostCharted } from '../../../contracts/tasks/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import { inIds } from '../../../core/db/fragments.js';
import type { Row } from '../../../core/records/kind.js';
import { firstIds } from '../../../core/records/list.js';
import { linksAt } from '../dependencies/dependencies.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { may } from './roles.js';

/** Of a task only what is drawn, and what says who may move it. */
const columns = [
  ...['id', 'version', 'title', 'state', 'owner_id', 'creator_id', 'helper_ids', 'observer_ids', 'project_id', 'stage_id', 'parent_id'],
  ...['planned_start_at', 'planned_end_at', 'deadline_at', 'estimate_minutes', 'may_move_deadline'],
  ...['subtask_count', 'subtask_done_count', 'check_count', 'check_done_count'],
];

/** The tasks that a list finds as a chart over time draws them. @throws Refusal 422 on a parameter. */
export async function chartOf(
  tasks: Tasks,
  actor: Actor,
  query: Record<string, unknown>,
): Promise<{ tasks: ChartedTask[]; links: Dependency[]; more: boolean }> {
  const { db } = tasks;
  const found = await firstIds(tasks.records, actor, task, query, mostCharted);
  const ids = found.slice(0, mostCharted);
  const { rows } = await sql<Row>`select ${sql.join(columns.map((column) => sql.ref(column)))} from tasks_tasks
    where ${inIds(db.dialect, sql.ref('id'), ids)} order by id`.execute(db.read);
  const isIn = new Set(ids);
  const links = (await linksAt(db.read, db.dialect, 'from_id', ids)).filter(({ toId }) => isIn.has(toId));
  const mayChange = tasks.access.may(actor, 'tasks.task.change');
  return {
    tasks: rows.map((row) => ({
      id: row.id,
      version: row.version,
      title: row.title,
      state: row.state,
      ownerId: row.owner_id,
      stageId: row.stage_id,
      parentId: row.parent_id,
      plannedStartAt: row.planned_start_at,
      plannedEndAt: row.planned_end_at,
      deadlineAt: row.deadline_at,
      estimateMinutes: row.estimate_minutes,
      subtaskCount: row.subtask_count,
      subtaskDoneCount: row.subtask_done_count,
      checkCount: row.check_count,
      checkDoneCount: row.check_done_count,
      mayPlan: mayChange && may(tasks, actor, row, 'change'),
      mayMoveDeadline: mayChange && may(tasks, actor, row, 'moveDeadline'),
    })) as ChartedTask[],
    links,
    more: found.length > ids.length,
  };
}
