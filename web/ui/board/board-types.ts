import type { ReactNode } from 'react';
import type { Money } from '../../../server/contracts/core/fields.js';
import type { Entry } from '../action-menu.js';

export type ColumnId = number | string;

export interface BoardColumn<T> {
  id: ColumnId;
  name: string;
  /** 1 … 8. */
  colour: number | null;
  count?: number;
  /** So many at most; more are taken, and shown to be too many. */
  limit?: number;
  sums?: readonly Money[];
  items: readonly T[];
  hasMore?: boolean;
  /** Called when the end of the column comes into view. */
  onMore?: () => void;
  loading?: boolean;
}

export interface BoardProps<T> {
  /** Name for screen readers: "Deals by stage". */
  label: string;
  columns: readonly BoardColumn<T>[];
  /** The item's `id` unless said. */
  idOf?: (item: T) => number;
  /** A card in words, for announcements. */
  titleOf: (item: T) => string;
  /** The same function at each rendering: with another, every card is drawn anew. */
  renderCard: (item: T) => ReactNode;
  onOpen: (item: T) => void;
  /** Address of a card, for Ctrl-click. */
  hrefOf?: (item: T) => string;
  openId?: number | null;
  /** Adjusts the sums while a move is under way. */
  amountOf?: (item: T) => Money | null;
  /** The card stands in its new column at once; a rejection puts it back (say why in the caller). */
  onMove: (item: T, from: ColumnId, to: ColumnId) => Promise<void> | void;
  canMove?: (item: T) => boolean;
  selected?: ReadonlySet<number>;
  onSelect?: (next: Set<number>) => void;
  /** More entries of a card's menu, after "Move to". */
  menuOf?: (item: T) => Entry[];
  loading?: boolean;
  /** The column that is seen first where not all have room, instead of the first one. */
  opensAt?: ColumnId;
  /** Stands instead of the columns when no card is there at all. */
  empty?: ReactNode;
}

export interface Stage {
  id: ColumnId;
  name: string;
  colour: number | null;
}
