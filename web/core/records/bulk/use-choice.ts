import { useState } from 'react';

const none: ReadonlySet<number> = new Set();

/** The records that are ticked, or all that the list finds. */
export interface Choice {
  selected: ReadonlySet<number>;
  /** All that the list finds are meant, not only those that are ticked. */
  isAll: boolean;
  choose(ids: ReadonlySet<number>): void;
  chooseAll(): void;
  clear(): void;
}

/**
 * What is chosen of a list.
 * @param found what the list finds, as text: with other filters "all" would be another set, and what was ticked may be out of sight.
 */
export function useChoice(found: string): Choice {
  const [kept, setKept] = useState({ found, selected: none, isAll: false });
  const { selected, isAll } = kept.found === found ? kept : { selected: none, isAll: false };
  return {
    selected,
    isAll,
    choose: (ids) => setKept({ found, selected: ids, isAll: false }),
    chooseAll: () => setKept({ found, selected, isAll: true }),
    clear: () => setKept({ found, selected: none, isAll: false }),
  };
}
