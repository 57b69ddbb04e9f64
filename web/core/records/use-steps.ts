import { useEffect, useRef, useState } from 'react';
import type { Steps } from './step-props.js';
import type { Stretch } from './stretches.js';

/** So many before the last loaded one more are asked for, so that walking does not wait. */
const ahead = 5;

/**
 * The way from an open record to its neighbours, through all that lies behind it in its order: what is not loaded yet is loaded
 * on the way, and only then it goes on to the next column or group.
 */
export function useSteps(openId: number | null, stretches: readonly Stretch[], open: (id: number) => void): Steps {
  const column = openId === null ? -1 : stretches.findIndex(({ ids }) => ids.includes(openId));
  const stretch = stretches[column];
  const at = stretch && openId !== null ? stretch.ids.indexOf(openId) : -1;
  const loaded = stretch?.ids.length ?? 0;
  const hasMore = stretch?.hasMore === true;
  const latest = useRef({ stretch, open });
  latest.current = { stretch, open };

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each record that is stepped to
  useEffect(() => {
    if (hasMore && at >= loaded - ahead) latest.current.stretch?.onMore?.();
  }, [openId, at, loaded, hasMore]);

  const others = (from: number, to?: number) => stretches.slice(from, to).filter(({ ids }) => ids.length > 0);
  const next = stretch && (stretch.ids[at + 1] ?? (hasMore ? undefined : others(column + 1)[0]?.ids[0]));
  const previous = stretch && (stretch.ids[at - 1] ?? others(0, column).at(-1)?.ids.at(-1));

  // Stepped on from the last one that is loaded: it goes on as soon as the next one is there.
  const [waiting, setWaiting] = useState<number | null>(null);
  useEffect(() => {
    if (waiting === null) return;
    if (waiting === openId && next === undefined && hasMore) return;
    setWaiting(null);
    if (waiting === openId && next !== undefined) latest.current.open(next);
  }, [waiting, openId, next, hasMore]);

  if (!stretch) return {};
  const count = hasMore ? stretch.count : loaded;
  return {
    ...(count === undefined ? {} : { position: { index: at + 1, count: Math.max(count, loaded), ...(stretch.name ? { where: stretch.name } : {}) } }),
    onPrevious: previous === undefined ? undefined : () => open(previous),
    onNext:
      next !== undefined
        ? () => open(next)
        : hasMore
          ? () => {
              setWaiting(openId);
              stretch.onMore?.();
            }
          : undefined,
  };
}
