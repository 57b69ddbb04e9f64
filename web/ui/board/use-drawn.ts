import { useEffect, useState } from 'react';
import { whenIdle } from '../when-idle.js';

/** Cards of a column that a window has room for. */
const atFirst = 6;
/** More would be felt by whoever types or scrolls meanwhile. */
const atATime = 2;

/**
 * How many cards of each column are drawn by now: those in sight at once, the others in the pauses after.
 * @param deepest cards of the longest column.
 */
export function useDrawn(deepest: number): number {
  const [drawn, setDrawn] = useState(atFirst);
  useEffect(() => (drawn < deepest ? whenIdle(() => setDrawn((before) => before + atATime)) : undefined), [drawn, deepest]);
  return drawn;
}
