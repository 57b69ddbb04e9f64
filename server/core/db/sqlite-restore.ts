import BetterSqlite3 from 'better-sqlite3';
import { BrokenDump, migrationsOfDump, readDump } from './dump-file.js';
import { createLedger, type Migration } from './migrate.js';
import { schemaOver } from './schema.js';
import { openSqlite } from './sqlite.js';
import { sequenceOf } from './sqlite-dump.js';
import { tablesOf } from './sqlite-tables.js';
import { trigramsOf } from './word-indexes.js';

/**
 * Makes an SQLite file out of a dump, which may have come from PostgreSQL: its tables, rows and numbering, and the index of words,
 * which is made anew. On this thread: for the command line.
 * @param sources migrations of core and of every module, in an order in which they may run. @throws BrokenDump
 */
export async function restoreSqlite(target: string, file: string, sources: readonly { module: string; migrations: readonly Migration[] }[]): Promise<void> {
  const migrations = await migrationsOfDump(file, sources);
  const db = openSqlite(target, { durable: false });
  try {
    await db.write(async ({ q }) => {
      const schema = schemaOver('sqlite', q);
      await createLedger(schema);
      for (const migration of migrations) await migration.up(schema);
    });
  } finally {
    await db.close();
  }
  const handle = new BetterSqlite3(target);
  try {
    handle.pragma('journal_mode = delete');
    // Tables are filled in any order; the references are looked at when all are.
    handle.pragma('foreign_keys = off');
    handle.exec('begin');
    // What the migrations themselves put in is in the dump, too.
    const known = new Set(tablesOf(handle));
    for (const table of known) handle.exec(`delete from "${table}"`);
    for (const index of Object.values(trigramsOf)) handle.exec(`insert into ${index} (${index}) values ('delete-all')`);
    handle.exec('delete from sqlite_sequence');
    const sequences = new Map([...known].map((table) => [sequenceOf(table), table]));
    const number = handle.prepare('insert into sqlite_sequence (name, seq) values (?, ?)');
    let insert: ReturnType<typeof handle.prepare> | undefined;
    for await (const line of readDump(file)) {
      if (Array.isArray(line)) insert?.run(line);
      else if ('table' in line) {
        if (!known.has(line.table)) throw new BrokenDump(`The dump has a table ${line.table} that this version of Sede does not know`);
        const columns = line.columns.map((column) => `"${column}"`).join(', ');
        insert = handle.prepare(`insert into "${line.table}" (${columns}) values (${line.columns.map(() => '?').join(', ')})`);
      } else if ('sequence' in line) {
        const table = sequences.get(line.sequence);
        if (table === undefined) continue;
        handle.prepare('delete from sqlite_sequence where name = ?').run(table);
        number.run(table, line.last);
      }
    }
    for (const [table, index] of Object.entries(trigramsOf)) handle.exec(`insert into ${index} (rowid, words) select id, words from ${table}`);
    handle.exec('commit');
    const orphans = handle.pragma('foreign_key_check') as { table: string; parent: string }[];
    if (orphans[0]) throw new BrokenDump(`A row of ${orphans[0].table} refers to a row of ${orphans[0].parent} that is not there`);
  } finally {
    handle.close();
  }
}
