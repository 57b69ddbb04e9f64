import FullCalendar, { type CalendarRef } from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import list from '@fullcalendar/react/list';
import british from '@fullcalendar/react/locales/en-gb';
import brazilian from '@fullcalendar/react/locales/pt-br';
import theme from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Icon, type IconName } from '../icon.js';
import { useFormat } from '../ui-context.js';
import { fromZoned, toZoned } from '../zone.js';
import s from './calendar.module.css';

export type CalendarView = 'month' | 'week' | 'day' | 'agenda';

export interface CalendarEntry {
  id: number;
  title: string;
  /** ISO, UTC. */
  at: string;
  icon: IconName;
  /** Said of it to whoever does not see how it is drawn. */
  state?: string | undefined;
  look: 'planned' | 'overdue' | 'done';
  movable: boolean;
}

export interface CalendarProps {
  label: string;
  view: CalendarView;
  /** A day of what is shown, `YYYY-MM-DD`. */
  day: string;
  /** 0 Sunday … 6 Saturday. */
  weekStart: number;
  entries: readonly CalendarEntry[];
  /** Told what is shown: the first moment, the first one after it (ISO, UTC), and how people call it, such as "November 2026". */
  onShown(from: string, until: string, title: string): void;
  onOpen(id: number): void;
  /** Somebody chose an empty place: a moment (ISO, UTC), at nine in views that show no hours. */
  onPick?: ((at: string) => void) | undefined;
  /** An entry was drawn elsewhere; rejecting puts it back. */
  onMove(id: number, at: string): Promise<void>;
  /** A day was chosen by its number. */
  onDay(day: string): void;
}

const names: Record<CalendarView, string> = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay', agenda: 'listWeek' };
const locales = { en: british, 'pt-BR': brazilian } as const;

/**
 * What stands at its moment, by month, week, day or as a list. The library is told the clock's time in the person's zone as if it were UTC, since
 * the browser may stand in another zone than the person.
 */
export default function Calendar({ label, view, day, weekStart, entries, onShown, onOpen, onPick, onMove, onDay }: CalendarProps) {
  const { t, i18n } = useTranslation('ui');
  const { timeZone, isMonthFirst } = useFormat();
  const clock = { hour: isMonthFirst ? 'numeric' : '2-digit', minute: '2-digit', hour12: isMonthFirst } as const;
  const calendar = useRef<CalendarRef>(null);
  useEffect(() => {
    calendar.current?.getApi().changeView(names[view], day);
  }, [view, day]);
  const byId = new Map(entries.map((entry) => [String(entry.id), entry]));
  const instant = (local: string): string => fromZoned(local.slice(0, 16), timeZone) ?? new Date().toISOString();
  return (
    <section className={s.calendar} aria-label={label}>
      <FullCalendar
        ref={calendar}
        plugins={[dayGrid, timeGrid, list, interaction, theme]}
        initialView={names[view]}
        initialDate={day}
        locale={locales[i18n.language as keyof typeof locales] ?? british}
        timeZone="UTC"
        now={() => toZoned(new Date().toISOString(), timeZone)}
        firstDay={weekStart}
        headerToolbar={false}
        height="100%"
        nowIndicator
        allDaySlot={false}
        timedText={t('calendar.timed')}
        scrollTime="07:30:00"
        slotDuration="00:30:00"
        defaultTimedEventDuration="00:30:00"
        eventTimeFormat={clock}
        slotHeaderFormat={clock}
        dayMaxEvents
        eventDurationEditable={false}
        longPressDelay={350}
        navLinks={view !== 'agenda'}
        dayCellTopInnerClass={s.number ?? ''}
        moreLinkClass={s.more ?? ''}
        dayHeaderDidMount={({ el, text }) => {
          // The library names a column by its whole date alone; who speaks to the browser says what is seen.
          const link = el.querySelector('[role=link][aria-label]');
          const date = link?.getAttribute('aria-label');
          if (date && !date.startsWith(text)) link?.setAttribute('aria-label', `${text}, ${date}`);
        }}
        navLinkDayClick={(date) => onDay(date.toISOString().slice(0, 10))}
        events={entries.map((entry) => ({
          id: String(entry.id),
          title: entry.title,
          start: toZoned(entry.at, timeZone),
          startEditable: entry.movable,
          interactive: true,
        }))}
        eventClass={(info) => cx(s.entry, s[byId.get(info.event.id)?.look ?? 'planned']) ?? ''}
        eventContent={(info) => {
          const entry = byId.get(info.event.id);
          return (
            <span className={s.inner}>
              <Icon name={entry?.icon ?? 'tasks'} size={14} />
              <span className={s.time}>{info.timeText}</span>
              <span className={s.title}>{info.event.title}</span>
              {entry?.state && <span className={s.said}>{entry.state}</span>}
            </span>
          );
        }}
        datesSet={(info) => onShown(instant(`${info.startStr.slice(0, 10)}T00:00`), instant(`${info.endStr.slice(0, 10)}T00:00`), info.view.title)}
        eventClick={(info) => {
          info.jsEvent.preventDefault();
          onOpen(Number(info.event.id));
        }}
        {...(onPick
          ? { dateClick: (info: { dateStr: string; allDay: boolean }) => onPick(instant(info.allDay ? `${info.dateStr}T09:00` : info.dateStr)) }
          : {})}
        eventDrop={(info) => {
          onMove(Number(info.event.id), instant(info.event.startStr)).catch(() => info.revert());
        }}
      />
    </section>
  );
}
