import { Popover } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plusMonths } from '../../../server/contracts/core/calendar-day.js';
import { plausibleYears } from '../../../server/contracts/core/fields.js';
import a from '../anchor.module.css';
import { Button } from '../button.js';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import p from '../pieces.module.css';
import { useFormat } from '../ui-context.js';
import { DayGrid, ownEscape, writeDay } from './day-grid.js';
import s from './day-picker.module.css';

interface DayPickerProps {
  opened: boolean;
  /** `YYYY-MM-DD`. */
  day: string | null;
  today: string;
  /** `HH:MM`; asked for beside the day where it is given. */
  time?: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onDay: (day: string) => void;
  onTime?: ((time: string) => void) | undefined;
  onClear?: (() => void) | undefined;
  /** The choice is made or given up: the keyboard goes back to the field. */
  onClose: () => void;
  /** Something beside it was pressed. */
  onLeave: () => void;
}

const halfHours = Array.from({ length: 48 }, (_, at) => `${String(Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`);

/** The calendar of a field for a day: the date picker dialog of the ARIA practices. */
export function DayPicker(props: DayPickerProps) {
  const { t } = useTranslation('ui');
  return (
    <Popover
      opened={props.opened}
      onChange={(opened) => opened || props.onLeave()}
      position="bottom-end"
      shadow="md"
      radius="md"
      trapFocus
      closeOnEscape={false}
      withRoles={false}
      withinPortal={false}
    >
      <Popover.Target>
        <span className={a.anchor} aria-hidden="true" />
      </Popover.Target>
      <Popover.Dropdown className={s.dropdown} role="dialog" aria-modal="true" aria-label={t(props.time === undefined ? 'day.choose' : 'day.chooseMoment')}>
        {props.opened && <Days {...props} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Days({ day, today, time, min, max, onDay, onTime, onClear, onClose }: DayPickerProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const id = useId();
  const first = min ?? `${plausibleYears.min}-01-01`;
  const last = max ?? `${plausibleYears.max}-12-31`;
  const within = (wanted: string) => (wanted < first ? first : wanted > last ? last : wanted);
  const [at, setAt] = useState(within(day ?? today));
  const write = (options: Intl.DateTimeFormatOptions, of: string) => writeDay(f.language, options, of);
  const choose = (next: string) => {
    onDay(next);
    setAt(next);
    // Who gives a time as well goes on there.
    if (onTime) document.getElementById(`${id}-time`)?.focus();
    else onClose();
  };
  const [year, month] = [at.slice(0, 4), at.slice(5, 7)];
  const years = Array.from({ length: Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1 }, (_, n) => Number(first.slice(0, 4)) + n);
  const to = (nextYear: string, nextMonth: string) => setAt(within(plusMonths(at, (Number(nextYear) - Number(year)) * 12 + Number(nextMonth) - Number(month))));
  return (
    // Keys pressed in here are meant for the calendar and not for the field, the form or the page around it.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys to itself
    <div
      className={s.picker}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        event.nativeEvent.stopImmediatePropagation();
        onClose();
      }}
    >
      <div className={s.head}>
        <button {...ownEscape} type="button" className={s.step} aria-label={t('day.monthBefore')} onClick={() => setAt(within(plusMonths(at, -1)))}>
          <Icon name="left" size={16} />
        </button>
        <select {...ownEscape} aria-label={t('day.month')} className={s.choice} value={month} onChange={(event) => to(year, event.target.value)}>
          {Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, '0')).map((each) => (
            <option key={each} value={each}>
              {write({ month: 'long' }, `2026-${each}-01`)}
            </option>
          ))}
        </select>
        <select
          {...ownEscape}
          aria-label={t('day.year')}
          className={cx(s.choice, p.n)}
          value={Number(year)}
          onChange={(event) => to(event.target.value, month)}
        >
          {years.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <button {...ownEscape} type="button" className={s.step} aria-label={t('day.monthAfter')} onClick={() => setAt(within(plusMonths(at, 1)))}>
          <Icon name="right" size={16} />
        </button>
      </div>
      <span id={`${id}-month`} className={p.vh} aria-live="polite">
        {write({ month: 'long', year: 'numeric' }, at)}
      </span>
      <DayGrid labelledBy={`${id}-month`} at={at} chosen={day} today={today} first={first} last={last} onGo={(next) => setAt(within(next))} onChoose={choose} />
      {onTime && time !== undefined && (
        <div className={s.time}>
          <label htmlFor={`${id}-time`}>{t('day.time')}</label>
          <select {...ownEscape} id={`${id}-time`} className={cx(p.input, p.n)} value={time} onChange={(event) => onTime(event.target.value)}>
            {(halfHours.includes(time) ? halfHours : [...halfHours, time].sort()).map((each) => (
              <option key={each} value={each}>
                {f.time(each)}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className={s.foot}>
        <Button {...ownEscape} small look="quiet" disabled={today < first || today > last} onClick={() => choose(today)}>
          {t('day.today')}
        </Button>
        {onClear && (
          <Button
            {...ownEscape}
            small
            look="quiet"
            onClick={() => {
              onClear();
              onClose();
            }}
          >
            {t('fields.clear')}
          </Button>
        )}
        {onTime && (
          <Button {...ownEscape} small look="primary" onClick={onClose}>
            {t('day.done')}
          </Button>
        )}
      </div>
    </div>
  );
}
