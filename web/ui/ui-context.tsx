import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkingHours } from '../../server/contracts/core/company.js';
import type { Money } from '../../server/contracts/core/fields.js';
import type { StoredFile } from '../../server/contracts/core/files.js';
import { isMonthFirst } from '../../server/contracts/core/locale.js';
import type { Reference } from '../../server/contracts/core/references.js';
import { durationOf } from './duration.js';
import * as format from './format.js';

/** What the components need from the app around them; must keep its identity between renders. */
export interface Ui {
  /** Without it the language of i18next. */
  language?: string;
  /** Without it the browser's. */
  timeZone?: string;
  /** ISO 4217, for new amounts. */
  currency?: string;
  /** The day a week begins with, 0 for Sunday; Monday without it. */
  weekStart?: number;
  /** Minutes of the company's working day; eight hours without it. */
  workday?: number;
  /** When people work; Monday to Friday from nine to six without it. */
  workingHours?: WorkingHours;
  /** Goes to an address of the app without a reload. */
  navigate?: (to: string) => void;
  /** A hook: title and address of a record; null unknown or not for this person, undefined while loading. */
  useReference?: (type: string, id: number | null) => Reference | null | undefined;
  /** `holding`: of people only those with this permission. */
  search?: (type: string, query: string, holding?: string) => Promise<Reference[]>;
  upload?: (file: File) => Promise<StoredFile>;
}

const Context = createContext<Ui>({});

export function UiProvider({ value, children }: { value: Ui; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export const useUi = (): Ui => useContext(Context);

const nothing = () => null;
/** Title and address of a referenced record, by the app's own hook. */
export function useReference(type: string, id: number | null): Reference | null | undefined {
  const ask = useContext(Context).useReference ?? nothing;
  return ask(type, id);
}

/** The formats of this person's language and time zone. */
export function useFormat() {
  const ui = useContext(Context);
  const { i18n } = useTranslation('ui');
  const language = ui.language ?? i18n.language ?? 'en';
  const timeZone = ui.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const currency = ui.currency ?? 'BRL';
  const workday = ui.workday ?? 480;
  return useMemo(() => {
    const habits = { language, timeZone };
    return {
      language,
      timeZone,
      currency,
      workday,
      /** Of work: whole working days as such. */
      duration: (minutes: number) => durationOf(minutes, workday),
      money: (money: Money) => format.formatMoney(money, language),
      amount: (money: Money) => format.formatAmount(money, language),
      number: (value: number, decimals?: number) => format.formatNumber(value, language, decimals),
      quantity: (value: number) => format.formatQuantity(value, language),
      percent: (value: number) => format.formatPercent(value, language),
      size: (bytes: number) => format.formatSize(bytes, language),
      day: (day: string) => format.formatDay(day, habits),
      dayFull: (day: string) => format.formatDayFull(day, language),
      time: (time: string) => format.formatTime(time, language),
      clock: (at: Date) => format.formatClock(at, habits),
      isMonthFirst: isMonthFirst(format.localeOf(language)),
      instant: (iso: string) => format.formatInstant(iso, habits),
      instantFull: (iso: string) => format.formatInstantFull(iso, habits),
      ago: (iso: string) => format.formatAgo(iso, habits),
    };
  }, [language, timeZone, currency, workday]);
}
export type Format = ReturnType<typeof useFormat>;

/** A moment by nearness with the whole moment as its tooltip. */
export function When({ at, className }: { at: string; className?: string }) {
  const f = useFormat();
  return (
    <time dateTime={at} title={f.instantFull(at)} className={className}>
      {f.instant(at)}
    </time>
  );
}
