import i18next from 'i18next';
import { dependencyEndpoints, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { call } from '../../../core/api.js';
import { confirm } from '../../../ui/feedback.js';
import { localeOf } from '../../../ui/format.js';
import { stillOpen, tasksBefore } from './open-before.js';

/**
 * Asks before a task is finished that waits for another one which is not. It forbids nothing: where it cannot be found out, nobody is asked.
 * @returns whether it is finished.
 */
export async function askBlocked(id: number): Promise<boolean> {
  const open = await openBefore(id).catch(() => []);
  if (open.length === 0) return true;
  const names = open.map(({ title }) => i18next.t('tasks:depends.named', { title }));
  const tasks = new Intl.ListFormat(localeOf(i18next.language), { type: 'conjunction' }).format(names);
  return confirm({
    title: i18next.t('tasks:depends.ask'),
    text: i18next.t('tasks:depends.open', { count: open.length, tasks }),
    action: i18next.t('tasks:depends.finish'),
  });
}

async function openBefore(id: number) {
  const ids = tasksBefore(id, (await call(dependencyEndpoints.list, { query: { taskId: id } })).items);
  return ids.length === 0 ? [] : (await call(taskEndpoints.list, { query: stillOpen(ids) })).items;
}
