import { type ReactNode, useMemo, useState } from 'react';

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

export interface Columns<T> {
  all: Column<T>[];
  visible: Column<T>[];
  /** Whether a person has chosen among them. */
  isArranged: boolean;
  widthOf: (column: Column<T>) => number | undefined;
  toggle: (id: string) => void;
  /** Moves a visible column by so many places. */
  move: (id: string, by: number) => void;
  /** Whether it can be moved so: columns change places only with those that are kept on the left as they are, and the title stays before these. */
  canMove: (id: string, by: number) => boolean;
  /** `settled` false while the edge is still being pulled: shown, not yet kept. */
  resize: (id: string, width: number, settled: boolean) => void;
  isPinned: (id: string) => boolean;
  /** Keeps a column in sight while the others are scrolled, behind the title, without which no row has a name; or lets it go again to where it was. */
  pin: (id: string) => void;
  /** Not the title as long as others are kept behind it. */
  canPin: (id: string) => boolean;
  /** Whether the sum of a column that has one is shown. */
  isTotalled: (id: string) => boolean;
  total: (id: string) => void;
  reset: () => void;
}

interface Arrangement {
  shown: string[];
  widths: Record<string, number>;
  pinned: string[];
  /** Columns whose sum is not shown. */
  untotalled: string[];
}

export const narrowest = 60;
export const widest = 1200;

const cleanWidth = (width: number): number => Math.min(widest, Math.max(narrowest, Math.round(width)));

/** `title:280!,amount~` → the columns in their order, the widths of those that have one, which are kept on the left, and whose sum is not shown. */
function parse(text: string): Arrangement {
  const parts = text.split(',').map((part) => {
    const marked = part.replace(/[!~]+$/, '');
    const [id = '', width] = marked.split(':');
    return { id, width: Number(width), marks: part.slice(marked.length) };
  });
  const idsWith = (mark: string) => parts.flatMap(({ id, marks }) => (marks.includes(mark) ? [id] : []));
  return {
    shown: [...new Set(parts.map(({ id }) => id))],
    widths: Object.fromEntries(parts.flatMap(({ id, width }) => (width > 0 ? [[id, cleanWidth(width)] as const] : []))),
    pinned: idsWith('!'),
    untotalled: idsWith('~'),
  };
}

const write = ({ shown, widths, pinned, untotalled }: Arrangement): string =>
  shown.map((id) => `${id}${widths[id] === undefined ? '' : `:${widths[id]}`}${pinned.includes(id) ? '!' : ''}${untotalled.includes(id) ? '~' : ''}`).join(',');

/** What `sort` says of a column: its name there, the words for its two ways, and which one holds. */
export function sortOf<T>(column: Column<T>, sort: string | null | undefined) {
  const by = column.sortBy ?? column.id;
  return {
    by,
    words: column.sorts ?? (column.align === 'end' ? 'number' : 'text'),
    order: sort === by ? ('ascending' as const) : sort === `-${by}` ? ('descending' as const) : undefined,
  };
}

/** The column that names a row. */
export const titleAmong = <T>(columns: readonly Column<T>[]): Column<T> | undefined => columns.find(({ card }) => card === 'title') ?? columns[0];

const toggled = (ids: readonly string[], id: string): string[] => (ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]);

/**
 * Which columns a person sees, in which order and width.
 * @param arranged as {@link write} puts it, from the list's address or a saved view; undefined: the standard ones.
 * @param onArrange told the next arrangement, undefined for the standard ones.
 */
export function useColumns<T>(columns: readonly Column<T>[], arranged: string | undefined, onArrange: (next: string | undefined) => void): Columns<T> {
  const [pulled, setPulled] = useState<{ id: string; width: number } | null>(null);
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    const given = arranged ? parse(arranged) : null;
    const shown = given ? given.shown.flatMap((id) => byId.get(id) ?? []) : columns.filter((column) => !column.hidden);
    const { widths = {}, pinned = [], untotalled = [] } = given ?? {};
    const asArranged = [...columns.filter((column) => column.always && !shown.includes(column)), ...shown];
    const title = titleAmong(asArranged);
    const kept = asArranged.filter((column) => column !== title && pinned.includes(column.id));
    const isPinned = (id: string) => pinned.includes(id) || (id === title?.id && kept.length > 0);
    const first = title && isPinned(title.id) ? [title, ...kept] : kept;
    const visible = [...first, ...asArranged.filter((column) => !first.includes(column))];
    const ids = visible.map((column) => column.id);
    // Where a column stands among the others is kept as it is while it is kept on the left: let go, it goes back there.
    const places = asArranged.map((column) => column.id);
    const put = (next: Partial<Arrangement>) => onArrange(write({ shown: places, widths, pinned, untotalled, ...next }));
    const targetOf = (id: string, by: number): string | undefined => {
      const from = ids.indexOf(id);
      const target = ids[Math.max(0, Math.min(ids.length - 1, from + by))];
      if (from < 0 || target === undefined || target === id || isPinned(id) !== isPinned(target)) return undefined;
      return isPinned(id) && [id, target].includes(title?.id ?? '') ? undefined : target;
    };
    return {
      all: [...visible, ...columns.filter((column) => !visible.includes(column))],
      visible,
      isArranged: given !== null,
      widthOf: (column) => (pulled?.id === column.id ? pulled.width : (widths[column.id] ?? column.width)),
      toggle: (id) => put({ shown: toggled(places, id) }),
      move: (id, by) => {
        const target = targetOf(id, by);
        if (target === undefined) return;
        const next = places.filter((each) => each !== id);
        next.splice(next.indexOf(target) + (by > 0 ? 1 : 0), 0, id);
        put({ shown: next });
      },
      canMove: (id, by) => targetOf(id, by) !== undefined,
      resize: (id, width, settled) => {
        setPulled(settled ? null : { id, width: cleanWidth(width) });
        if (settled) put({ widths: { ...widths, [id]: cleanWidth(width) } });
      },
      isPinned,
      canPin: (id) => id !== title?.id || kept.length === 0,
      pin: (id) => put({ pinned: toggled(pinned, id) }),
      isTotalled: (id) => !untotalled.includes(id),
      total: (id) => put({ untotalled: toggled(untotalled, id) }),
      reset: () => onArrange(undefined),
    };
  }, [columns, arranged, onArrange, pulled]);
}
