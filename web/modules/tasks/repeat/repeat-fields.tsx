import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { recurrenceEndpoints } from '../../../../server/contracts/tasks/recurrence.js';
import { ApiProblem, call } from '../../../core/api.js';
import { SelectField, TextField, Tick } from '../../../core/form/field.js';
import { DayField } from '../../../core/form/read-fields.js';
import { weekdayOf } from '../../../core/settings/weekday.js';
import { useProblemWords } from '../../../core/words.js';
import { cx } from '../../../ui/cx.js';
import { localeOf } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import p from '../../../ui/pieces.module.css';
import { useFormat } from '../../../ui/ui-context.js';
import { aboutDay, draftOf, ends, faultsOf, presets, type RepeatChoice, units, type Weekday, weekdays } from './choice.js';
import s from './repeat.module.css';
import { useRepeatWords } from './words.js';

const shownDays = 5;

const lastOfMonth = -1;
const monthDays = [...Array.from({ length: 31 }, (_, n) => n + 1), lastOfMonth];
const nths = [1, 2, 3, 4, lastOfMonth] as const;

/** On which day of a month: by its number, or as the nth of a weekday. */
function MonthPart({ value, about, set }: { value: RepeatChoice; about: ReturnType<typeof aboutDay>; set(change: Partial<RepeatChoice>): void }) {
  const { t } = useTranslation('tasks');
  const { language } = useFormat();
  return (
    <div className={s.month}>
      <SelectField
        label={t('repeat.on')}
        value={value.monthBy}
        options={(['day', 'nth'] as const).map((one) => ({ value: one, label: t(`repeat.monthBy.${one}`) }))}
        onChange={(monthBy) => set({ monthBy: monthBy as RepeatChoice['monthBy'] })}
      />
      {value.monthBy === 'day' ? (
        <SelectField
          label={t('repeat.monthDay')}
          value={String(value.monthDay ?? about.monthDay)}
          options={monthDays.map((day) => ({ value: String(day), label: day === lastOfMonth ? t('repeat.lastOfMonth') : String(day) }))}
          onChange={(day) => set({ monthDay: Number(day) })}
        />
      ) : (
        <>
          <SelectField
            label={t('repeat.which')}
            value={String(value.nth ?? about.nth)}
            options={nths.map((nth) => ({ value: String(nth), label: t(`repeat.whichOne.${nth === lastOfMonth ? 'last' : nth}`) }))}
            onChange={(nth) => set({ nth: Number(nth) })}
          />
          <SelectField
            label={t('repeat.weekdayField')}
            value={value.nthDay ?? about.weekday}
            options={weekdays.map((day, n) => ({ value: day, label: weekdayOf((n + 1) % 7, language) }))}
            onChange={(day) => set({ nthDay: day as Weekday })}
          />
        </>
      )}
    </div>
  );
}

interface RepeatFieldsProps {
  value: RepeatChoice;
  onChange(value: RepeatChoice): void;
  /** The day of the task, `YYYY-MM-DD`. */
  startOn: string;
  /** What the server refused when it was sent, by field. */
  errors?: Readonly<Record<string, string>>;
  /** Whether “does not repeat” is one of the choices. */
  mayBeNone?: boolean;
}

