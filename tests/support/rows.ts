import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../../server/core/db/database.js';
import { openPostgres } from '../../server/core/db/postgres.js';
import { openSqlite } from '../../server/core/db/sqlite.js';
import { isNoWordIndex } from '../../server/core/db/word-indexes.js';

export const openDatabase = (data: string, url: string | null): Database => (url === null ? openSqlite(join(data, 'sede.sqlite')) : openPostgres(url));

/** Every table with the number of its rows and a checksum over all they hold, whatever their order. */
export async function tableSums(db: Database): Promise<Record<string, string>> {
  const names =
    db.dialect === 'sqlite'
      ? sql<{
          name: string;
        }>`select name from sqlite_schema where type = 'table' and ${sql.raw(isNoWordIndex('name'))} and name not like 'sqlite_stat%' order by name`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema() order by 1`;
  const sums: Record<string, string> = {};
  for (const { name } of (await names.execute(db.read)).rows) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db.read);
    const lines = rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
    sums[name] = `${rows.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
  }
  return sums;
}
