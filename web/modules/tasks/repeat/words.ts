import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepeatDraft } from '../../../../server/contracts/tasks/recurrence.js';
import { weekdayOf } from '../../../core/settings/weekday.js';
import { localeOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import { aboutDay, partsOf, type Weekday, weekdays } from './choice.js';

const englishEndings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** `3rd` in English; elsewhere the figure alone. */
function ordinal(value: number, language: string): string {
  if (!language.startsWith('en')) return String(value);
  return `${value}${englishEndings[new Intl.PluralRules('en', { type: 'ordinal' }).select(value)]}`;
}

/** Says in a sentence how a task comes again: “Every second week on Monday and Thursday, until 3 March”. */
export function useRepeatWords(): (draft: RepeatDraft, startOn: string) => string {
  const { t } = useTranslation('tasks');
  const { language } = useFormat();
  return useCallback(
    (draft, startOn) => {
      const list = (words: readonly string[]) => new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(words);
      const date = (day: string, options: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', day: 'numeric', month: 'long', ...options }).format(new Date(`${day}T00:00:00Z`));
      const parts = partsOf(draft.rrule ?? '');
      const { weekday, monthDay, month } = aboutDay(startOn);
      const count = Number(parts.INTERVAL ?? 1);
      const every = (unit: string) => t(count === 1 ? `repeat.every.${unit}` : count === 2 ? `repeat.second.${unit}` : `repeat.many.${unit}`, { count });
      // Weekdays have a gender in Portuguese: those of the weekend another one than the rest.
      const kindOf = (day: Weekday) => (day === 'SA' || day === 'SU' ? 'end' : 'week');
      const nthDay = (text: string): string | null => {
        const [, nth, day] = /^([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? [];
        if (nth === undefined) return null;
        const name = weekdayOf((weekdays.indexOf(day as Weekday) + 1) % 7, language);
        return t(`repeat.nth.${kindOf(day as Weekday)}.${nth === '-1' ? 'last' : nth}`, { weekday: name });
      };
      const known = (names: readonly string[]) => Object.keys(parts).every((name) => [...names, 'FREQ', 'INTERVAL', 'WKST'].includes(name));
      const rule = (): string | null => {
        if (draft.afterDays !== undefined) return t('repeat.afterDone', { count: draft.afterDays });
        if (parts.FREQ === 'DAILY' && known([])) return count === 1 && draft.workingDaysOnly ? t('repeat.everyWorkingDay') : every('day');
        if (parts.FREQ === 'WEEKLY' && known(['BYDAY'])) {
          const days = weekdays.filter((one) => (parts.BYDAY ?? weekday).split(',').includes(one));
          return t('repeat.onDays', { every: every('week'), days: list(days.map((one) => t(`repeat.weekday.${one}`))) });
        }
        if (parts.FREQ === 'MONTHLY' && known(['BYMONTHDAY', 'BYDAY'])) {
          const on = parts.BYDAY === undefined ? Number(parts.BYMONTHDAY ?? monthDay) : nthDay(parts.BYDAY);
          if (on === null || Number.isNaN(on) || (parts.BYDAY !== undefined && parts.BYMONTHDAY !== undefined)) return null;
          if (on === -1) return t('repeat.onLastDay', { every: every('month') });
          return typeof on === 'number'
            ? t('repeat.onMonthDay', { every: every('month'), day: ordinal(on, language) })
            : t('repeat.onNth', { every: every('month'), day: on });
        }
        if (parts.FREQ === 'YEARLY' && known(['BYMONTH', 'BYMONTHDAY', 'BYDAY'])) {
          const inMonth = Number(parts.BYMONTH ?? month);
          const on = parts.BYDAY === undefined ? Number(parts.BYMONTHDAY ?? monthDay) : nthDay(parts.BYDAY);
          // A leap year, so that 29 February has a name.
          const day = (of: number) => `2024-${String(inMonth).padStart(2, '0')}-${String(of).padStart(2, '0')}`;
          if (on === null || Number.isNaN(on) || Number.isNaN(inMonth)) return null;
          const monthName = new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', month: 'long' }).format(new Date(`${day(1)}T00:00:00Z`));
          if (typeof on === 'string') return t('repeat.onNthOf', { every: every('year'), day: on, month: monthName });
          return on < 1 ? null : t('repeat.onDate', { every: every('year'), date: date(day(on), {}) });
        }
        return null;
      };
      const said = [rule() ?? t('repeat.byRule', { rule: draft.rrule ?? '' })];
      if (draft.until) said.push(t('repeat.until', { date: date(draft.until, { year: 'numeric' }) }));
      if (draft.count) said.push(t('repeat.times', { count: draft.count }));
      const isDaily = parts.FREQ === 'DAILY' && count === 1;
      if (draft.workingDaysOnly && !isDaily) said.push(t('repeat.moved'));
      if (draft.skipWhileOpen) said.push(t('repeat.skipped'));
      const sentence = said.join(', ');
      return sentence.charAt(0).toLocaleUpperCase(language) + sentence.slice(1);
    },
    [t, language],
  );
}