/** Chooses how a task comes again: a few plain ways that its day suggests, and the parts of one's own; said in a sentence, with the days that follow. */
export function RepeatFields({ value, onChange, startOn, errors = {}, mayBeNone }: RepeatFieldsProps) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const words = useRepeatWords();
  const problemWords = useProblemWords();
  const id = useId();
  const set = (change: Partial<RepeatChoice>) => onChange({ ...value, ...change });
  const faults = faultsOf(value);
  const draft = Object.keys(faults).length === 0 ? draftOf(value, startOn) : null;
  const preview = useQuery({
    queryKey: ['tasks.repeat', 'preview', draft, startOn],
    queryFn: ({ signal }) => call(recurrenceEndpoints.preview, { body: { ...draft, startOn }, signal }),
    enabled: draft !== null && draft.rrule !== undefined,
    placeholderData: (before) => before,
    retry: false,
  });
  const refused = preview.error instanceof ApiProblem ? Object.fromEntries(preview.error.errors.map(({ path, message }) => [path, message])) : {};
  const wrong: Record<string, string | undefined> = { ...refused, ...errors };
  const message = (name: 'every' | 'times' | 'until', path: string) => (faults[name] ? t(faults[name]) : wrong[path]);
  const isCustom = value.preset === 'custom';
  const isAfterDone = isCustom && value.unit === 'done' && value.rule === null;
  const about = aboutDay(startOn);
  const nameOf = (preset: (typeof presets)[number]) => {
    const named =
      preset === 'none' || preset === 'custom' ? null : draftOf({ ...value, preset, end: 'never', skipWhileOpen: false, workingDaysOnly: false }, startOn);
    return named ? words(named, startOn) : t(`repeat.preset.${preset}`);
  };
  const dayWords = (day: string) =>
    new Intl.DateTimeFormat(localeOf(f.language), { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(`${day}T00:00:00Z`));
  return (
    <div className={s.fields}>
      <SelectField
        label={t('repeat.title')}
        value={value.preset}
        error={isCustom ? undefined : wrong.rrule}
        options={presets.filter((one) => mayBeNone || one !== 'none').map((one) => ({ value: one, label: nameOf(one) }))}
        onChange={(preset) =>
          set({
            preset: preset as RepeatChoice['preset'],
            rule: null,
            ...(preset === 'custom' && value.weekdays.length === 0 ? { weekdays: [about.weekday] } : {}),
          })
        }
      />
      {isCustom && value.rule === null && (
        <>
          <div className={s.every}>
            <TextField
              label={t(isAfterDone ? 'repeat.days' : 'repeat.interval')}
              inputMode="numeric"
              value={value.every}
              onChange={(every) => set({ every })}
              error={message('every', isAfterDone ? 'afterDays' : 'rrule')}
            />
            <SelectField
              label={t('repeat.unit')}
              value={value.unit}
              options={units.map((one) => ({ value: one, label: t(`repeat.units.${one}`) }))}
              onChange={(unit) => set({ unit: unit as RepeatChoice['unit'] })}
            />
          </div>
          {value.unit === 'week' && (
            <div role="group" aria-label={t('repeat.weekdays')} className={s.week}>
              {weekdays.map((day, n) => {
                const isOn = value.weekdays.includes(day);
                return (
                  <button
                    key={day}
                    type="button"
                    className={cx(s.weekday, isOn && s.on)}
                    aria-pressed={isOn}
                    title={weekdayOf((n + 1) % 7, f.language)}
                    onClick={() => set({ weekdays: isOn ? value.weekdays.filter((one) => one !== day) : [...value.weekdays, day] })}
                  >
                    {weekdayOf((n + 1) % 7, f.language, 'short')}
                  </button>
                );
              })}
            </div>
          )}
          {(value.unit === 'month' || value.unit === 'year') && <MonthPart value={value} about={about} set={set} />}
        </>
      )}
      {value.preset !== 'none' && (
        <>
          <div className={s.every}>
            <SelectField
              label={t('repeat.end')}
              value={value.end}
              options={ends.map((one) => ({ value: one, label: t(`repeat.ends.${one}`) }))}
              onChange={(end) => set({ end: end as RepeatChoice['end'] })}
            />
            {value.end === 'on' && (
              <DayField label={t('repeat.lastDay')} min={startOn} value={value.until} onChange={(until) => set({ until })} error={message('until', 'until')} />
            )}
            {value.end === 'times' && (
              <TextField
                label={t('repeat.howOften')}
                inputMode="numeric"
                value={value.times}
                onChange={(times) => set({ times })}
                error={message('times', 'count')}
              />
            )}
          </div>
          <div className={s.ticks}>
            {value.preset !== 'working' && (
              <Tick label={t('repeat.workingDays')} checked={value.workingDaysOnly} onChange={(workingDaysOnly) => set({ workingDaysOnly })} />
            )}
            {!isAfterDone && <Tick label={t('repeat.skip')} checked={value.skipWhileOpen} onChange={(skipWhileOpen) => set({ skipWhileOpen })} />}
          </div>
          {draft && (
            <div className={s.said} aria-live="polite" id={`${id}-said`}>
              <p>
                <Icon name="refresh" size={16} />
                <span>{words(draft, startOn)}</span>
              </p>
              {draft.rrule !== undefined && preview.data && !preview.isError && (
                <p className={p.text2}>
                  <span>
                    {t('repeat.nextDays')} {preview.data.days.slice(0, shownDays).map(dayWords).join(' · ')}
                  </span>
                </p>
              )}
              {preview.isError && Object.keys(refused).length === 0 && <p className={p.bad}>{problemWords(preview.error)}</p>}
            </div>
          )}
        </>
      )}
    </div>
  );
}
