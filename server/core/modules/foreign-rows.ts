import { type RawBuilder, sql } from 'kysely';
import type { Stored, Tx } from '../db/database.js';
import type { StoredTable } from '../db/stored-table.js';
import type { ArchiveManifest } from './archive-format.js';
import { BadArchive } from './bad-archive.js';
import { type Belonging, belongings, type Holder } from './belongings.js';

/** What the conditions in {@link belongings} look at. */
const lookedAt = ['record_type', 'record_id', 'entry_id', 'kind', 'key', 'code', 'name', 'permission', 'module'] as const;

/**
 * An archive brings the tables of its module and what of core belongs to it, and nothing else: it may have been made by hand, to let its
 * maker in as somebody else.
 * @throws BadArchive
 */
export function demandOwnParts(holder: Holder, { parts, marks }: ArchiveManifest): void {
  // An older version may have had a table that a migration has taken away since.
  const owns = (table: string) => holder.owns.tables.includes(table) || table.startsWith(`${holder.id}_`);
  for (const [path, { of, table }] of Object.entries(parts)) {
    const isOwn = of === 'module' ? owns(table) : belongings.some((one) => one.table === table && one.fate !== 'passing');
    if (!isOwn) throw new BadArchive('archive-damaged', path);
  }
  for (const table of Object.keys(marks)) if (!owns(table)) throw new BadArchive('archive-damaged', table.slice(0, 100));
}

/**
 * The same for each row of a table of core, as it is to lie here: archiving the module would have to find it again.
 * @throws BadArchive
 */
export async function demandOwnRows(tx: Tx, holder: Holder, belonging: Belonging, table: StoredTable, rows: readonly Stored[]): Promise<void> {
  const columns = table.columns.filter(({ name }) => lookedAt.some((one) => one === name));
  const told = new Map(
    rows.map((row) => {
      const values = columns.map(({ name }) => row[name] ?? null);
      return [JSON.stringify(values), values];
    }),
  );
  if (told.size === 0) return;
  const cast = (value: Stored[string] | undefined, at: number): RawBuilder<unknown> =>
    columns[at]?.type === 'int' ? sql`cast(${value} as bigint)` : sql`cast(${value} as text)`;
  const values = sql.join([...told.values()].map((row) => sql`(${sql.join(row.map(cast))})`));
  const { rows: foreign } = await sql`with candidate (${sql.join(columns.map(({ name }) => sql.ref(name)))}) as (values ${values})
    select 1 from candidate where (${belonging.where(holder, tx.dialect)}) is not true limit 1`.execute(tx.q);
  if (foreign.length > 0) throw new BadArchive('archive-damaged', `core/${table.name}.ndjson`);
}
