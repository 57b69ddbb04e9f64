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

const nothing = async () => undefined;

/**
 * Writes limits into the text. SQLite looks at one that is bound while it plans, and so plans the statement anew whenever that is given a
 * value, the same one too: it takes several times as long as a small query. Into a sum, such as `0 + ?`, it does not look.
 */
class LimitsInText extends SqliteQueryCompiler {
  private endsInLimit = false;

  protected override append(text: string): void {
    this.endsInLimit = text.endsWith('limit ');
    super.append(text);
  }

  protected override appendValue(value: unknown): void {
    if (!this.endsInLimit) super.appendValue(value);
    else if (Number.isSafeInteger(value)) this.append(String(value));
    else {
      // Not known yet, see `prepared`.
      super.appendValue(value);
      this.append(' + 0');
    }
  }
}

/**
 * Kysely over prepared statements that are kept. Its own driver makes every query wait for a lock on the connection, of which a
 * handle of SQLite has no need: its statements run to their end at once. That lock took as long as a small query.
 */
export const sqliteDialect = (prepare: (text: string) => BetterSqlite3.Statement): Dialect =>
  sqliteDialectOver(async ({ sql, parameters }) => {
    const statement = prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  });

/** The same over whatever runs a statement. */
export function sqliteDialectOver(run: (query: CompiledQuery) => Promise<QueryResult<unknown>>, destroy: () => Promise<void> = nothing): Dialect {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) => run(query) as Promise<QueryResult<R>>,
    // biome-ignore lint/correctness/useYield: nothing of the portal reads row by row
    async *streamQuery() {
      throw new Error('Rows are read by the page, not as a stream');
    },
  };
  const byTheDatabase = () => Promise.reject(new Error('Transactions are begun by Database.write alone'));
  const driver: Driver = {
    init: nothing,
    acquireConnection: async () => connection,
    releaseConnection: nothing,
    destroy,
    beginTransaction: byTheDatabase,
    commitTransaction: byTheDatabase,
    rollbackTransaction: byTheDatabase,
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new LimitsInText(),
  };
}
