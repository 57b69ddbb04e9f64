import { sql } from 'kysely';
import type { Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { texts } from '../i18n/texts.js';
import type { Registry } from '../kernel/registry.js';
import { definePoint } from '../kernel/tokens.js';
import type { Services } from '../services.js';

/** What became of the thing that a notice asks for: a text, and what it is told with. */
export interface Outcome {
  /** `crm:noticeOutcome.elsewhere`. */
  key: string;
  params?: Readonly<Record<string, string>>;
}

/** Where modules say of their notices what became of what these ask for, so that no step is offered that does nothing any more. */
export interface NoticeOutcomes {
  codes: readonly string[];
  /** The record that a notice is about, where that is not the one it leads to. */
  idOf?(params: Readonly<Record<string, unknown>>): unknown;
  table: string;
  /** @param rows of the table, those in the bin left out. */
  outcomesOf(q: Queries, rows: readonly Record<string, unknown>[]): Promise<OutcomeOf>;
}
/** @returns null for what is still to be done. */
export type OutcomeOf = (row: Record<string, unknown>, code: string, readerId: number) => Outcome | null;

export const NoticeOutcomes = definePoint<NoticeOutcomes>()('core', 'notice-outcomes');

interface Told {
  id: number;
  code: string;
  params: string;
  record_id: number | null;
}

const gone: Outcome = { key: 'core:noticeOutcome.gone' };

/** What became of what notices ask for, by the notice's id and in the reader's language; those whose step is still to be taken are left out. */
export async function outcomesOf(
  { db }: Pick<Services, 'db'>,
  registry: Pick<Registry, 'items'>,
  notices: readonly Told[],
  reader: { personId: number; language: string },
): Promise<Map<number, string>> {
  const t = texts(reader.language);
  const found = new Map<number, string>();
  for (const { item } of registry.items(NoticeOutcomes)) {
    const asked = notices.flatMap((notice) => {
      if (!item.codes.includes(notice.code)) return [];
      const about = item.idOf ? item.idOf(JSON.parse(notice.params) as Record<string, unknown>) : notice.record_id;
      return typeof about === 'number' ? [{ ...notice, about }] : [];
    });
    if (asked.length === 0) continue;
    const ids = inIds(db.dialect, sql.ref('id'), [...new Set(asked.map(({ about }) => about))]);
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(item.table)} where ${ids} and deleted_at is null`.execute(db.read);
    const outcomeOf = await item.outcomesOf(db.read, rows);
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, code, about } of asked) {
      const row = byId.get(about);
      const outcome = row ? outcomeOf(row, code, reader.personId) : gone;
      if (outcome) found.set(id, t(outcome.key, outcome.params));
    }
  }
  return found;
}
