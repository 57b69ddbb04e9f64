/** A statement that was run; of Kysely's own kind among them. */
export interface Ran {
  query: { sql: string };
  queryDurationMillis: number;
}

/** A kind of statement that took long, as far as it can be told without naming anything that is stored. */
export interface SlowQuery {
  /** The statement with a `?` for every value. */
  shape: string;
  count: number;
  /** The longest time it took. */
  worstMs: number;
  lastAt: string;
}

/** From so many milliseconds on a statement counts as slow. */
const slowMs = 200;
const [mostShapes, keptMs, longestShape] = [40, 86_400_000, 1000];

/** A statement without its values: texts, numbers and placeholders are `?`, and a list of them is one. */
export const shapeOf = (text: string): string =>
  text
    .slice(0, 20_000)
    .replace(/'(?:[^']|'')*'?/g, '?')
    .replace(/\$\d+/g, '?')
    .replace(/\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .replace(/\(\?(?:, ?\?)+\)/g, '(?)')
    .replace(/(\(\?\))(?:, ?\(\?\))+/g, '$1')
    .slice(0, longestShape);

/** Keeps the slowest statements of the last day in memory. */
export function keepSlowQueries(): { log(ran: Ran): void; list(): SlowQuery[] } {
  const shapes = new Map<string, SlowQuery>();
  const list = () => {
    const since = new Date(Date.now() - keptMs).toISOString();
    for (const [shape, { lastAt }] of shapes) if (lastAt < since) shapes.delete(shape);
    return [...shapes.values()].sort((a, b) => b.worstMs - a.worstMs);
  };
  return {
    list,
    log({ query, queryDurationMillis }) {
      if (queryDurationMillis < slowMs) return;
      const shape = shapeOf(query.sql);
      const before = shapes.get(shape);
      const worstMs = Math.round(Math.max(before?.worstMs ?? 0, queryDurationMillis));
      shapes.set(shape, { shape, count: (before?.count ?? 0) + 1, worstMs, lastAt: new Date().toISOString() });
      if (shapes.size > mostShapes) for (const one of list().slice(mostShapes)) shapes.delete(one.shape);
    },
  };
}
