import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeEntry } from '../../../../server/contracts/tasks/time.js';
import { cx } from '../../../ui/cx.js';
import { clockDuration, parseDuration } from '../../../ui/duration.js';
import pieces from '../../../ui/pieces.module.css';
import { useFormat } from '../../../ui/ui-context.js';
import { mostADay } from './use-time.js';
import s from './week.module.css';

interface WeekCellProps {
  label: string;
  entries: readonly TimeEntry[];
  day: string;
  /** Nothing can be noted here: the day is closed or still to come. */
  closed: boolean;
  invalid: boolean;
  describedBy: string;
  /** Minutes typed; 0 where the figure was taken away. Rejects nothing: what goes wrong is said by the caller. */
  onWrite(minutes: number): Promise<void>;
  onWrong(): void;
  /** Shows the entries of the day one by one. */
  onShow(): void;
}

/** Up and down walk through the tasks of a day. */
function walk(event: KeyboardEvent<HTMLInputElement>, day: string) {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const all = [...(event.currentTarget.closest('table')?.querySelectorAll<HTMLElement>(`[data-day="${day}"]`) ?? [])];
  const next = all[all.indexOf(event.currentTarget) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The time of one task on one day: typed where there is one entry or none, else shown as their sum. */
export function WeekCell({ label, entries, day, closed, invalid, describedBy, onWrite, onWrong, onShow }: WeekCellProps) {
  const { language } = useFormat();
  const { t } = useTranslation('tasks');
  const minutes = entries.reduce((all, one) => all + one.minutes, 0);
  const shown = minutes === 0 ? '' : clockDuration(minutes);
  const [typed, setTyped] = useState<string | null>(null);
  const [before, setBefore] = useState(shown);
  if (before !== shown) {
    setBefore(shown);
    setTyped(null);
  }
  if (closed) return <span className={s.closed}>{shown || '–'}</span>;
  if (entries.length > 1)
    return (
      <button type="button" className={s.several} aria-label={t('time.week.several', { label, time: shown, count: entries.length })} onClick={onShow}>
        {shown}
      </button>
    );
  const write = async () => {
    if (typed === null || typed.trim() === shown) return setTyped(null);
    const next = typed.trim() === '' || /^0+([:.,]0*)?$/.test(typed.trim()) ? 0 : parseDuration(typed, language, { max: mostADay });
    if (next === null) return onWrong();
    if (next !== minutes) await onWrite(next);
  };
  return (
    <input
      className={cx(pieces.input, s.cell)}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={invalid ? describedBy : undefined}
      autoComplete="off"
      data-day={day}
      value={typed ?? shown}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void write()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void write();
        else if (event.key === 'Escape') setTyped(null);
        else walk(event, day);
      }}
    />
  );
}
