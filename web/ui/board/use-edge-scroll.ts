import { type RefObject, useEffect } from 'react';

const ZONE = 60;
const speed = (distance: number) => Math.max(0, Math.round(((ZONE - distance) / ZONE) * 18));

/** So long a finger rests at the edge before the board goes on by one column, in milliseconds. */
const REST = 300;
/** From one column to the next while it stays there. */
const PACE = 750;

/** Where the board stands when it has gone on by one column, as it snaps. */
function nextStop(board: HTMLElement, way: 1 | -1): number {
  const columns = [...board.querySelectorAll<HTMLElement>('[data-column]')];
  const stops = columns.map((column) => column.offsetLeft - (columns[0]?.offsetLeft ?? 0));
  const near = (stop: number) => (stop - board.scrollLeft) * way > 8;
  return (way > 0 ? stops.find(near) : stops.findLast(near)) ?? board.scrollLeft;
}

/** While a card is dragged near an edge of the board, the board scrolls that way: below a mouse without a stop, below a finger column by column. */
export function useEdgeScroll(box: RefObject<HTMLElement | null>, active: boolean): void {
  useEffect(() => {
    const element = box.current;
    if (!active || !element) return;
    let x = 0;
    let y = 0;
    let way: 1 | -1 | 0 = 0;
    let due = 0;
    let frame = 0;
    const step = (now: number) => {
      // Nothing is asked for where it stands: that would end a step to the next column on its way.
      if (x !== 0 || y !== 0) element.scrollBy(x, y);
      if (way !== 0 && now >= due) {
        element.scrollTo({ left: nextStop(element, way), behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
        due = now + PACE;
      }
      frame = requestAnimationFrame(step);
    };
    const near = (event: { clientX: number; clientY: number }) => {
      const rect = element.getBoundingClientRect();
      return {
        across: speed(rect.right - event.clientX) - speed(event.clientX - rect.left),
        down: speed(rect.bottom - event.clientY) - speed(event.clientY - rect.top),
      };
    };
    const onDrag = (event: DragEvent) => {
      ({ across: x, down: y } = near(event));
    };
    const onTouchMove = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!touch) return;
      const { across, down } = near(touch);
      const next = Math.sign(across) as 1 | -1 | 0;
      if (next !== way) due = performance.now() + REST;
      way = next;
      y = way === 0 ? down : 0;
    };
    document.addEventListener('dragover', onDrag);
    document.addEventListener('touchmove', onTouchMove, { passive: true });
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('dragover', onDrag);
      document.removeEventListener('touchmove', onTouchMove);
    };
  }, [box, active]);
}
