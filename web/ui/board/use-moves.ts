import { useMemo, useState } from 'react';
import type { Money } from '../../../server/contracts/core/fields.js';
import type { BoardColumn, ColumnId } from './board-types.js';

interface Move<T> {
  item: T;
  from: ColumnId;
  to: ColumnId;
}

const plus = (sums: readonly Money[], money: Money, sign: 1 | -1): Money[] => {
  const found = sums.some((sum) => sum.currency === money.currency);
  return found
    ? sums.map((sum) => (sum.currency === money.currency ? { ...sum, amount: sum.amount + sign * money.amount } : sum))
    : [...sums, { ...money, amount: sign * money.amount }];
};

/** The columns as they will be once the moves under way have arrived; a refused move puts the card back. */
export function useMoves<T>(
  columns: readonly BoardColumn<T>[],
  idOf: (item: T) => number,
  amountOf: ((item: T) => Money | null) | undefined,
  onMove: (item: T, from: ColumnId, to: ColumnId) => Promise<void> | void,
) {
  const [moves, setMoves] = useState<ReadonlyMap<number, Move<T>>>(new Map());
  const shown = useMemo(() => {
    if (moves.size === 0) return columns;
    return columns.map((column) => {
      let { items, count, sums } = column;
      for (const [id, move] of moves) {
        const holds = items.some((item) => idOf(item) === id);
        const amount = amountOf?.(move.item) ?? null;
        // Where the data already say so, nothing is counted twice.
        if (column.id === move.from && holds) {
          items = items.filter((item) => idOf(item) !== id);
          count = count === undefined ? undefined : count - 1;
          sums = amount && sums ? (items.length > 0 ? plus(sums, amount, -1) : []) : sums;
        } else if (column.id === move.to && !holds) {
          items = [move.item, ...items];
          count = count === undefined ? undefined : count + 1;
          sums = amount && sums ? plus(sums, amount, 1) : sums;
        }
      }
      return items === column.items ? column : { ...column, items, ...(count === undefined ? {} : { count }), ...(sums ? { sums } : {}) };
    });
  }, [columns, moves, idOf, amountOf]);
  const move = async (item: T, from: ColumnId, to: ColumnId): Promise<boolean> => {
    const id = idOf(item);
    setMoves((before) => new Map(before).set(id, { item, from, to }));
    try {
      await onMove(item, from, to);
      return true;
    } catch {
      // The caller has said why; the card goes back by itself.
      return false;
    } finally {
      setMoves((before) => {
        const next = new Map(before);
        if (next.get(id)?.to === to) next.delete(id);
        return next;
      });
    }
  };
  return { shown, move, moving: moves };
}
