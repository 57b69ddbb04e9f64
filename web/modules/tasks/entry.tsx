import { defineWebModule } from '../../core/module.js';

export default defineWebModule({
  id: 'tasks',
  firstSteps: [
    { id: 'task', labelKey: 'firstSteps.task', to: '/tasks/tasks' },
    { id: 'project', labelKey: 'firstSteps.project', to: '/tasks/tasks' },
  ],
  rail: [{ path: '/tasks', icon: 'check', labelKey: 'rail', rights: ['tasks.task.read'] }],
  routes: [
    { path: '/tasks/tasks', below: ['$id'], right: 'tasks.task.read', load: () => import('./tasks-page.js') },
    { path: '/tasks', right: 'tasks.task.read', load: () => import('./tasks-page.js') },
  ],
  records: { 'tasks.task': { icon: 'check', url: (id) => `/tasks/tasks/${id}` } },
  commands: [{ id: 'tasks', labelKey: 'task.plural', icon: 'check', right: 'tasks.task.read', to: '/tasks/tasks' }],
});
