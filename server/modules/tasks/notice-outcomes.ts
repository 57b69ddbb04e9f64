import { rules, type TaskState } from '../../contracts/tasks/steps.js';
import type { NoticeOutcomes } from '../../core/notify/outcomes.js';

/** The states in which what a notice asks for can still be done. */
const open: Record<string, readonly TaskState[]> = Object.fromEntries(
  (
    [
      ['assigned', 'start'],
      ['near', 'complete'],
      ['overdue', 'complete'],
      ['waiting', 'accept'],
    ] as const
  ).map(([notice, step]) => [`tasks.task.${notice}`, rules.find((rule) => rule.step === step)?.from ?? []]),
);

/** What became of tasks that were to be begun, finished or accepted. */
export const noticeOutcomes: NoticeOutcomes = {
  codes: [...Object.keys(open), 'tasks.task.taken'],
  table: 'tasks_tasks',
  outcomesOf:
    async () =>
    ({ state, owner_id }, code, readerId) => {
      if (code === 'tasks.task.taken') return owner_id === readerId ? { key: 'tasks:noticeOutcome.back' } : null;
      if (code === 'tasks.task.assigned' && owner_id !== readerId) return { key: 'tasks:noticeOutcome.elsewhere' };
      return open[code]?.includes(state as TaskState) ? null : { key: `tasks:noticeOutcome.${String(state)}` };
    },
};
