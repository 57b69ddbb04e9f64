import { useCallback, useEffect, useRef } from 'react';

/** How near to the edge of the page what is dragged has to come, and how far the page moves in each frame, in pixels. */
const edge = 60;
const stride = 9;

/** Moves the page along while something is held near its edge, also by a mouse or finger that keeps still. */
export function useScrollAtEdge() {
  const frame = useRef(0);
  const stop = useCallback(() => cancelAnimationFrame(frame.current), []);
  useEffect(() => stop, [stop]);
  /** @param onScrolled what is below the pointer is something else now. */
  const follow = (dragged: HTMLElement, y: number, onScrolled: () => void): void => {
    stop();
    const page = dragged.closest('main');
    if (!page) return;
    const { top, bottom } = page.getBoundingClientRect();
    const by = y < top + edge ? -stride : y > bottom - edge ? stride : 0;
    if (by === 0) return;
    const step = () => {
      const before = page.scrollTop;
      page.scrollBy(0, by);
      if (page.scrollTop === before) return;
      onScrolled();
      frame.current = requestAnimationFrame(step);
    };
    step();
  };
  return { follow, stop };
}
