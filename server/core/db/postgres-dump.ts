import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Writes every row of the schema into one gzipped NDJSON file: a line `{"table","columns"}` before the rows of each
 * table, then a JSON array a row. One repeatable-read transaction, so that all tables are of the same moment.
 */
export async function dumpPostgres(pool: pg.Pool, file: string): Promise<void> {
  const client = await pool.connect();
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(`${file}.part`));
  const write = async (value: unknown) => {
    if (!gzip.write(`${JSON.stringify(value)}\n`)) await once(gzip, 'drain');
  };
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
        if (first) await write({ table: name, columns: page.fields.map((field) => field.name) });
        first = false;
        for (const row of page.rows as unknown[][]) await write(row);
        if (page.rows.length < 1000) break;
      }
      await client.query('close dump');
    }
    await client.query('commit');
    gzip.end();
    await written;
    await rename(`${file}.part`, file);
  } catch (error) {
    gzip.destroy(error as Error);
    await written.catch(() => undefined);
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
