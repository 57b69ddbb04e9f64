import { sql } from 'kysely';
import { fold } from '../search/fold.js';
import type { Schema } from './schema.js';

/**
 * For migrations of modules: notes in the bin what was deleted before the bin was kept.
 * @param tables table, type and column of the title of each kind of record; `owner` where it has an `owner_id`.
 */
export async function fillBin(m: Schema, tables: readonly { table: string; type: string; title: string; owner: boolean }[]): Promise<void> {
  for (const { table, type, title, owner } of tables) {
    const { rows } = await sql<{ id: number; title: string | null; owner_id: number | null; deleted_at: string; deleted_by: number | null }>`
      select r.id, ${sql.ref(`r.${title}`)} as title, ${owner ? sql.ref('r.owner_id') : sql`null`} as owner_id, r.deleted_at,
        (select h.actor_id from record_history h where h.record_type = ${type} and h.record_id = r.id and h.kind = 'deleted' order by h.id desc limit 1) as deleted_by
      from ${sql.table(table)} r where r.deleted_at is not null order by r.deleted_at, r.id`.execute(m.q);
    for (const row of rows) {
      const shown = String(row.title ?? row.id);
      await sql`insert into bin_entries (record_type, record_id, owner_id, title, folded_title, deleted_at, deleted_by)
        values (${type}, ${row.id}, ${row.owner_id}, ${shown}, ${fold(shown)}, ${row.deleted_at}, ${row.deleted_by})`.execute(m.q);
    }
  }
}
