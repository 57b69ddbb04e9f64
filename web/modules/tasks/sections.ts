import type { Section } from '../../core/shell/section-nav.js';

/** What the module has pages of, in their order. */
export const sections: readonly [Section, ...Section[]] = [
  { path: '/tasks/tasks', right: 'tasks.task.read', labelKey: 'tasks:task.plural' },
  { path: '/tasks/projects', right: 'tasks.project.read', labelKey: 'tasks:project.plural' },
  { path: '/tasks/time', right: 'tasks.task.read', labelKey: 'tasks:time.title' },
  { path: '/tasks/templates', right: 'tasks.task.create', labelKey: 'tasks:template.plural' },
];
