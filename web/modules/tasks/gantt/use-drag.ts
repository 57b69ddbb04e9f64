import { type PointerEvent, type RefObject, useCallback, useEffect, useRef } from 'react';

/** How long a finger rests before it holds something (milliseconds), and how far a pointer may stray before it moves something (points). */
const [rest, slack] = [350, 4];

interface Held<T> {
  what: T;
  pointerId: number;
  startX: number;
  startY: number;
  isMoving: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface DragActions<T> {
  /** @param by points from where it was taken up. @param at where the pointer is in the window. */
  onMove(what: T, by: number, at: { x: number; y: number }): void;
  onDrop(what: T, by: number, at: { x: number; y: number }): void;
  onCancel(): void;
}

/**
 * Takes hold of something by mouse or pen at once, by finger once it has rested there, so that a finger that moves at once scrolls.
 * @param scroller does not scroll by finger while something is held. @returns what takes a `pointerdown`.
 */
export function useDrag<T>(scroller: RefObject<HTMLElement | null>, actions: DragActions<T>) {
  const held = useRef<Held<T> | null>(null);
  const latest = useRef(actions);
  latest.current = actions;
  /** The click that ends a drag opens nothing. */
  const wasDragged = useRef(false);
  useEffect(() => {
    const element = scroller.current;
    const keepStill = (event: TouchEvent) => {
      if (held.current?.isMoving) event.preventDefault();
    };
    element?.addEventListener('touchmove', keepStill, { passive: false });
    return () => element?.removeEventListener('touchmove', keepStill);
  }, [scroller]);
  const begin = useCallback((event: PointerEvent<HTMLElement>, what: T) => {
    if (event.button !== 0 || held.current) return;
    const target = event.currentTarget;
    const isFinger = event.pointerType === 'touch';
    const one: Held<T> = { what, pointerId: event.pointerId, startX: event.clientX, startY: event.clientY, isMoving: false, timer: undefined };
    held.current = one;
    wasDragged.current = false;
    const at = (from: globalThis.PointerEvent) => ({ x: from.clientX, y: from.clientY });
    const take = () => {
      one.isMoving = true;
      wasDragged.current = true;
      latest.current.onMove(what, 0, { x: one.startX, y: one.startY });
    };
    if (isFinger) one.timer = setTimeout(take, rest);
    const move = (next: globalThis.PointerEvent) => {
      if (next.pointerId !== one.pointerId) return;
      const by = next.clientX - one.startX;
      if (!one.isMoving) {
        if (Math.hypot(by, next.clientY - one.startY) < slack) return;
        if (isFinger) return end();
        take();
      }
      latest.current.onMove(what, by, at(next));
    };
    const drop = (next: globalThis.PointerEvent) => {
      if (next.pointerId !== one.pointerId) return;
      const { isMoving } = one;
      end();
      if (!isMoving) return;
      latest.current.onDrop(what, next.clientX - one.startX, at(next));
      // The click comes at once, where there is one.
      setTimeout(() => {
        wasDragged.current = false;
      });
    };
    const cancel = () => {
      const { isMoving } = one;
      end();
      if (isMoving) latest.current.onCancel();
    };
    const byKey = (key: KeyboardEvent) => {
      if (key.key !== 'Escape' || !one.isMoving) return;
      key.stopPropagation();
      cancel();
    };
    const end = () => {
      clearTimeout(one.timer);
      held.current = null;
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('keydown', byKey, true);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', cancel);
    window.addEventListener('keydown', byKey, true);
    if (!isFinger) target.focus({ preventScroll: true });
  }, []);
  const isClick = useCallback(() => !wasDragged.current, []);
  return { begin, isClick };
}
