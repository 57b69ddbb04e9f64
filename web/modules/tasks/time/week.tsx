import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plusDays } from '../../../../server/contracts/core/calendar-day.js';
import { type TimeEntry, timeEndpoints } from '../../../../server/contracts/tasks/time.js';
import { ApiProblem, call } from '../../../core/api.js';
import { useAddressQuery } from '../../../core/navigation.js';
import { useOnlyLooks, useSession } from '../../../core/session.js';
import { Loaded } from '../../../core/settings/loaded.js';
import { useProblemWords } from '../../../core/words.js';
import { Button, IconButton } from '../../../ui/button.js';
import { ReferenceLink } from '../../../ui/cells.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { clockDuration, durationOf } from '../../../ui/duration.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import { dayOf, localeOf } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import p from '../../../ui/pieces.module.css';
import { useFormat } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { Entries } from './entries.js';
import figures from './figures.module.css';
import { useEntries, useLockedBefore, useRemoveEntry, useTimer, useTimeWork } from './use-time.js';
import s from './week.module.css';
import { WeekCell } from './week-cell.js';
import { dayFrom, weekOf } from './week-days.js';

const none: readonly number[] = [];
const sum = (entries: readonly TimeEntry[]) => entries.reduce((all, one) => all + one.minutes, 0);

/** One's own week: a line for each task, a column for each day, filled in by typing; on a phone one day at a time. */
export function Week() {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const { person, company } = useSession();
  const [query, setQuery] = useAddressQuery();
  const day = dayFrom(query.day, f.timeZone);
  const days = weekOf(day, company.weekStart);
  const [from, to] = [days[0] as string, days[6] as string];
  const found = useEntries({ from, to, personId: person.id });
  const go = (next: string | undefined) => setQuery({ ...query, day: next });
  return (
    <>
      <div className={s.head}>
        <IconButton icon="left" label={t('time.week.before')} onClick={() => go(plusDays(day, -7))} />
        <IconButton icon="right" label={t('time.week.after')} onClick={() => go(plusDays(day, 7))} />
        <Button onClick={() => go(undefined)}>{t('time.week.present')}</Button>
        <h2>{t('time.week.shown', { from: f.dayFull(from), to: f.dayFull(to) })}</h2>
        <b className={s.total}>{durationOf(found.data?.minutes ?? 0)}</b>
      </div>
      <Loaded query={found}>{({ items }) => <WeekTable key={from} days={days} day={day} items={items} onDay={go} />}</Loaded>
    </>
  );
}

interface WeekTableProps {
  days: readonly string[];
  /** The one that a phone shows. */
  day: string;
  items: readonly TimeEntry[];
  onDay(day: string): void;
}

