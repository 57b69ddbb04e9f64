import { type ComponentProps, type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { plausibleYears } from '../../../server/contracts/core/fields.js';
import { readMoment } from '../../../server/contracts/core/read-moment.js';
import { dayOfTime } from '../../../server/contracts/core/spoken-days.js';
import { timeOn } from '../../../server/contracts/core/spoken-times.js';
import { clockOf, dayOf } from '../format.js';
import { Icon } from '../icon.js';
import { useOpenLater } from '../later.js';
import p from '../pieces.module.css';
import { type Format, useFormat } from '../ui-context.js';
import { fromZoned, toZoned } from '../zone.js';
import type { ControlProps } from './control.js';
import s from './day-edit.module.css';
import { TypedEdit, type TypedProps } from './typed-edit.js';

const loadPicker = () => import('./day-picker.js');

/** Now on the person's clock. */
function nowOf(f: Format) {
  const at = new Date();
  return { day: dayOf(at, f.timeZone), time: clockOf(at, f.timeZone).padStart(5, '0'), isMonthFirst: f.isMonthFirst };
}

/** 17 June in figures, as an example. */
const shortDay = (f: Format): string => (f.isMonthFirst ? '6/17' : '17/6');

const isPlausible = (day: string): boolean => Number(day.slice(0, 4)) >= plausibleYears.min && Number(day.slice(0, 4)) <= plausibleYears.max;

type PickerProps = ComponentProps<Awaited<ReturnType<typeof loadPicker>>['DayPicker']>;

interface BoxProps extends TypedProps<string> {
  /** What the calendar shows of the value. */
  picker: Pick<PickerProps, 'day' | 'time' | 'min' | 'max'>;
  /** The value that a choice in the calendar makes. */
  ofDay: (day: string) => string;
  ofTime?: (time: string) => string;
}

/** The box to type in, and behind its button the calendar. */
function DayBox({ picker, ofDay, ofTime, ...props }: BoxProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const { part, opened, open, setOpened, button } = useOpenLater(loadPicker);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || opened) return;
    event.preventDefault();
    open();
  };
  const close = () => {
    setOpened(false);
    input.current?.focus();
  };
  return (
    <TypedEdit<string>
      {...props}
      input={input}
      letters
      onKey={onKey}
      end={(take) => (
        <span className={s.end}>
          <button type="button" className={s.button} aria-label={t('day.open')} title={t('day.open')} aria-haspopup="dialog" {...button}>
            <Icon name="cal" size={16} />
          </button>
          {part && (
            <part.DayPicker
              {...picker}
              opened={opened}
              today={nowOf(f).day}
              onDay={(day) => take(ofDay(day))}
              onTime={ofTime && ((time) => take(ofTime(time)))}
              onClear={props.required ? undefined : () => take(null)}
              onClose={close}
              onLeave={() => setOpened(false)}
            />
          )}
        </span>
      )}
    />
  );
}

export interface DayEditProps extends ControlProps<string | null> {
  /** The first and the last day that the calendar offers. */
  min?: string | undefined;
  max?: string | undefined;
  tells?: 'calm' | 'left';
}

/** A day (`YYYY-MM-DD`), typed as people write it or chosen in a calendar. */
export function DayEdit({ min, max, tells = 'calm', ...props }: DayEditProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const parse = (text: string, f: Format) => {
    const now = nowOf(f);
    const read = readMoment(text, now);
    if (!read?.day || read.time) return t('day.notDay', { example: f.dayFull(now.day), short: shortDay(f) });
    return isPlausible(read.day) ? { value: read.day } : t('day.years', plausibleYears);
  };
  return (
    <DayBox
      {...props}
      tells={tells}
      placeholder={t(f.isMonthFirst ? 'day.formMonthFirst' : 'day.form')}
      show={(day, f) => f.dayFull(day)}
      parse={parse}
      picker={{ day: props.value, min, max }}
      ofDay={(day) => day}
    />
  );
}

/** Where a day is given without a time, and none stood there before. */
const usualTime = '09:00';

/** A moment to come, on the clock of the person's time zone: a day and a time in one box. What has passed is taken, too, and said to be so. */
export function InstantEdit(props: ControlProps<string | null>) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const local = props.value ? toZoned(props.value, f.timeZone) : null;
  const [day, time] = [local?.slice(0, 10) ?? null, local?.slice(11) ?? null];
  const isPast = !props.invalid && props.value !== null && Date.parse(props.value) < Date.now();
  const parse = (text: string, f: Format, stood: string | null) => {
    const now = nowOf(f);
    const read = readMoment(text, now);
    if (!read) return t('day.notMoment', { example: `${f.dayFull(now.day)} ${f.time('14:30')}`, short: shortDay(f) });
    const at = read.day ?? day ?? dayOfTime(read.time ?? usualTime, now);
    if (!isPlausible(at)) return t('day.years', plausibleYears);
    return { value: instantOf(at, read.time ?? timeOn(at, timeOf(stood, f), now), f) };
  };
  return (
    <div>
      <DayBox
        {...props}
        describedBy={[props.describedBy, isPast && `${props.id}-past`].filter(Boolean).join(' ') || undefined}
        tells="calm"
        placeholder={t(f.isMonthFirst ? 'day.momentFormMonthFirst' : 'day.momentForm')}
        show={(iso) => momentText(iso, f)}
        parse={parse}
        picker={{ day, time: time ?? usualTime }}
        ofDay={(next) => instantOf(next, timeOn(next, time ?? usualTime, nowOf(f)), f)}
        ofTime={(next) => instantOf(day ?? nowOf(f).day, next, f)}
      />
      <div className={s.past} aria-live="polite">
        {isPast && (
          <p id={`${props.id}-past`} className={p.message}>
            {t('day.past')}
          </p>
        )}
      </div>
    </div>
  );
}

/** The time of a moment on the person's clock. */
const timeOf = (iso: string | null, f: Format): string => (iso === null ? usualTime : toZoned(iso, f.timeZone).slice(11));

/** A day and a time that are ones give a moment. */
const instantOf = (day: string, time: string, f: Format): string => fromZoned(`${day}T${time}`, f.timeZone) as string;

function momentText(iso: string, f: Format): string {
  const local = toZoned(iso, f.timeZone);
  return `${f.dayFull(local.slice(0, 10))} ${f.time(local.slice(11))}`;
}
