import { useEffect, useRef } from 'react';
import type { ColumnId } from './board-types.js';

/** Brings a column into sight once, when the board has been drawn for the first time. */
export function useOpensAt(board: HTMLElement | null, column: ColumnId | undefined): void {
  const done = useRef(false);
  useEffect(() => {
    if (!board || column === undefined || done.current) return;
    done.current = true;
    const found = [...board.querySelectorAll<HTMLElement>('[data-column]')].find((one) => one.dataset.column === String(column));
    const first = board.firstElementChild as HTMLElement | null;
    if (found && first) board.scrollLeft = found.offsetLeft - first.offsetLeft;
  }, [board, column]);
}
