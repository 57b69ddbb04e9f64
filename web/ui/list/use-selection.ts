import { useRef } from 'react';

/** Choosing rows one by one, in ranges with Shift, or all that are loaded. `order` are the ids as they stand. */
export function useSelection(order: readonly number[], selected: ReadonlySet<number>, onSelect?: (next: Set<number>) => void) {
  const anchor = useRef<number | null>(null);
  return {
    toggle: (id: number, range: boolean) => {
      if (!onSelect) return;
      const next = new Set(selected);
      const from = anchor.current === null ? -1 : order.indexOf(anchor.current);
      const to = order.indexOf(id);
      if (range && from >= 0 && to >= 0) for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
      else if (next.has(id)) next.delete(id);
      else next.add(id);
      anchor.current = id;
      onSelect(next);
    },
    /** All that are loaded, or none when all are chosen. */
    toggleAll: () => onSelect?.(order.every((id) => selected.has(id)) ? new Set() : new Set(order)),
    add: (id: number) => onSelect?.(new Set(selected).add(id)),
  };
}
