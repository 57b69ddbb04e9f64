import type { ReactNode } from 'react';
import type { Columns } from './use-columns.js';

export interface RecordListProps<T> {
  /** Name for screen readers: "Deals". */
  label: string;
  items: readonly T[];
  columns: Columns<T>;
  /** The item's `id` unless said. */
  idOf?: (item: T) => number;
  /** A row in words, for its tick box. */
  titleOf: (item: T) => string;
  /** `amount` or `-amount`. */
  sort?: string | null;
  onSort?: (sort: string) => void;
  selected?: ReadonlySet<number>;
  onSelect?: (next: Set<number>) => void;
  onOpen: (item: T) => void;
  /** Address of a row, for Ctrl-click. */
  hrefOf?: (item: T) => string;
  /** The row whose panel is open. */
  openId?: number | null;
  loading?: boolean;
  hasMore?: boolean;
  loadingMore?: boolean;
  onEndReached?: () => void;
  /** Of all records in this view, where it is known. */
  total?: number;
  /** Ids of the columns that have a sum, which may be left out of the foot. */
  totalled?: readonly string[];
  /** What stands at the foot, by column; on a phone the ones of `title` and `end` columns. */
  foot?: Record<string, ReactNode>;
  /** Stands instead of the rows when there are none. */
  empty?: ReactNode;
  /** Least rows of a page that is still loading. */
  skeleton?: number;
}
export interface ViewProps<T> extends RecordListProps<T> {
  id: (item: T) => number;
}
