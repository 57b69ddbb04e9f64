import { type ReactNode, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * Draws a record until it is deleted, and then nothing while its address is being left: of what is gone nothing is asked for again.
 * @param children given what says that it is gone.
 */
export function UntilGone({ children }: { children: (onGone: () => void) => ReactNode }) {
  const [isGone, setGone] = useState(false);
  return isGone ? null : children(() => flushSync(() => setGone(true)));
}
