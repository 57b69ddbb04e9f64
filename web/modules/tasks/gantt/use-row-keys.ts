import type { Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { type GanttRow, isTaskRow } from './rows.js';
import { type Zoom, zooms } from './scale.js';
import type { Moves } from './use-moves.js';

interface RowKeysOptions {
  rows: readonly GanttRow[];
  virtual: Pick<Virtualizer<HTMLDivElement, Element>, 'scrollToIndex'>;
  zoom: Zoom;
  moves: Moves;
  setCurrent(key: string): void;
  setZoom(zoom: Zoom | undefined): void;
  toggle(key: string): void;
}

/** What keys do on the rows of a chart: go from one to another, open and close them, move their tasks, make days wider. */
export function useRowKeys(scroller: RefObject<HTMLElement | null>, { rows, virtual, zoom, moves, setCurrent, setZoom, toggle }: RowKeysOptions) {
  const { nudge, settle, isNudging, unnudge } = moves;
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] [data-focus]`);
    if (!target) return;
    wanted.current = null;
    target.focus();
  });
  const goTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    wanted.current = rows.indexOf(row);
    setCurrent(row.key);
    virtual.scrollToIndex(wanted.current, { align: 'auto' });
  };
  const onRowKey = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const row = rows[index];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[event.key];
    const isOwn = row && (!isTaskRow(row) || row.sum !== null);
    if (event.key === 'Escape' && isNudging()) unnudge();
    else if (step !== undefined) {
      settle();
      goTo(index + step);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = event.key === 'ArrowRight' ? 1 : -1;
      if (isOwn) {
        if (row.isClosed === by > 0) toggle(row.key);
      } else if (row && isTaskRow(row)) nudge(row.task, event.shiftKey ? 'until' : 'whole', by);
    } else if (event.key === '+' || event.key === '-') setZoom(zooms[zooms.indexOf(zoom) + (event.key === '+' ? -1 : 1)]);
    else if (event.key.toLowerCase() === 'm' || event.key === 'ContextMenu') {
      settle();
      event.currentTarget.closest('[data-index]')?.querySelector<HTMLElement>('[data-menu]')?.click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return onRowKey;
}
