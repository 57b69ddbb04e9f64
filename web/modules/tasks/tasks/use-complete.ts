import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { showUndo } from '../../../ui/feedback.js';
import { useWork } from '../use-work.js';
import { askBlocked } from './ask-blocked.js';
import { takeBack } from './take-back.js';

/** Completes a task on the spot, with a way back; one that needs a result is opened to be given it. */
export function useComplete(): (task: Task) => Promise<void> {
  const { t } = useTranslation('tasks');
  const go = useGo();
  const work = useWork();
  return async (task) => {
    const params = { id: task.id };
    if (task.needsResult && !task.result) return go(`/tasks/tasks/${task.id}?do=complete`);
    if (!(await askBlocked(task.id))) return;
    let isWaiting = false;
    const complete = async () => {
      isWaiting = (await call(taskEndpoints.complete, { params, body: { version: task.version } })).state === 'waiting';
    };
    if (!(await work(complete))) return;
    showUndo({
      text: t(isWaiting ? 'said.waiting' : 'said.complete', { title: task.title }),
      onUndo: () => work.undo(() => takeBack(task)),
    });
  };
}
