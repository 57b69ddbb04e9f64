import type { Migration } from '../../server/core/db/migrate.js';
import type { Column, Schema } from '../../server/core/db/schema.js';

const live = 'deleted_at is null';

/** A record's table with the two indexes that its lists walk for each sortable column. */
async function recordTable(m: Schema, name: string, columns: Record<string, Column>, sortable: readonly string[]): Promise<void> {
  const system = { created_at: 'text', created_by: 'int?', updated_at: 'text', deleted_at: 'text?' } as const;
  await m.createTable(name, { columns: { id: 'id', version: 'int', ...columns, owner_id: 'int?', ...system } });
  for (const column of ['created_at', ...sortable]) {
    await m.createIndex(`${name}_by_${column}`, name, [column, 'id', 'owner_id'], { where: live });
    await m.createIndex(`${name}_by_owner_${column}`, name, ['owner_id', column, 'id'], { where: live });
  }
}

export const base: Migration = {
  name: '0001-base',
  async up(m) {
    await recordTable(
      m,
      'tasks_projects',
      {
        name: 'text',
        description: 'text?',
        visibility: 'text?',
        moderator_ids: 'text',
        member_ids: 'text',
        department_ids: 'text?',
        start_on: 'text?',
        end_on: 'text?',
        colour: 'int?',
        archived_at: 'text?',
        task_count: 'int?',
        done_count: 'int?',
      },
      [],
    );
    await m.createTable('tasks_stages', {
      columns: {
        id: 'id',
        project_id: { type: 'int', references: 'tasks_projects' },
        name: 'text',
        colour: 'int?',
        task_limit: 'int?',
        position: 'int',
      },
    });
    await m.createIndex('tasks_stages_by_project', 'tasks_stages', ['project_id', 'position']);
    await recordTable(
      m,
      'tasks_tasks',
      {
        title: 'text',
        description: 'text?',
        description_text: 'text?',
        state: 'text?',
        priority: 'text?',
        creator_id: 'int?',
        helper_ids: 'text',
        observer_ids: 'text',
        deadline_at: 'text?',
        planned_start_at: 'text?',
        planned_end_at: 'text?',
        estimate_minutes: 'int?',
        project_id: 'int?',
        stage_id: 'int?',
        parent_id: 'int?',
        tags: 'text',
        about_type: 'text?',
        about_id: 'int?',
        about_title: 'text?',
        needs_result: 'int',
        result: 'text?',
        result_file_ids: 'text?',
        needs_acceptance: 'int',
        working_days_only: 'int',
        may_move_deadline: 'int',
        position: 'int?',
        started_at: 'text?',
        closed_at: 'text?',
        deferred_until: 'text?',
        reason: 'text?',
        subtask_count: 'int?',
        subtask_done_count: 'int?',
        check_count: 'int?',
        check_done_count: 'int?',
      },
      ['deadline_at', 'closed_at', 'position'],
    );
    await m.createIndex('tasks_tasks_by_project', 'tasks_tasks', ['project_id', 'created_at', 'id'], { where: live });
    await m.createIndex('tasks_tasks_by_stage', 'tasks_tasks', ['stage_id', 'position', 'id'], { where: live });
    await m.createIndex('tasks_tasks_by_parent', 'tasks_tasks', ['parent_id', 'id'], { where: `${live} and parent_id is not null` });
    await m.createIndex('tasks_tasks_by_about', 'tasks_tasks', ['about_type', 'about_id', 'created_at', 'id'], { where: `${live} and about_id is not null` });
    // The people at a task beside its responsible: found by person for lists, by task for changes.
    await m.createTable('tasks_people', { columns: { record_id: 'int', person_id: 'int', role: 'text' }, primaryKey: ['record_id', 'person_id', 'role'] });
    await m.createIndex('tasks_people_by_person', 'tasks_people', ['person_id', 'role', 'record_id']);
    await m.createTable('tasks_plan', { columns: { person_id: 'int', task_id: 'int', day: 'text', position: 'int' }, primaryKey: ['person_id', 'task_id'] });
    await m.createIndex('tasks_plan_by_day', 'tasks_plan', ['person_id', 'day', 'position']);
    await m.createIndex('tasks_plan_by_task', 'tasks_plan', ['task_id']);
    await m.createTable('tasks_marks', { columns: { person_id: 'int', task_id: 'int', mark: 'text' }, primaryKey: ['person_id', 'mark', 'task_id'] });
    await m.createIndex('tasks_marks_by_task', 'tasks_marks', ['task_id']);
  },
};
