import { CompiledQuery } from 'kysely';
import type { Queries } from './database.js';

type Value = number | string | null;

/** Answers a statement by itself: on SQLite at once, without the turns that Kysely takes to wait for a connection. */
export type Answer = (text: string, values: Value[]) => unknown[];

const answers = new WeakMap<Queries, Answer>();

/** For the databases: prepared queries on `q` are answered by `answer`. */
export function answerPrepared(q: Queries, answer: Answer): void {
  answers.set(q, answer);
}

/** Stands in a query for a value that is not known yet. */
class Placeholder {
  constructor(readonly name: string) {}
}

const placeholders = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) });

/**
 * A query that is put together once and then only given its values: for those that run with every request, since Kysely takes longer
 * to build a small query than SQLite to answer it.
 * @param build is given a placeholder for each value; it may hand them on to the query, not look at them.
 */
export function prepared<P extends Record<string, Value>, R>(build: (q: Queries, given: P) => CompiledQuery<R>): (q: Queries, values: P) => Promise<R[]> {
  /** By what tells one database's words from the other's. */
  const texts = new WeakMap<object, CompiledQuery<R>>();
  return async (q, values) => {
    const { adapter } = q.getExecutor();
    let built = texts.get(adapter);
    if (!built) {
      built = build(q, placeholders as P);
      texts.set(adapter, built);
    }
    const given = built.parameters.map((one) => (one instanceof Placeholder ? values[one.name] : one) as Value);
    const answer = answers.get(q);
    if (answer) return answer(built.sql, given) as R[];
    return (await q.executeQuery<R>(CompiledQuery.raw(built.sql, given))).rows;
  };
}
