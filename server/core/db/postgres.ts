import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Database, guardOutside, joinFirstWrite, markTransaction, nothingInBulk, workThenEnd } from './database.js';
import { dumpPostgres } from './postgres-dump.js';
import { openLines } from './postgres-lines.js';
import { openWord } from './postgres-word.js';
import { insertIntoPostgres, insertOneIntoPostgres, updateInPostgres } from './rows.js';
import { keepSlowQueries } from './slow-queries.js';
import type { Tables } from './tables.js';

/** int8 and numeric arrive as text from the driver; every number of the portal fits a double exactly. */
const asNumber = new Set([20, 1700]);
const types = {
  getTypeParser: (oid: number, format?: string) => (asNumber.has(oid) ? Number : pg.types.getTypeParser(oid, format as 'text')),
} as pg.CustomTypesConfig;

/** Two transactions met in a way that only one can go on; the loser simply tries again. */
const retryable = new Set(['40001', '40P01']);

export function openPostgres(url: string): Database {
  const lines = openLines(url);
  // The limit of time is that of the connection alone: whoever waits for a free one while many are busy waits on.
  class Client extends pg.Client {
    constructor() {
      super({ ...lines.config, types });
    }
  }
  const pool = new pg.Pool({ max: 12, Client });
  // A connection that breaks, as when the server is stopped, is replaced at the next use, and the statement under way is told of it. Without
  // listeners, one that is idle or in a transaction between two statements would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const connect = async () => {
    if (lines.isSilent()) throw new Error('Connection terminated: the database does not answer');
    return pool.connect();
  };
  const word = openWord(lines);
  const slow = keepSlowQueries();
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } }), log: slow.log });
  return {
    dialect: 'postgres',
    get read() {
      return guardOutside(queries);
    },
    get readAside() {
      return guardOutside(queries);
    },
    async write(work) {
      guardOutside(queries);
      const joined = joinFirstWrite(work);
      for (let attempt = 1; ; attempt += 1) {
        const after: (() => void)[] = [];
        try {
          const value = await queries.transaction().execute((q) =>
            markTransaction(() =>
              workThenEnd(joined, {
                dialect: 'postgres',
                q,
                insert: (table, row) => insertOneIntoPostgres(q, table, row),
                update: (table, id, columns) => updateInPostgres(q, table, id, columns),
                insertMany: (table, rows, end) => insertIntoPostgres(q, table, rows, end),
                isAwaited: () => true,
                afterCommit: (one) => after.push(one),
              }),
            ),
          );
          for (const one of after) one();
          return value;
        } catch (error) {
          if (attempt >= 8 || !retryable.has((error as { code?: string }).code ?? '')) throw error;
          await new Promise((done) => setTimeout(done, attempt * 5 * Math.random()));
        }
      }
    },
    beginBulk: () => nothingInBulk,
    snapshot: (file) => dumpPostgres(pool, file),
    tellOthers: (what) => word.tell(pool, what),
    hearOthers: (listener) => word.hear(listener),
    watchReach: (listener) => word.watch(listener),
    slowQueries: slow.list,
    async vitals() {
      const { rows } = await pool.query<{ version: string; bytes: number; used: number; most: number }>(
        `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
          (select count(*) from pg_stat_activity where backend_type = 'client backend') as used,
          current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most`,
      );
      const { version = '', bytes = 0, used = 0, most = 0 } = rows[0] ?? {};
      return { version, bytes, walBytes: null, connections: { used, most } };
    },
    async bytesOf(tables) {
      if (tables.length === 0) return 0;
      const { rows } = await pool.query('select sum(pg_total_relation_size(c.oid)) as bytes from pg_class c where c.relkind = $1 and c.relname = any($2)', [
        'r',
        tables,
      ]);
      return Number(rows[0]?.bytes ?? 0);
    },
    async close() {
      await word.close();
      await queries.destroy();
    },
  };
}
