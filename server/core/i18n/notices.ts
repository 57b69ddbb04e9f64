import type { BackupFault } from '../../contracts/core/backups.js';
import { faultInWords } from '../backup/fault-words.js';
import { formats } from './format.js';
import { recordsName } from './records-name.js';
import { hasText, texts } from './texts.js';

/**
 * What a notice is told with. Money, days and instants are written the reader's way, `module` is an id and becomes its name, `recordKind` a kind of record, `fault` why a backup
 * failed and becomes `reason`,
 * `context` picks a variant of the text (`core.module.switched` has on, parked and archived).
 */
export type NoticeParams = Readonly<Record<string, unknown>>;
export interface NoticeText {
  /** One line in the list of notices. */
  title: string;
  /** Subject of its mail. */
  subject: string;
  /** A sentence or two below the title. */
  body: string;
}
export interface NoticeReader {
  language: string;
  /** IANA name. */
  timeZone: string;
  /** Of the company, ISO 3166. */
  country?: string | null;
}

/** The key of a notice's texts: code `crm.lead.assigned` stands under `crm:notice.lead.assigned`. */
export function noticeKey(code: string): string {
  const dot = code.indexOf('.');
  return `${code.slice(0, dot)}:notice.${code.slice(dot + 1)}`;
}

/** Whether there are texts for a code. */
export const isNoticeCode = (code: string): boolean => code.includes('.') && hasText(`${noticeKey(code)}.title`);

/**
 * A stored notice (code and parameters) in the words of its reader. Without an `actor` it was the portal itself.
 * @throws {Error} for a code that has no texts, so that a missing one is found where it is sent.
 */
export function noticeText(code: string, params: NoticeParams, reader: NoticeReader): NoticeText {
  if (!isNoticeCode(code)) throw new Error(`No texts for the notice ${code}`);
  const key = noticeKey(code);
  const t = texts(reader.language);
  const written: Record<string, unknown> = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, writeValue(value, reader)]));
  // Numbers come written, so that plural forms do not see them: of one thing a text may speak as `title_single`.
  if ((params.count ?? params.attempts) === 1) written.context ??= 'single';
  const portal = t('core:someone.system');
  const actor = written.actor || portal;
  const moduleName = `${String(params.module)}:module.name`;
  if (hasText(moduleName)) written.module = t(moduleName);
  if (typeof params.recordKind === 'string') written.recordKind = recordsName(params.recordKind, reader.language);
  if (typeof params.fault === 'object') written.reason = faultInWords(reader.language, params.fault as BackupFault);
  const line = (part: string): string => {
    const text = t(`${key}.${part}`, { ...written, actor });
    return actor === portal && text.startsWith(portal) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  };
  return { title: line('title'), subject: line('subject'), body: line('body') };
}

function writeValue(value: unknown, reader: NoticeReader): unknown {
  const written = formats(reader.language, reader.timeZone, reader.country);
  if (typeof value === 'number') return written.number(value);
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return isDate(value) ? written.day(value) : value;
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && isDate(value) ? written.moment(value) : value;
  }
  if (isMoney(value)) return written.money(value);
  return value ?? '';
}

const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text));

function isMoney(value: unknown): value is { amount: number; currency: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { amount, currency } = value as { amount?: unknown; currency?: unknown };
  return Number.isSafeInteger(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}
