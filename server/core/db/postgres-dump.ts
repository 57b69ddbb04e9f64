import { rename } from 'node:fs/promises';
import type pg from 'pg';
import { countDump } from './dump-file.js';
import { writeDump } from './dump-writer.js';

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Writes every row of the schema, and where its sequences stand, into one gzipped NDJSON file, see dump-file. One
 * repeatable-read transaction, so that all tables are of the same moment. It is read back before it gets its name.
 * @returns the number of rows of each table.
 */
export async function dumpPostgres(pool: pg.Pool, file: string): Promise<Record<string, number>> {
  const client = await pool.connect();
  const dump = writeDump(`${file}.part`);
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: tables } = await client.query(
      "select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1",
    );
    for (const { name } of tables as { name: string }[]) {
      await client.query(`declare dump no scroll cursor for select * from ${identifier(name)}`);
      let first = true;
      for (;;) {
        const page = await client.query({ text: 'fetch 1000 from dump', rowMode: 'array' });
        if (first) await dump.write({ table: name, columns: page.fields.map((field) => field.name) });
        first = false;
        for (const row of page.rows as unknown[][]) await dump.write(row);
        if (page.rows.length < 1000) break;
      }
      await client.query('close dump');
    }
    const { rows: sequences } = await client.query(
      'select sequencename as sequence, last_value as last from pg_sequences where schemaname = current_schema() and last_value is not null order by 1',
    );
    for (const sequence of sequences) await dump.write(sequence);
    await client.query('commit');
    await dump.end();
    const rows = await countDump(`${file}.part`);
    await rename(`${file}.part`, file);
    return rows;
  } catch (error) {
    await dump.fail(error as Error);
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
