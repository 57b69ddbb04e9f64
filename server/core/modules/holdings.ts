import { sql } from 'kysely';
import type { Database } from '../db/database.js';
import { inTexts } from '../db/fragments.js';

/** Which of these tables are there: those of a module that was never added are not. */
export async function presentTables(db: Database, tables: readonly string[]): Promise<string[]> {
  const names =
    db.dialect === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_schema where type = 'table' and ${inTexts('sqlite', sql.ref('name'), tables)}`
      : sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = current_schema() and ${inTexts('postgres', sql.ref('table_name'), tables)}`;
  return (await names.execute(db.read)).rows.map((row) => row.name);
}

/** Which of a module's tables are there, and how many rows they hold together. */
export async function countRecords(db: Database, tables: readonly string[]): Promise<{ tables: string[]; records: number }> {
  const present = await presentTables(db, tables);
  let records = 0;
  for (const table of present) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db.read);
    records += rows[0]?.n ?? 0;
  }
  return { tables: present, records };
}
