import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { plusDays } from '../../../../server/contracts/core/calendar-day.js';
import { myTaskEndpoints, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { useRecordList } from '../../../core/records/use-records.js';
import type { ColumnId } from '../../../ui/board/board-types.js';
import { Button, IconButton } from '../../../ui/button.js';
import { showUndo } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from '../tasks/tasks.module.css';
import { useWork } from '../use-work.js';
import { TaskBoard } from './task-board.js';

const days = 7;
const unplanned = 'none';

/** One's own plan for a week: what is open and not planned, and a column for each day. */
export function PlanBoard({ shown }: { shown: ShownList }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const work = useWork();
  const today = dayOf(new Date(), f.timeZone);
  const asked = shown.address.other.day;
  const from = /^\d{4}-\d{2}-\d{2}$/.test(asked ?? '') && !Number.isNaN(Date.parse(asked as string)) ? (asked as string) : today;
  const to = plusDays(from, days - 1);
  const plan = useQuery({
    queryKey: ['tasks.task', 'board', 'plan', from, to],
    queryFn: ({ signal }) => call(myTaskEndpoints.plan, { query: { from, to }, signal }),
    placeholderData: (before) => before,
  });
  // Planned on some other day, a task is not without a day: these are asked for a wide stretch around.
  const around = useQuery({
    queryKey: ['tasks.task', 'board', 'plan', 'around', today],
    queryFn: ({ signal }) => call(myTaskEndpoints.plan, { query: { from: plusDays(today, -14), to: plusDays(today, 80) }, signal }),
  });
  const mine = useRecordList<Task>('tasks.task', taskEndpoints.list, {
    ...shown.query,
    ownerId: 'me',
    'state.in': 'new,in-progress,paused',
    sort: 'deadlineAt',
  });
  const planned = new Set(around.data?.items.filter(({ day }) => day >= today).map(({ taskId }) => taskId));
  const byId = new Map(plan.data?.tasks.map((task) => [task.id, task]));
  const on = (day: string) => (plan.data?.items ?? []).filter((item) => item.day === day).flatMap(({ taskId }) => byId.get(taskId) ?? []);
  const put = (id: number, day: string | null) => () => call(myTaskEndpoints.planTask, { params: { id }, body: { day } });
  const dayFrom = (column: ColumnId) => (column === unplanned ? null : String(column));
  const onMove = async (task: Task, before: ColumnId, after: ColumnId) => {
    const day = dayFrom(after);
    if (!(await work(put(task.id, day)))) throw new Error('not planned');
    showUndo({
      text: day === null ? t('plan.taken', { title: task.title }) : t('plan.moved', { title: task.title, day: f.day(day) }),
      onUndo: () => work.undo(put(task.id, dayFrom(before))),
    });
  };
  const name = (day: string) => {
    const words = f.day(day);
    const said = words.charAt(0).toLocaleUpperCase(f.language) + words.slice(1);
    return /\d/.test(said) ? said : `${said} · ${Number(day.slice(8))}`;
  };
  const turn = (day: string) => shown.address.set({ day: day === today ? undefined : day });
  const open = mine.items.filter(({ id }) => !planned.has(id) && !byId.has(id));
  return (
    <>
      <div className={s.turn}>
        <Button onClick={() => turn(today)}>{t('plan.today')}</Button>
        <IconButton icon="left" label={t('plan.before')} onClick={() => turn(plusDays(from, -days))} />
        <IconButton icon="right" label={t('plan.after')} onClick={() => turn(plusDays(from, days))} />
        <h2 aria-live="polite">{t('plan.shown', { from: f.dayFull(from), to: f.dayFull(to) })}</h2>
      </div>
      <TaskBoard
        shown={shown}
        label={t('view.plan')}
        loading={plan.isPending || mine.isPending}
        error={plan.data ? null : (plan.error ?? mine.error)}
        onRetry={() => void plan.refetch()}
        onMove={onMove}
        keepsEmpty
        columns={[
          {
            id: unplanned,
            name: t('plan.none'),
            colour: null,
            items: open,
            hasMore: mine.hasNextPage,
            onMore: () => void mine.fetchNextPage(),
            loading: mine.isFetchingNextPage,
          },
          ...Array.from({ length: days }, (_, n) => plusDays(from, n)).map((day) => ({
            id: day,
            name: name(day),
            colour: day === today ? 3 : null,
            count: on(day).length,
            items: on(day),
          })),
        ]}
      />
    </>
  );
}
