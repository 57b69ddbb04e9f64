import { startTransition, useEffect, useState } from 'react';
import { whenIdle } from '../when-idle.js';

/** Cards of a column that a window has room for. */
const inSight = 6;
/** More would be felt by whoever types or scrolls meanwhile. */
const atATime = 2;

/**
 * How many cards of each column are drawn by now: those in sight at once, the others in the pauses after.
 * @param deepest cards of the longest column. @param isCovered a record lies over the board, which nobody looks at yet: it is drawn in pauses from the start.
 */
export function useDrawn(deepest: number, isCovered: boolean): number {
  const [drawn, setDrawn] = useState(isCovered ? atATime : inSight);
  useEffect(() => (drawn < deepest ? whenIdle(() => startTransition(() => setDrawn((before) => before + atATime))) : undefined), [drawn, deepest]);
  return drawn;
}
