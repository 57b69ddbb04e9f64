import { type RefObject, useEffect } from 'react';

const ZONE = 60;
const speed = (distance: number) => Math.max(0, Math.round(((ZONE - distance) / ZONE) * 18));

/** While a card is dragged near an edge of the board, the board scrolls that way. */
export function useEdgeScroll(box: RefObject<HTMLElement | null>, active: boolean): void {
  useEffect(() => {
    const element = box.current;
    if (!active || !element) return;
    let x = 0;
    let y = 0;
    let frame = 0;
    const step = () => {
      element.scrollBy(x, y);
      frame = requestAnimationFrame(step);
    };
    const at = (event: { clientX: number; clientY: number }) => {
      const rect = element.getBoundingClientRect();
      x = speed(rect.right - event.clientX) - speed(event.clientX - rect.left);
      y = speed(rect.bottom - event.clientY) - speed(event.clientY - rect.top);
    };
    const onTouchMove = (event: TouchEvent) => event.touches[0] && at(event.touches[0]);
    document.addEventListener('dragover', at);
    document.addEventListener('touchmove', onTouchMove, { passive: true });
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('dragover', at);
      document.removeEventListener('touchmove', onTouchMove);
    };
  }, [box, active]);
}
