import { type ReactNode, useCallback, useMemo, useState } from 'react';

export interface Column<T> {
  id: string;
  label: string;
  render: (item: T) => ReactNode;
  align?: 'start' | 'end';
  /** May be sorted by; `text`, `number` and `day` choose the words of the menu. */
  sortable?: boolean;
  sorts?: 'text' | 'number' | 'day';
  /** The name in `sort`; the column's id unless said. */
  sortBy?: string;
  /** Pixels; least width where `grow` is set. */
  width?: number;
  /** Share of the room that is left. */
  grow?: number;
  /** Not shown until it is chosen. */
  hidden?: boolean;
  /** Cannot be hidden. */
  always?: boolean;
  /** Place on a phone's card: the title line, its right end, a line below, or nowhere. Default `line`. */
  card?: 'title' | 'end' | 'line' | 'hide';
  /** Offers "Filter by …" in the header's menu. */
  onFilter?: () => void;
}

interface Kept {
  /** Visible ones in order. */
  shown: string[];
  /** All that were known when it was kept, so that later columns still appear. */
  known: string[];
  widths: Record<string, number>;
}

export interface Columns<T> {
  all: Column<T>[];
  visible: Column<T>[];
  widthOf: (column: Column<T>) => number | undefined;
  toggle: (id: string) => void;
  /** Moves a visible column by so many places. */
  move: (id: string, by: number) => void;
  resize: (id: string, width: number) => void;
  reset: () => void;
}

function readKept(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(`columns:${key}`) ?? 'null') as Kept | null;
    return kept && Array.isArray(kept.shown) && Array.isArray(kept.known) ? { ...kept, widths: kept.widths ?? {} } : null;
  } catch {
    // What cannot be read falls back to the columns as they come.
    return null;
  }
}

/** Which columns a person sees, in which order and width; kept in this browser under the list's key. */
export function useColumns<T>(listKey: string, columns: readonly Column<T>[]): Columns<T> {
  const [kept, setKept] = useState<Kept | null>(() => readKept(listKey));
  const change = useCallback(
    (next: (before: Kept) => Kept) =>
      setKept((before) => {
        const changed = next(
          before ?? { shown: columns.filter((column) => !column.hidden).map((column) => column.id), known: columns.map((column) => column.id), widths: {} },
        );
        localStorage.setItem(`columns:${listKey}`, JSON.stringify(changed));
        return changed;
      }),
    [listKey, columns],
  );
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    const late = kept ? columns.filter((column) => !kept.known.includes(column.id) && !column.hidden) : [];
    const shown = kept ? [...kept.shown.flatMap((id) => byId.get(id) ?? []), ...late] : columns.filter((column) => !column.hidden);
    const visible = [...columns.filter((column) => column.always && !shown.includes(column)), ...shown];
    const ids = visible.map((column) => column.id);
    const put = (next: string[]) => change((before) => ({ ...before, shown: next, known: columns.map((column) => column.id) }));
    return {
      all: [...visible, ...columns.filter((column) => !visible.includes(column))],
      visible,
      widthOf: (column) => kept?.widths[column.id] ?? column.width,
      toggle: (id) => put(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]),
      move: (id, by) => {
        const from = ids.indexOf(id);
        const to = Math.max(0, Math.min(ids.length - 1, from + by));
        if (from < 0 || from === to) return;
        const next = ids.filter((each) => each !== id);
        next.splice(to, 0, id);
        put(next);
      },
      resize: (id, width) => change((before) => ({ ...before, widths: { ...before.widths, [id]: Math.max(60, Math.round(width)) } })),
      reset: () => {
        localStorage.removeItem(`columns:${listKey}`);
        setKept(null);
      },
    };
  }, [columns, kept, change, listKey]);
}
