import type BetterSqlite3 from 'better-sqlite3';

export type Handle = InstanceType<typeof BetterSqlite3>;
export type Prepare = (sql: string) => BetterSqlite3.Statement;

/** Prepared statements, kept by their text: preparing costs more than running. */
export function preparer(handle: Handle): Prepare {
  const statements = new Map<string, BetterSqlite3.Statement>();
  return (sql) => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = handle.prepare(sql);
      if (statements.size > 2000) statements.clear();
      statements.set(sql, statement);
    }
    return statement;
  };
}
