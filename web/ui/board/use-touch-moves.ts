import { useEffect, useRef } from 'react';
import type { ColumnId } from './board-types.js';

/** So long a finger rests on a card before it lifts it, in milliseconds. */
const HOLD = 350;
/** So far it may tremble meanwhile, in pixels. */
const TREMBLE = 8;

interface TouchOf {
  /** The board, once it is drawn. */
  element: HTMLElement | null;
  /** Whether the card can stand in another column. */
  canMove: (card: number) => boolean;
  onLift: (card: number) => void;
  /** The column under the finger. */
  onOver: (column: ColumnId | null) => void;
  onDrop: (card: number, to: ColumnId | null) => void;
  /** A card was held and let go where it was. */
  onHold: (card: number) => void;
}

/** A picture of the card that goes along with the finger. */
function ghostOf(card: HTMLElement): HTMLElement {
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true) as HTMLElement;
  ghost.removeAttribute('data-card');
  ghost.setAttribute('aria-hidden', 'true');
  ghost.inert = true;
  Object.assign(ghost.style, {
    position: 'fixed',
    left: `${box.left}px`,
    top: `${box.top}px`,
    width: `${box.width}px`,
    margin: '0',
    zIndex: '400',
    pointerEvents: 'none',
    opacity: '0.92',
  });
  document.body.append(ghost);
  return ghost;
}

/**
 * Cards moved by finger: held for a moment a card lifts, goes along and drops where it is let go; a finger that moves at once
 * scrolls as ever. The browsers' own dragging by touch is not there in all of them, and cannot scroll a board on a phone.
 */
export function useTouchMoves({ element, ...of }: TouchOf): void {
  const latest = useRef(of);
  latest.current = of;
  useEffect(() => {
    const board = element;
    if (!board) return;
    let end: () => void = () => undefined;
    const begin = (event: TouchEvent) => {
      end();
      const [touch, target] = [event.touches[0], event.target];
      const card = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
      if (!touch || event.touches.length > 1 || !card || !(target instanceof Element) || target.closest('a, button, input, label')) return;
      const id = Number(card.dataset.card);
      const from = { x: touch.clientX, y: touch.clientY };
      let ghost: HTMLElement | null = null;
      let at = from;
      let moved = false;
      /** The column that is under the finger now; the ghost lets what is under it be found. */
      const over = (): ColumnId | null => (moved && document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-column]')?.dataset.column) || null;
      // A finger that lies still is over another column when the board has scrolled below it.
      const tell = () => ghost && latest.current.canMove(id) && latest.current.onOver(over());
      const lift = () => {
        ghost = ghostOf(card);
        navigator.vibrate?.(10);
        latest.current.onLift(id);
      };
      const timer = setTimeout(lift, HOLD);
      const move = (next: TouchEvent) => {
        const now = next.touches[0];
        if (!now || next.touches.length > 1) return finish();
        const [dx, dy] = [now.clientX - from.x, now.clientY - from.y];
        const isFar = Math.hypot(dx, dy) > TREMBLE;
        if (!ghost) return isFar ? finish() : undefined;
        next.preventDefault();
        moved ||= isFar;
        if (!latest.current.canMove(id)) return;
        ghost.style.transform = `translate(${dx}px, ${dy}px) rotate(-1deg)`;
        at = { x: now.clientX, y: now.clientY };
        tell();
      };
      const finish = (last?: TouchEvent) => {
        clearTimeout(timer);
        const lifted = ghost !== null;
        const to = last && latest.current.canMove(id) ? over() : null;
        ghost?.remove();
        ghost = null;
        target.removeEventListener('touchmove', move as EventListener);
        target.removeEventListener('touchend', finish as EventListener);
        target.removeEventListener('touchcancel', cancel);
        board.removeEventListener('scroll', tell);
        document.removeEventListener('contextmenu', still, true);
        document.removeEventListener('dragstart', still, true);
        end = () => undefined;
        if (!lifted) return;
        // No click follows: the card was moved, not opened.
        last?.preventDefault();
        latest.current.onOver(null);
        latest.current.onDrop(id, to);
        if (last && !moved) latest.current.onHold(id);
      };
      const cancel = () => finish();
      const still = (other: Event) => other.preventDefault();
      // On the element itself: it goes on hearing of its finger when the list is drawn anew meanwhile.
      target.addEventListener('touchmove', move as EventListener, { passive: false });
      target.addEventListener('touchend', finish as EventListener);
      target.addEventListener('touchcancel', cancel);
      board.addEventListener('scroll', tell, { passive: true });
      document.addEventListener('contextmenu', still, true);
      document.addEventListener('dragstart', still, true);
      end = cancel;
    };
    board.addEventListener('touchstart', begin, { passive: true });
    return () => {
      end();
      board.removeEventListener('touchstart', begin);
    };
  }, [element]);
}
