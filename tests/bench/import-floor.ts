import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { ImportedKind } from './import-files.js';

const besides = ['record_history', 'timeline_entries', 'timeline_links', 'search_entries', 'crm_stage_history', 'crm_channels'];
const rowsAtOnce = 4000;

interface Copied {
  table: string;
  columns: string[];
  rows: unknown[][];
}

function rowsOf(from: BetterSqlite3.Database, table: string, where: string): Copied {
  const statement = from.prepare(`select * from ${table} ${where}`);
  return { table, columns: statement.columns().map(({ name }) => name), rows: statement.raw().all() as unknown[][] };
}

/**
 * The floor: the rows that an import left in `filled`, inserted into a copy of the empty portal by bare prepared statements
 * over the same tables and indexes, 4 000 records a durable transaction; nothing read, looked up, checked or counted.
 * @returns records a second.
 */
export async function importFloor(empty: string, filled: string, folder: string, kind: ImportedKind): Promise<number> {
  const from = new BetterSqlite3(join(filled, 'sede.sqlite'), { readonly: true });
  const record = rowsOf(from, `crm_${kind}`, 'order by id');
  const type = { deals: 'crm.deal', companies: 'crm.company', contacts: 'crm.contact' }[kind];
  const copied = [record, ...besides.map((table) => rowsOf(from, table, `where record_type = '${type}'`))];
  const words = from.prepare(`select id as rowid, words from search_entries where record_type = '${type}'`).raw().all() as unknown[][];
  copied.push({ table: 'search_trigrams', columns: ['rowid', 'words'], rows: words });
  from.close();
  await rm(folder, { recursive: true, force: true });
  await cp(empty, folder, { recursive: true });
  const db = new BetterSqlite3(join(folder, 'sede.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('cache_size = -32000');
  const inserts = copied.map(({ table, columns, rows }) => ({
    rows,
    // As many rows of every table as belong to the records of one transaction.
    share: rows.length / record.rows.length,
    statement: db.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`),
  }));
  const began = performance.now();
  for (let at = 0; at < record.rows.length; at += rowsAtOnce) {
    db.transaction(() => {
      for (const { rows, share, statement } of inserts)
        for (const row of rows.slice(Math.round(at * share), Math.round((at + rowsAtOnce) * share))) statement.run(row);
    })();
  }
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return record.rows.length / seconds;
}
