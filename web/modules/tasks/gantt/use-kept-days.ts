import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Scale } from './scale.js';

/** After so many milliseconds without a scroll it has come to rest. */
const atRest = 100;

interface KeptDays {
  scale: Scale;
  /** Points that the names take from the width. */
  nameWidth: number;
  today: number;
  /** First and last day that something is planned on. */
  from: number;
  until: number;
}

/** Which days are in sight: the same ones stay in the middle when they become wider; at first it is today, or the beginning of what is over. */
export function useKeptDays(scroller: RefObject<HTMLElement | null>, { scale, nameWidth, today, from, until }: KeptDays) {
  const shownDay = useRef<number | null>(null);
  const keepDay = useRef(() => {});
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const room = element.clientWidth - nameWidth;
    const start = Math.min(Math.max(today, from), until) - room / scale.perDay / 4;
    const left = shownDay.current === null ? start : shownDay.current - room / scale.perDay / 2;
    element.scrollLeft = (left - scale.from) * scale.perDay;
    const keep = () => {
      shownDay.current = scale.from + (element.scrollLeft + (element.clientWidth - nameWidth) / 2) / scale.perDay;
    };
    keep();
    keepDay.current = keep;
    // Asked for at rest: asked for at each step of a scroll, the whole page would be laid out one time more.
    let resting: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      clearTimeout(resting);
      resting = setTimeout(keep, atRest);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(resting);
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, scale, nameWidth, today, from, until]);
  const toToday = () => {
    const element = scroller.current;
    if (element) element.scrollTo({ left: (today - scale.from) * scale.perDay - (element.clientWidth - nameWidth) / 4 });
  };
  /** Notes what is in the middle, before days become wider. */
  const keep = () => keepDay.current();
  return { toToday, keep };
}
