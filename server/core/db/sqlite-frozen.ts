import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import { type Database, guardOutside, nothingInBulk } from './database.js';
import { readInThread } from './sqlite-aside.js';
import { sqliteDialect } from './sqlite-driver.js';
import { preparer } from './sqlite-prepare.js';
import type { Tables } from './tables.js';

const frozen = () => Promise.reject(new Error('A database that was opened to be read only is not written to'));

/** Opens an SQLite file that nobody writes to, such as the database of a backup. */
export function openFrozen(file: string): Database {
  const handle = new BetterSqlite3(file, { readonly: true });
  handle.pragma('query_only = on');
  const read = new Kysely<Tables>({ dialect: sqliteDialect(preparer(handle)) });
  const aside = readInThread(file);
  return {
    dialect: 'sqlite',
    get read() {
      return guardOutside(read);
    },
    get readAside() {
      return guardOutside(aside);
    },
    write: frozen,
    beginBulk: () => nothingInBulk,
    snapshot: frozen,
    bytesOf: async () => null,
    vitals: frozen,
    slowQueries: () => [],
    tellOthers: async () => undefined,
    hearOthers: () => undefined,
    watchReach: () => undefined,
    async close() {
      await aside.destroy();
      handle.close();
    },
  };
}
