import { type KeyboardEvent, useEffect, useRef } from 'react';
import { plusDays, plusMonths, weekdayOf } from '../../../server/contracts/core/calendar-day.js';
import { cx } from '../cx.js';
import { localeOf } from '../format.js';
import p from '../pieces.module.css';
import { useFormat, useUi } from '../ui-context.js';
import s from './day-picker.module.css';

/** Mantine's dialogs leave Esc to what carries this. */
export const ownEscape = { 'data-mantine-stop-propagation': 'true' };

/** A day (`YYYY-MM-DD`), or a part of it, in a language. */
export const writeDay = (language: string, options: Intl.DateTimeFormatOptions, day: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`));

/** Days since the week began. @param weekStart 0 for Sunday. */
const intoWeek = (day: string, weekStart: number): number => (weekdayOf(day) - weekStart + 7) % 7;

/** The six weeks in which the month of a day lies, so that no calendar changes its height. */
function weeksOf(day: string, weekStart: number): string[][] {
  const first = `${day.slice(0, 8)}01`;
  const from = plusDays(first, -intoWeek(first, weekStart));
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, at) => plusDays(from, week * 7 + at)));
}

/** Where a key leads from a day; undefined for a key that leads nowhere. */
function dayByKey({ key, shiftKey }: KeyboardEvent, at: string, weekStart: number): string | undefined {
  const days: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -7,
    ArrowDown: 7,
    Home: -intoWeek(at, weekStart),
    End: 6 - intoWeek(at, weekStart),
  };
  const months: Record<string, number> = { PageUp: -1, PageDown: 1 };
  if (days[key] !== undefined) return plusDays(at, days[key]);
  return months[key] === undefined ? undefined : plusMonths(at, months[key] * (shiftKey ? 12 : 1));
}

interface DayGridProps {
  labelledBy: string;
  /** The day on which the keyboard stands; its month is shown. */
  at: string;
  chosen: string | null;
  today: string;
  first: string;
  last: string;
  onGo: (day: string) => void;
  onChoose: (day: string) => void;
}

/** The days of a month: one of them takes the keyboard, keys walk. */
export function DayGrid({ labelledBy, at, chosen, today, first, last, onGo, onChoose }: DayGridProps) {
  const { language } = useFormat();
  const { weekStart = 1 } = useUi();
  const grid = useRef<HTMLTableElement>(null);
  const goesByKey = useRef(false);
  useEffect(() => {
    if (goesByKey.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
    goesByKey.current = false;
  }, [at]);
  const weeks = weeksOf(at, weekStart);
  const walk = (event: KeyboardEvent) => {
    const next = dayByKey(event, at, weekStart);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    goesByKey.current = true;
    onGo(next);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid of the ARIA practices is a table
    <table ref={grid} role="grid" aria-labelledby={labelledBy} className={s.grid} onKeyDown={walk}>
      <thead>
        <tr>
          {(weeks[0] ?? []).map((day) => (
            <th key={day} scope="col" abbr={writeDay(language, { weekday: 'long' }, day)}>
              {writeDay(language, { weekday: 'narrow' }, day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as its grid
              <td key={day} role="gridcell" aria-selected={day === chosen}>
                <button
                  {...ownEscape}
                  type="button"
                  data-day={day}
                  data-autofocus={day === at || undefined}
                  tabIndex={day === at ? 0 : -1}
                  disabled={day < first || day > last}
                  aria-label={writeDay(language, { dateStyle: 'full' }, day)}
                  aria-current={day === today ? 'date' : undefined}
                  className={cx(s.day, p.n, day.slice(0, 7) !== at.slice(0, 7) && s.outside)}
                  onClick={() => onChoose(day)}
                >
                  {Number(day.slice(8))}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
