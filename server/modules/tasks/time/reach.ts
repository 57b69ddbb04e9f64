import { type RawBuilder, sql } from 'kysely';
import type { TimeFilter } from '../../../contracts/tasks/time.js';
import type { Actor } from '../../../core/access/actor.js';
import { inIds } from '../../../core/db/fragments.js';
import { type FieldError, invalid, invalidField } from '../../../core/http/problem.js';
import { scopeOf } from '../../../core/records/context.js';
import { withinScope } from '../../../core/records/within.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

/** Entries `e` beside their tasks `t`; nothing of a task that is in the bin. */
export const timeOfTasks = sql`tasks_time e left join tasks_tasks t on t.id = e.task_id and t.deleted_at is null`;

export interface TimeReach {
  /** Whether whoever asks sees the task of an entry. */
  seesTask: RawBuilder<boolean>;
  /** Whether they see the entry: with its task, or as time of their own or of their people. */
  seesEntry: RawBuilder<boolean>;
}

/** Which time somebody sees: who sees a task sees the time on it, and heads see that of their people on any. */
export function timeReach(tasks: Tasks, actor: Actor, action: 'read' | 'export'): TimeReach {
  const scope = scopeOf(tasks.records, actor, task, action);
  const { dialect } = tasks.db;
  const [within] = withinScope(dialect, task, scope, 't');
  const seesTask = sql<boolean>`(t.id is not null and ${within ?? sql`1 = 1`})`;
  if (scope.all) return { seesTask, seesEntry: sql<boolean>`1 = 1` };
  const owners = actor.personId === null ? scope.owners : [...new Set([...scope.owners, actor.personId])];
  return { seesTask, seesEntry: sql<boolean>`(${inIds(dialect, sql.ref('e.person_id'), owners)} or ${seesTask})` };
}

/** What is asked for, as one condition; what belongs to a task counts only where that task is seen. @throws Refusal 422. */
export function timeWhere({ seesTask, seesEntry }: TimeReach, filter: TimeFilter): RawBuilder<boolean> {
  const { from, to, personId, taskId, projectId, aboutType, aboutId } = filter;
  if (from !== undefined && to !== undefined && to < from) throw invalidField('to', 'before-start');
  const errors: FieldError[] = [];
  if (aboutType === undefined && aboutId !== undefined) errors.push({ path: 'aboutType', message: 'required' });
  if (aboutType !== undefined && aboutId === undefined) errors.push({ path: 'aboutId', message: 'required' });
  if (errors.length > 0) throw invalid(errors);
  const conditions = [seesEntry];
  if (from !== undefined) conditions.push(sql`e.day >= ${from}`);
  if (to !== undefined) conditions.push(sql`e.day <= ${to}`);
  if (personId !== undefined) conditions.push(sql`e.person_id = ${personId}`);
  if (taskId !== undefined) conditions.push(sql`e.task_id = ${taskId}`);
  if (projectId !== undefined) conditions.push(sql`t.project_id = ${projectId} and ${seesTask}`);
  if (aboutType !== undefined) conditions.push(sql`t.about_type = ${aboutType} and t.about_id = ${aboutId} and ${seesTask}`);
  return sql.join(conditions, sql` and `);
}
