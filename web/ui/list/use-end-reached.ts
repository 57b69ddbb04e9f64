import { useEffect, useRef } from 'react';

interface End {
  /** Identity of the first row: another list starts anew. */
  first: number | undefined;
  loaded: number;
  lastShown: number;
  /** How many rows before the end the next ones are asked for. */
  ahead: number;
  hasMore: boolean | undefined;
  loading: boolean | undefined;
  onEndReached: (() => void) | undefined;
}

/** Asks for the next rows once for each place one has scrolled to, so that a refused load is not asked for in a loop. */
export function useEndReached({ first, loaded, lastShown, ahead, hasMore, loading, onEndReached }: End): void {
  const asked = useRef('');
  const ask = useRef(onEndReached);
  ask.current = onEndReached;
  useEffect(() => {
    const place = `${first}:${loaded}:${lastShown}`;
    if (!hasMore || loading || lastShown < loaded - ahead || asked.current === place) return;
    asked.current = place;
    ask.current?.();
  }, [first, loaded, lastShown, ahead, hasMore, loading]);
}
