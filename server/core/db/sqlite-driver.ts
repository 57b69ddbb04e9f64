import type BetterSqlite3 from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/**
 * Kysely over prepared statements that are kept. Its own driver makes every query wait for a lock on the connection, of which a
 * handle of SQLite has no need: its statements run to their end at once. That lock took as long as a small query.
 */
export function sqliteDialect(prepare: (text: string) => BetterSqlite3.Statement): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const statement = prepare(sql);
      if (statement.reader) return { rows: statement.all(parameters) as R[] };
      const { changes, lastInsertRowid } = statement.run(parameters);
      return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
    },
    // biome-ignore lint/correctness/useYield: nothing of the portal reads row by row
    async *streamQuery() {
      throw new Error('Rows are read by the page, not as a stream');
    },
  };
  const nothing = async () => undefined;
  const byTheDatabase = () => Promise.reject(new Error('Transactions are begun by Database.write alone'));
  const driver: Driver = {
    init: nothing,
    acquireConnection: async () => connection,
    releaseConnection: nothing,
    destroy: nothing,
    beginTransaction: byTheDatabase,
    commitTransaction: byTheDatabase,
    rollbackTransaction: byTheDatabase,
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
