import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../button.js';
import { dayOf } from '../format.js';
import type { IconName } from '../icon.js';
import { SkeletonRows } from '../skeleton.js';
import { useFormat } from '../ui-context.js';
import type { CalendarProps, CalendarView } from './calendar.js';
import s from './calendar-frame.module.css';

// The calendar is heavy and is fetched when it is opened.
const Calendar = lazy(() => import('./calendar.js'));

export const calendarViews: readonly { id: CalendarView; icon: IconName }[] = [
  { id: 'month', icon: 'cal' },
  { id: 'week', icon: 'board' },
  { id: 'day', icon: 'clock' },
  { id: 'agenda', icon: 'list' },
];
export const isCalendarView = (text: string | undefined): text is CalendarView => calendarViews.some(({ id }) => id === text);

/** A day as it stands in an address, or today. */
export function dayOrToday(text: string | undefined, timeZone: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text as string)) ? (text as string) : dayOf(new Date(), timeZone);
}

/** The day that many days, weeks or months away. @param day `YYYY-MM-DD`. */
function turned(day: string, view: CalendarView, by: 1 | -1): string {
  const at = new Date(`${day}T12:00:00Z`);
  if (view === 'month') at.setUTCMonth(at.getUTCMonth() + by, 1);
  else at.setUTCDate(at.getUTCDate() + by * (view === 'day' ? 1 : 7));
  return at.toISOString().slice(0, 10);
}

interface CalendarFrameProps extends Omit<CalendarProps, 'onShown' | 'onDay'> {
  /** Told the first moment that is shown, and the first one after it (ISO, UTC). */
  onShown(from: string, until: string): void;
  /** Another day, or another view of it; undefined: today. */
  onGo(day: string | undefined, view: CalendarView): void;
  /** Beside the name of what is shown. */
  tools?: ReactNode;
  /** Between that and the calendar. */
  note?: ReactNode;
}

/** A calendar with the way to today, back and on, and the name of what it shows. Fills its parent, a flex column. */
export function CalendarFrame({ onShown, onGo, tools, note, ...calendar }: CalendarFrameProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const [title, setTitle] = useState('');
  const { view, day } = calendar;
  return (
    <>
      <div className={s.turn}>
        <Button onClick={() => onGo(undefined, view)}>{t('calendar.today')}</Button>
        <IconButton icon="left" label={t(`calendar.before.${view}`)} onClick={() => onGo(turned(day, view, -1), view)} />
        <IconButton icon="right" label={t(`calendar.after.${view}`)} onClick={() => onGo(turned(day, view, 1), view)} />
        <h2 className={s.shown} aria-live="polite">
          {title}
        </h2>
        {tools}
      </div>
      {note}
      <Suspense fallback={<SkeletonRows rows={12} label={calendar.label} />}>
        <Calendar
          key={f.timeZone}
          {...calendar}
          onShown={(from, until, name) => {
            setTitle(name);
            onShown(from, until);
          }}
          onDay={(next) => onGo(next, 'day')}
        />
      </Suspense>
    </>
  );
}
