import { useEffect, useRef } from 'react';
import { takeFocus } from '../../ui/take-focus.js';
import { useAddressQuery } from '../navigation.js';
import { useReplyAsked } from './use-reply.js';

/**
 * The comment that the address asks for (`?comment=12`, as notices do), looked for among older ones until it is there.
 * @param loaded ids of the comments that are loaded. @param more fetches older ones; undefined while that is under way or there are none.
 * @returns its id when it is among them.
 */
export function useCommentAsked(loaded: readonly number[], more: (() => void) | undefined): number | null {
  const [{ comment }] = useAddressQuery();
  const wanted = comment === undefined ? null : Number(comment);
  const isThere = wanted !== null && loaded.includes(wanted);
  const missing = wanted !== null && !isThere;
  useEffect(() => {
    if (missing) more?.();
  }, [missing, more]);
  return isThere ? wanted : null;
}

/** Brings what was asked for into view, and the keyboard to it, as soon as it is drawn: that may be long after it was loaded. */
export function useInView(anchor: string, isAsked: boolean): void {
  /** The keyboard is then where the answer is written. */
  const isAnswered = useRef(false);
  isAnswered.current = useReplyAsked();
  useEffect(() => {
    const element = isAsked ? document.getElementById(anchor) : null;
    if (!element) return;
    element.scrollIntoView({ block: isAnswered.current ? 'nearest' : 'center' });
    if (isAnswered.current) return;
    takeFocus(element);
  }, [anchor, isAsked]);
}
