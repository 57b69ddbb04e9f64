import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Columns } from './use-columns.js';

/**
 * Lets a column be dragged by its name onto the place of another.
 * @returns whether a column is held over this one.
 */
export function useColumnDrag<T>(
  id: string,
  columns: Pick<Columns<T>, 'visible' | 'move'>,
  cell: RefObject<HTMLElement | null>,
  handle: RefObject<HTMLElement | null>,
): boolean {
  const [isTarget, setTarget] = useState(false);
  // Set up once; what is current is asked when a column is dropped.
  const latest = useRef(columns);
  latest.current = columns;
  useEffect(() => {
    if (!cell.current || !handle.current) return;
    const stopDrag = draggable({ element: handle.current, getInitialData: () => ({ listColumn: id }) });
    const stopDrop = dropTargetForElements({
      element: cell.current,
      canDrop: ({ source }) => source.data.listColumn !== undefined && source.data.listColumn !== id,
      onDragEnter: () => setTarget(true),
      onDragLeave: () => setTarget(false),
      onDrop: ({ source }) => {
        setTarget(false);
        const { visible, move } = latest.current;
        const placeOf = (wanted: unknown) => visible.findIndex((column) => column.id === wanted);
        move(String(source.data.listColumn), placeOf(id) - placeOf(source.data.listColumn));
      },
    });
    return () => {
      stopDrag();
      stopDrop();
    };
  }, [id, cell, handle]);
  return isTarget;
}
