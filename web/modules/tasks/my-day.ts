import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { myTaskEndpoints, taskEndpoints } from '../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../server/contracts/tasks/records.js';
import { call } from '../../core/api.js';
import { withRest } from '../../core/home/day.js';
import { useLive } from '../../core/live.js';
import type { DayAnswer, DayItem } from '../../core/module.js';
import { useRecordList } from '../../core/records/use-records.js';
import { useSession } from '../../core/session.js';
import { showNote } from '../../ui/feedback.js';
import { dayOf } from '../../ui/format.js';
import { fromZoned } from '../../ui/zone.js';
import { useComplete } from './tasks/use-complete.js';
import { useWork } from './use-work.js';

const type = 'tasks.task';

/** What is left to do and not put off. */
const atHand = ['new', 'in-progress', 'paused'];

/** One's own tasks that are due by the end of today, what one has planned for today, and those of others that wait for one's acceptance. */
export function useTasksOfMyDay(): DayAnswer {
  const { t } = useTranslation('tasks');
  const work = useWork();
  const complete = useComplete();
  const { timeZone } = useSession().person;
  useLive(type);
  const today = dayOf(new Date(), timeZone);
  const tonight = fromZoned(`${today}T23:59`, timeZone) ?? new Date().toISOString();
  const [dueFilters, waitingFilters] = [
    { ownerId: 'me', 'state.in': atHand.join(), 'deadlineAt.lte': tonight },
    { creatorId: 'me', 'state.in': 'waiting' },
  ];
  const due = useRecordList<Task>(type, taskEndpoints.list, { ...dueFilters, sort: 'deadlineAt' });
  const waiting = useRecordList<Task>(type, taskEndpoints.list, { ...waitingFilters, sort: '-createdAt' });
  const plan = useQuery({
    queryKey: [type, 'board', 'plan', today, today],
    queryFn: ({ signal }) => call(myTaskEndpoints.plan, { query: { from: today, to: today }, signal }),
  });
  const isDue = new Set(due.items.map(({ id }) => id));
  const planned = (plan.data?.tasks ?? []).filter(({ id, state }) => state !== null && atHand.includes(state) && !isDue.has(id));
  const accept = async (task: Task) => {
    if (await work(() => call(taskEndpoints.accept, { params: { id: task.id }, body: { version: task.version } })))
      showNote({ text: t('said.accept', { title: task.title }) });
  };
  const item = (task: Task): Omit<DayItem, 'due' | 'action'> => ({
    id: `${type}:${task.id}`,
    icon: 'check',
    title: task.title,
    to: `/tasks/tasks/${task.id}`,
    ...(task.aboutType !== null && task.aboutId !== null ? { record: { type: task.aboutType, id: task.aboutId } } : {}),
  });
  const rest = (id: string, filters: Record<string, string>, key: 'myDay.moreDue' | 'myDay.moreWaiting') => (count: number) => ({
    id: `${type}:${id}`,
    icon: 'check' as const,
    title: t(key, { count }),
    to: `/tasks/tasks?${new URLSearchParams({ view: 'list', ...filters })}`,
  });
  return {
    loading: due.isPending || waiting.isPending || plan.isPending,
    error: due.error ?? waiting.error ?? plan.error,
    items: [
      ...withRest(
        due.items.map((task) => ({
          ...item(task),
          due: task.deadlineAt,
          action: { label: t('step.complete.do'), onSelect: () => void complete(task) },
        })),
        due.total,
        rest('due', dueFilters, 'myDay.moreDue'),
      ),
      ...planned.map((task) => ({
        ...item(task),
        due: null,
        about: t('plan.forToday'),
        action: { label: t('step.complete.do'), onSelect: () => void complete(task) },
      })),
      ...withRest(
        waiting.items.map((task) => ({
          ...item(task),
          due: null,
          about: t('state.waiting'),
          action: { label: t('step.accept.do'), onSelect: () => void accept(task) },
        })),
        waiting.total,
        rest('waiting', waitingFilters, 'myDay.moreWaiting'),
      ),
    ],
  };
}
