import { taskEndpoints } from '../../../server/contracts/tasks/endpoints.js';
import { defineWebModule } from '../../core/module.js';
import { recordsEarly } from '../../core/records/early.js';
import { exportCommand } from '../../core/records/export-command.js';
import { StartPage } from '../../core/shell/start-page.js';
import { useTasksOf } from './about/use-tasks-of.js';
import { useTasksOfMyDay } from './my-day.js';
import { noticeOffers } from './notices.js';
import { sections } from './sections.js';

const Start = () => <StartPage places={sections} />;

export default defineWebModule({
  id: 'tasks',
  firstSteps: [
    { id: 'task', labelKey: 'firstSteps.task', to: '/tasks/tasks?new=1' },
    { id: 'project', labelKey: 'firstSteps.project', to: '/tasks/projects' },
  ],
  rail: [{ path: '/tasks', icon: 'check', labelKey: 'rail', rights: sections.map(({ right }) => right) }],
  routes: [
    { path: '/tasks', load: async () => ({ default: Start }) },
    {
      path: '/tasks/tasks',
      below: ['$id'],
      right: 'tasks.task.read',
      load: () => import('./tasks/tasks-page.js'),
      early: recordsEarly('tasks.task', taskEndpoints),
    },
    { path: '/tasks/import', load: () => import('../../core/imports/import-page.js') },
    { path: '/tasks/templates', right: 'tasks.task.create', load: () => import('./templates/templates-page.js') },
    { path: '/tasks/projects', right: 'tasks.project.read', load: () => import('./projects/projects-page.js') },
    { path: '/tasks/projects/$id', below: ['$taskId'], right: 'tasks.project.read', load: () => import('./projects/project-page.js') },
    { path: '/tasks/time', right: 'tasks.task.read', load: () => import('./time/time-page.js') },
  ],
  header: [{ id: 'timer', right: 'tasks.task.change', load: () => import('./time/header-timer.js') }],
  records: {
    'tasks.task': { icon: 'check', url: (id) => `/tasks/tasks/${id}` },
    'tasks.project': { icon: 'board', url: (id) => `/tasks/projects/${id}` },
  },
  recordTabs: [
    { recordType: '*', id: 'tasks', labelKey: 'task.plural', right: 'tasks.task.read', load: () => import('./about/tasks-tab.js'), useCount: useTasksOf },
  ],
  commentActions: [{ id: 'task', labelKey: 'fromComment.do', icon: 'check', right: 'tasks.task.create', load: () => import('./tasks/task-from-comment.js') }],
  commands: [
    {
      id: 'new',
      labelKey: 'task.new',
      icon: 'plus',
      right: 'tasks.task.create',
      to: '/tasks/tasks?new=1',
      dialog: () => import('./tasks/new-task-anywhere.js'),
      key: 'n',
      begins: true,
    },
    { id: 'tasks', labelKey: 'task.plural', icon: 'check', right: 'tasks.task.read', to: '/tasks/tasks' },
    { id: 'time', labelKey: 'time.title', icon: 'clock', right: 'tasks.task.read', to: '/tasks/time' },
    { id: 'projects', labelKey: 'project.plural', icon: 'board', right: 'tasks.project.read', to: '/tasks/projects' },
    exportCommand(['/tasks/tasks'], 'tasks.task.export', { group: 'none' }),
    { id: 'import', labelKey: 'import.command', icon: 'upload', right: 'tasks.task.import', to: '/tasks/import?kind=tasks', begins: true },
    { id: 'templates', labelKey: 'template.new', icon: 'plus', right: 'tasks.task.create', to: '/tasks/templates' },
  ],
  myDay: [{ id: 'tasks', right: 'tasks.task.read', useItems: useTasksOfMyDay }],
  notices: noticeOffers,
});
