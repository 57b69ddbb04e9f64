import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { stretchOf, useTold } from '../../../core/records/stretches.js';
import { useWholeList } from '../../../core/records/use-whole-list.js';
import { useMay, useOnlyLooks, useSession } from '../../../core/session.js';
import { Button, IconButton } from '../../../ui/button.js';
import { CalendarFrame, calendarViews, dayOrToday, isCalendarView } from '../../../ui/calendar/calendar-frame.js';
import { showUndo } from '../../../ui/feedback.js';
import { useOpenLater } from '../../../ui/later.js';
import { useFormat } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { NewTask } from '../tasks/new-task.js';
import { isOpen, lateness } from '../tasks/state.js';
import s from '../tasks/tasks.module.css';
import { useWork } from '../use-work.js';

const loadFeed = () => import('../feed/feed-dialog.js');

/** Tasks at their deadlines. */
export function TasksCalendar({ shown }: { shown: ShownList }) {
  const { t } = useTranslation(['tasks', 'ui']);
  const f = useFormat();
  const phone = usePhone();
  const may = useMay();
  const looks = useOnlyLooks();
  const work = useWork();
  const { company } = useSession();
  const [span, setSpan] = useState<{ from: string; until: string } | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const feed = useOpenLater(loadFeed);
  const { address, query } = shown;
  const view = isCalendarView(address.other.span) ? address.other.span : phone ? 'agenda' : 'month';
  const list = useWholeList<Task>(
    'tasks.task',
    taskEndpoints.list,
    { ...query, sort: 'deadlineAt', 'deadlineAt.gte': span?.from ?? '', 'deadlineAt.lt': span?.until ?? '' },
    span !== null,
  );
  const items = list.data?.items ?? [];
  useTold([stretchOf({ items })], shown.onStretches);
  const put = (id: number, deadlineAt: string | null) => () => call(taskEndpoints.change, { params: { id }, body: { deadlineAt } });
  const move = async (id: number, at: string) => {
    const task = items.find((one) => one.id === id);
    if (!(await work(put(id, at)))) throw new Error('not moved');
    showUndo({
      text: t('deadlines.moved', { title: task?.title, when: f.instant(at) }),
      onUndo: () => work.undo(put(id, task?.deadlineAt ?? null)),
    });
  };
  return (
    <div className={s.calendar}>
      <CalendarFrame
        label={t('view.calendar')}
        view={view}
        day={dayOrToday(address.other.day, f.timeZone)}
        weekStart={company.weekStart}
        tools={
          <>
            {looks ? null : phone ? (
              <IconButton icon="link" label={t('feed.title')} aria-haspopup="dialog" {...feed.button} />
            ) : (
              <Button look="quiet" icon="link" aria-haspopup="dialog" {...feed.button}>
                {t('feed.title')}
              </Button>
            )}
            <label className={s.chooser}>
              <select value={view} aria-label={t('calendar.span')} onChange={(event) => address.set({ span: event.target.value })}>
                {calendarViews.map(({ id }) => (
                  <option key={id} value={id}>
                    {t(`ui:calendar.view.${id}`)}
                  </option>
                ))}
              </select>
            </label>
          </>
        }
        note={list.data?.more && <p className={s.gone}>{t('calendar.tooMany')}</p>}
        entries={items.flatMap((task) => {
          if (task.deadlineAt === null) return [];
          const isLate = lateness(task) === 'late';
          return [
            {
              id: task.id,
              title: task.title,
              at: task.deadlineAt,
              icon: 'check' as const,
              look: isOpen(task) ? (isLate ? ('overdue' as const) : ('planned' as const)) : ('done' as const),
              state: isLate ? t('lateness.late') : task.state === null ? undefined : t(`state.${task.state}`),
              movable: may('tasks.task.change') && isOpen(task),
            },
          ];
        })}
        onShown={(from, until) => setSpan((before) => (before?.from === from && before.until === until ? before : { from, until }))}
        onOpen={(id) => shown.open({ id })}
        onPick={may('tasks.task.create') ? setPicked : undefined}
        onMove={move}
        onGo={(day, next) => address.set({ day, ...(next === view ? {} : { span: next }) })}
      />
      {feed.part && feed.opened && <feed.part.FeedDialog onClose={() => feed.setOpened(false)} />}
      {picked !== null && <NewTask key={picked} initial={{ deadlineAt: picked }} draftKey="tasks.task.new.calendar" onClose={() => setPicked(null)} />}
    </div>
  );
}
