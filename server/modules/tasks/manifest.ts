import { defineManifest, type PartTable } from '../../core/kernel/manifest.js';

const ofTask = (table: string, again: PartTable['again']): PartTable => ({ table, of: { type: 'tasks.task' }, idColumn: 'task_id', again });

export const manifest = defineManifest({
  id: 'tasks',
  requires: [],
  cooperates: [],
  intent: 'organise',
  icon: 'check',
  permissions: [
    ...['read', 'create', 'change', 'delete', 'export', 'import'].map((action) => `tasks.task.${action}`),
    ...['read', 'create', 'change', 'delete'].map((action) => `tasks.project.${action}`),
    'tasks.time.lock',
  ],
  owns: {
    tables: [
      'tasks_tasks',
      'tasks_projects',
      'tasks_stages',
      'tasks_people',
      'tasks_plan',
      'tasks_marks',
      'tasks_checks',
      'tasks_dependencies',
      'tasks_time',
      'tasks_timers',
      'tasks_time_locks',
      'tasks_series',
      'tasks_occurrences',
      'tasks_feeds',
      'tasks_templates',
      'tasks_origins',
    ],
    records: ['tasks.task', 'tasks.project'],
    personal: [
      { table: 'tasks_checks', of: { type: 'tasks.task' }, idColumn: 'task_id', erased: {}, scrubbed: ['text'] },
      { table: 'tasks_time', of: { type: 'tasks.task' }, idColumn: 'task_id', erased: {}, scrubbed: ['note'] },
    ],
    mentions: ['tasks_templates.content'],
    parts: [
      { table: 'tasks_stages', of: { type: 'tasks.project' }, idColumn: 'project_id', again: 'missing' },
      ...['tasks_checks', 'tasks_time'].map((table) => ofTask(table, 'missing')),
      ...['tasks_plan', 'tasks_marks', 'tasks_occurrences', 'tasks_origins'].map((table) => ofTask(table, 'nothing')),
      { ...ofTask('tasks_dependencies', 'missing'), idColumn: 'from_id', needs: { to_id: 'tasks_tasks' } },
      { ...ofTask('tasks_dependencies', 'missing'), idColumn: 'to_id', needs: { from_id: 'tasks_tasks' } },
    ],
  },
});
