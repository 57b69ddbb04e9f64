import { type RawBuilder, sql } from 'kysely';
import type { Database, Stored } from '../db/database.js';
import { pagesOf, presentTables, type StoredTable, storedTable } from '../db/stored-table.js';
import { type Belonging, belongings, type Holder } from './belongings.js';

/** One table with rows of a module: its own, or of core. */
export interface RowsOf {
  of: 'module' | 'core';
  table: StoredTable;
  where: RawBuilder<boolean>;
  belonging?: Belonging;
}

/** The module's own tables in the order of its manifest. */
export async function ownTables(db: Database, holder: Holder): Promise<RowsOf[]> {
  const present = await presentTables(db, holder.owns.tables);
  const tables = await Promise.all(holder.owns.tables.filter((name) => present.includes(name)).map((name) => storedTable(db, name)));
  return tables.flatMap((table) => (table ? [{ of: 'module' as const, table, where: sql<boolean>`1 = 1` }] : []));
}

/** Tables of core with the condition for what belongs to the module. @param fates which of them. */
export async function coreTables(db: Database, holder: Holder, fates: readonly Belonging['fate'][]): Promise<RowsOf[]> {
  const found: RowsOf[] = [];
  for (const belonging of belongings.filter(({ fate }) => fates.includes(fate))) {
    const table = await storedTable(db, belonging.table);
    if (table) found.push({ of: 'core', table, where: belonging.where(holder, db.dialect), belonging });
  }
  return found;
}

/** Tables with what goes into an archive. */
export const archivedTables = async (db: Database, holder: Holder): Promise<RowsOf[]> => [
  ...(await ownTables(db, holder)),
  ...(await coreTables(db, holder, ['carried', 'kept'])),
];

/** Each row as it stands in an archive. */
export async function* linesOf(db: Database, { table, where }: RowsOf): AsyncGenerator<{ row: Stored; line: string }> {
  for await (const rows of pagesOf(db, table, where)) for (const row of rows) yield { row, line: JSON.stringify(table.columns.map(({ name }) => row[name])) };
}

/** How many rows; 0 too where the table is taken away just now. */
export async function countOf(db: Database, { table, where }: RowsOf): Promise<number> {
  try {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table.name)} where ${where}`.execute(db.readAside);
    return rows[0]?.n ?? 0;
  } catch (error) {
    if ((await presentTables(db, [table.name])).length === 0) return 0;
    throw error;
  }
}
