interface Options {
  /** Milliseconds for which what was found is taken for true. */
  forMs: number;
  /** So many answers are kept for each owner; beyond that all are forgotten. */
  most: number;
  /** Milliseconds now. */
  now?: () => number;
}

/**
 * Keeps for a while what was found out, for answers that are only a question of speed, such as how much there is of something:
 * nobody may see more or less by one that is out of date.
 * @returns asks for one: `owner`, such as the database, holds the answers as long as it is there itself; what fails is not kept.
 */
export function knownAWhile<K, V>({ forMs, most, now = Date.now }: Options): (owner: object, key: K, find: () => Promise<V>) => Promise<V> {
  const known = new WeakMap<object, Map<K, { value: V; until: number }>>();
  return async (owner, key, find) => {
    const kept = known.get(owner) ?? new Map<K, { value: V; until: number }>();
    known.set(owner, kept);
    const last = kept.get(key);
    if (last && last.until > now()) return last.value;
    const value = await find();
    if (!kept.has(key) && kept.size >= most) kept.clear();
    kept.set(key, { value, until: now() + forMs });
    return value;
  };
}
