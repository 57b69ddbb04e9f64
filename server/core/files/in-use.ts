import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../db/database.js';
import { presentTables } from '../db/stored-table.js';
import type { Manifest } from '../kernel/manifest.js';

/** Columns of core that name files. */
const coreColumns = ['people.photo_id'] as const;

type Column = readonly [table: string, column: string];

/** Every column that names files: of core and of each module whose tables are there, parked or on. */
async function fileColumns(db: Database, manifests: readonly Manifest[]): Promise<Column[]> {
  const columns = [...coreColumns, ...manifests.flatMap(({ owns }) => owns.fileColumns ?? [])].map((one) => one.split('.') as [string, string]);
  const present = new Set(await presentTables(db, [...new Set(columns.map(([table]) => table))]));
  return columns.filter(([table]) => present.has(table));
}

/**
 * THE answer to whether rows of `files` are in use. One that belongs to something is: a record, a comment, a mail, the company, a person,
 * unless it was taken away there; so is one that a column names. Whoever lets a file go asks this in the transaction that does.
 */
export async function inUse({ db, catalog }: { db: Database; catalog: readonly { manifest: Manifest }[] }): Promise<RawBuilder<boolean>> {
  const columns = await fileColumns(
    db,
    catalog.map(({ manifest }) => manifest),
  );
  const ways = columns.map(([table, column]) => sql`exists (select 1 from ${sql.table(table)} where ${sql.ref(`${table}.${column}`)} = files.id)`);
  return sql<boolean>`(${sql.join([sql`(record_type is not null and removed_at is null)`, ...ways], sql` or `)})`;
}