function WeekTable({ days, day: chosen, items, onDay }: WeekTableProps) {
  const { t } = useTranslation(['tasks', 'core']);
  const f = useFormat();
  const id = useId();
  const phone = usePhone();
  const looks = useOnlyLooks();
  const words = useProblemWords('form');
  const work = useTimeWork();
  const remove = useRemoveEntry();
  const locked = useLockedBefore();
  const timer = useTimer();
  const added = useDraft<readonly number[]>(`tasks.time.week.${days[0]}`, none);
  const [picking, setPicking] = useState(0);
  const [showing, setShowing] = useState<string | null>(null);
  const [wrong, setWrong] = useState<{ cell: string; text: string } | null>(null);
  const today = dayOf(new Date(), f.timeZone);
  const running = timer && days.includes(today) ? [timer.taskId] : none;
  const taskIds = [...new Set([...items.map(({ taskId }) => taskId).reverse(), ...running, ...added.value])];
  const shownDays = phone ? days.filter((day) => day === chosen) : days;
  const isLocked = (day: string) => locked !== null && day < locked;
  const named = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeOf(f.language), { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`));
  const of = (taskId: number | null, day: string | null) =>
    items.filter((one) => (taskId === null || one.taskId === taskId) && (day === null || one.day === day));
  const titleOf = (taskId: number) => items.find((one) => one.taskId === taskId)?.taskTitle ?? `${t('task.one')} ${taskId}`;
  const keyOf = (taskId: number, day: string) => `${taskId}.${day}`;

  const write = async (taskId: number, day: string, minutes: number) => {
    const [entry] = of(taskId, day);
    setWrong(null);
    try {
      if (entry && minutes === 0) return void (await remove(entry));
      if (minutes === 0) return;
      if (entry) await call(timeEndpoints.change, { params: { id: entry.id }, body: { minutes, version: entry.version } });
      else await call(timeEndpoints.create, { body: { taskId, day, minutes } });
      await work(async () => undefined);
    } catch (error) {
      const text = error instanceof ApiProblem ? (error.errors[0]?.message ?? words(error)) : words(error);
      setWrong({ cell: keyOf(taskId, day), text });
    }
  };
  const lockedDays = days.some(isLocked);
  return (
    <div className={s.sheet}>
      {phone && (
        <div className={s.strip} role="group" aria-label={t('time.week.days')}>
          {days.map((day) => (
            <button key={day} type="button" aria-pressed={day === chosen} className={cx(s.dayButton, day === chosen && s.chosen)} onClick={() => onDay(day)}>
              <span>{named(day, { weekday: 'narrow' })}</span>
              <b>{named(day, { day: 'numeric' })}</b>
              <small>{sum(of(null, day)) > 0 ? clockDuration(sum(of(null, day))) : '–'}</small>
            </button>
          ))}
        </div>
      )}
      <table className={cx(figures.table, s.table)} aria-label={t('time.week.title')}>
        <thead>
          <tr>
            <th scope="col">{t('task.one')}</th>
            {shownDays.map((day) => (
              <th
                key={day}
                scope="col"
                className={cx(s.day, day === today && s.today)}
                title={isLocked(day) ? t('time.lockedBefore', { day: f.dayFull(locked as string) }) : undefined}
              >
                {named(day, phone ? { weekday: 'long', day: 'numeric', month: 'long' } : { weekday: 'short', day: 'numeric' })}
                {isLocked(day) && <Icon name="lock" size={14} />}
              </th>
            ))}
            {!phone && (
              <th scope="col" className={s.day}>
                {t('time.week.sum')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {taskIds.map((taskId) => (
            <tr key={taskId}>
              <th scope="row">
                <ReferenceLink type="tasks.task" id={taskId} />
              </th>
              {shownDays.map((day) => (
                <td key={day}>
                  <WeekCell
                    label={t('time.week.cell', { title: titleOf(taskId), day: named(day, { weekday: 'long', day: 'numeric', month: 'long' }) })}
                    day={day}
                    entries={of(taskId, day)}
                    closed={looks || isLocked(day) || day > today}
                    invalid={wrong?.cell === keyOf(taskId, day)}
                    describedBy={`${id}-wrong`}
                    onWrite={(minutes) => write(taskId, day, minutes)}
                    onWrong={() => setWrong({ cell: keyOf(taskId, day), text: t('time.notATime') })}
                    onShow={() => setShowing(day)}
                  />
                </td>
              ))}
              {!phone && <td className={s.sum}>{clockDuration(sum(of(taskId, null)))}</td>}
            </tr>
          ))}
          {taskIds.length === 0 && (
            <tr>
              <td colSpan={shownDays.length + 2} className={s.nothing}>
                {t('time.week.none')}
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('time.week.sum')}</th>
            {shownDays.map((day) => {
              const minutes = sum(of(null, day));
              return (
                <td key={day}>
                  {minutes > 0 ? (
                    <button
                      type="button"
                      className={s.several}
                      aria-label={t('time.week.open', { day: named(day, { weekday: 'long', day: 'numeric', month: 'long' }), time: clockDuration(minutes) })}
                      onClick={() => setShowing(day)}
                    >
                      {clockDuration(minutes)}
                    </button>
                  ) : (
                    <span className={s.closed}>–</span>
                  )}
                </td>
              );
            })}
            {!phone && <td className={s.sum}>{clockDuration(sum(items))}</td>}
          </tr>
        </tfoot>
      </table>
      {wrong && (
        <p id={`${id}-wrong`} role="alert" className={cx(p.message, p.messageBad)}>
          <Icon name="alert" size={16} />
          {wrong.text}
        </p>
      )}
      {lockedDays && (
        <p className={p.message}>
          <Icon name="lock" size={16} />
          {t('time.lockedBefore', { day: f.dayFull(locked as string) })}
        </p>
      )}
      {!looks && (
        <>
          <div className={s.addTask}>
            <label htmlFor={`${id}-add`}>{t('time.week.addTask')}</label>
            <RefEdit
              key={picking}
              id={`${id}-add`}
              type="tasks.task"
              value={null}
              onChange={(taskId) => {
                if (taskId === null) return;
                if (!taskIds.includes(taskId)) added.set([...added.value, taskId]);
                setPicking(picking + 1);
              }}
            />
          </div>
          <p className={p.message}>{t('time.week.help')}</p>
        </>
      )}
      {showing !== null && (
        <Dialog
          opened
          title={named(showing, { weekday: 'long', day: 'numeric', month: 'long' })}
          onClose={() => setShowing(null)}
          footer={<Button onClick={() => setShowing(null)}>{t('core:close')}</Button>}
        >
          <Entries items={of(null, showing)} withTask />
        </Dialog>
      )}
    </div>
  );
}
