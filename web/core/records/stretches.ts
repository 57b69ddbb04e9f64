import { useEffect, useRef } from 'react';

/** Records in a row behind one that is open: a whole list, a column of a board, a group. */
export interface Stretch {
  /** What it is called, where there are several. */
  name?: string;
  /** Those that are loaded, in their order. */
  ids: readonly number[];
  /** How many there are with those that are not loaded; undefined: not known while there are more. */
  count?: number | undefined;
  hasMore?: boolean | undefined;
  /** Loads more of them. */
  onMore?: (() => void) | undefined;
}

/** A column of a board, as a row of records. */
export const stretchOf = (column: Omit<Stretch, 'ids'> & { items: readonly { id: number }[] }): Stretch => ({
  name: column.name,
  ids: column.items.map(({ id }) => id),
  count: column.count,
  hasMore: column.hasMore,
  onMore: column.onMore,
});

/** Tells what lies behind an open record, once for each change of it. @param tell the same function at each rendering. */
export function useTold(stretches: readonly Stretch[], tell: (stretches: readonly Stretch[]) => void): void {
  const latest = useRef(stretches);
  latest.current = stretches;
  // All but the functions, which are other ones at each rendering.
  const known = JSON.stringify(stretches);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew when what is known of them changes
  useEffect(() => tell(latest.current.map((stretch, n) => ({ ...stretch, onMore: () => latest.current[n]?.onMore?.() }))), [known, tell]);
}
