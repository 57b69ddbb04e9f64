import type { Notice } from '../../../server/contracts/core/notices.js';
import { taskEndpoints } from '../../../server/contracts/tasks/endpoints.js';
import { call } from '../../core/api.js';
import { importOffers } from '../../core/imports/notice-offers.js';
import type { NoticeAction, NoticeOffer } from '../../core/module.js';
import { askBlocked } from './tasks/ask-blocked.js';

const right = 'tasks.task.change';

function completing({ recordId: id }: Notice): NoticeAction[] {
  if (id === null) return [];
  const params = { id };
  return [
    {
      id: 'done',
      labelKey: 'step.complete.do',
      icon: 'check',
      right,
      run: async () => {
        if (!(await askBlocked(id))) return null;
        await call(taskEndpoints.complete, { params, body: {} });
        return { saidKey: 'noticeAction.done', undo: () => call(taskEndpoints.reopen, { params, body: {} }) };
      },
    },
  ];
}

function starting({ recordId: id }: Notice): NoticeAction[] {
  if (id === null) return [];
  const params = { id };
  return [
    {
      id: 'start',
      labelKey: 'step.start.do',
      icon: 'play',
      right,
      run: async () => {
        await call(taskEndpoints.start, { params, body: {} });
        return { saidKey: 'noticeAction.started', undo: () => call(taskEndpoints.pause, { params, body: {} }) };
      },
    },
  ];
}

function accepting({ recordId: id }: Notice): NoticeAction[] {
  if (id === null) return [];
  return [
    {
      id: 'accept',
      labelKey: 'step.accept.do',
      icon: 'check',
      right,
      run: async () => {
        await call(taskEndpoints.accept, { params: { id }, body: {} });
        return { saidKey: 'noticeAction.accepted' };
      },
    },
    { id: 'send-back', labelKey: 'step.send-back.do', right, to: `/tasks/tasks/${id}?do=send-back` },
  ];
}

/** What the module offers on its notices. */
export const noticeOffers: Record<string, NoticeOffer> = {
  ...importOffers('/tasks/import'),
  'tasks.task.assigned': { icon: 'check', actions: starting },
  'tasks.task.assigned-many': { icon: 'check', to: () => '/tasks/tasks?ownerId=me' },
  'tasks.task.taken': { icon: 'check' },
  'tasks.task.taken-many': { icon: 'check', to: () => '/tasks/tasks' },
  'tasks.project.shared-out': { icon: 'check' },
  'tasks.task.near': { icon: 'clock', actions: completing },
  'tasks.task.overdue': { icon: 'clock', actions: completing },
  'tasks.task.series-ended': { icon: 'refresh' },
  'tasks.task.waiting': { icon: 'check', actions: accepting },
};
