import { sql } from 'kysely';
import type { Dialect, Queries } from '../db/database.js';
import { rowLock } from '../db/lock.js';
import { prepared } from '../db/prepared.js';
import type { Row } from './kind.js';

type RowReader = (q: Queries, values: { id: number }) => Promise<Row[]>;

/** Readers of one row, by what they read and how. */
const rowReaders = new Map<string, RowReader>();

/** Reads one row by its id: of the bin or of those that are not in it, held until the transaction ends or not. */
export function rowReader(dialect: Dialect, table: string, lock: boolean | 'share', deleted: boolean): RowReader {
  const key = `${dialect} ${table} ${lock} ${deleted}`;
  let reader = rowReaders.get(key);
  if (!reader) {
    const end = lock ? rowLock(dialect, lock === 'share' ? 'share' : 'update') : sql``;
    const state = deleted ? sql`is not null` : sql`is null`;
    reader = prepared((q, { id }: { id: number }) => sql<Row>`select * from ${sql.table(table)} where id = ${id} and deleted_at ${state}${end}`.compile(q));
    rowReaders.set(key, reader);
  }
  return reader;
}
