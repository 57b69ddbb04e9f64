import { useEffect, useRef } from 'react';
import { useAddressQuery } from '../navigation.js';

/**
 * Brings the comment that the address asks for (`?comment=12`, as notices do) into view once it is there.
 * @param shown ids of the comments that are loaded. @param more fetches older ones; undefined while that is under way or there are none.
 * @returns its id when it is there.
 */
export function useCommentInView(shown: readonly number[], more: (() => void) | undefined): number | null {
  const [{ comment, reply }] = useAddressQuery();
  /** Whether it is being answered: the keyboard is then where the answer is written. */
  const isAnswered = useRef(false);
  isAnswered.current = reply !== undefined;
  const wanted = comment === undefined ? null : Number(comment);
  const isThere = wanted !== null && shown.includes(wanted);
  const missing = wanted !== null && !isThere;
  useEffect(() => {
    if (missing) more?.();
  }, [missing, more]);
  useEffect(() => {
    if (!isThere) return;
    const element = document.getElementById(`comment-${wanted}`);
    element?.scrollIntoView({ block: isAnswered.current ? 'nearest' : 'center' });
    if (!isAnswered.current) element?.focus({ preventScroll: true });
  }, [isThere, wanted]);
  return isThere ? wanted : null;
}
