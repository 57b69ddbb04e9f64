import type { Selectable } from 'kysely';
import type { Tables } from '../../core/db/tables.js';
import type { Return } from '../../core/time-machine/returns.js';
import { recountChecks } from './checks/checks.js';
import { closesCircle, dependencyBetween } from './dependencies/dependencies.js';
import type { Tasks } from './run.js';
import { mayReturn, tellTime } from './time/entries.js';

type Row<T extends keyof Tables> = Selectable<Tables[T]>;

/** How points, dependencies and hours of a task that is there come back out of a backup, and go again. */
export const partsOfTask = (tasks: Tasks): NonNullable<Return['parts']> => ({
  async mayCome(tx, table, row) {
    if (table === 'tasks_dependencies') {
      const { from_id, to_id } = row as unknown as Row<'tasks_dependencies'>;
      return !(await closesCircle(tx, from_id, to_id)) && !(await dependencyBetween(tx.q, from_id, to_id));
    }
    if (table !== 'tasks_time') return true;
    const entry = row as unknown as Row<'tasks_time'>;
    const comes = await mayReturn(tx, entry);
    if (comes) tellTime(tasks, tx, entry.person_id);
    return comes;
  },
  async mayGo(tx, table, id, cameAt) {
    if (table === 'tasks_checks') {
      const point = await tx.q.selectFrom('tasks_checks').select('done_at').where('id', '=', id).executeTakeFirst();
      return !point?.done_at || point.done_at <= cameAt;
    }
    if (table !== 'tasks_time') return true;
    const entry = await tx.q.selectFrom('tasks_time').select(['person_id', 'updated_at']).where('id', '=', id).executeTakeFirst();
    if (entry) tellTime(tasks, tx, entry.person_id);
    return !entry || entry.updated_at <= cameAt;
  },
  async changed(tx, actor, row, tables) {
    if (tables.includes('tasks_checks')) await recountChecks(tasks, tx, actor, row);
  },
});

/** The same of the columns of a project's board: one in which tasks lie by now does not go. */
export const partsOfProject: NonNullable<Return['parts']> = {
  mayCome: async () => true,
  async mayGo(tx, _table, id) {
    return !(await tx.q.selectFrom('tasks_tasks').select('id').where('stage_id', '=', id).limit(1).executeTakeFirst());
  },
  changed: async () => undefined,
};
