import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { startTransition, useEffect, useState } from 'react';
import { whenIdle } from '../../ui/when-idle.js';

/**
 * What lies behind a record that was opened by its own address waits until the record itself is there: nobody looks at it yet.
 * @param isCovered a record is open over the list.
 * @returns whether the list or board is to be drawn; once it is, it stays.
 */
export function useBehind(type: string, isCovered: boolean): boolean {
  const [isDrawn, setDrawn] = useState(!isCovered);
  const client = useQueryClient();
  const fetching = useIsFetching({ queryKey: [type] });
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever an answer came
  useEffect(() => {
    if (isDrawn) return;
    if (!isCovered) return setDrawn(true);
    // Asked here, after the record began to be fetched: the number of this rendering is that of the moment before.
    if (client.isFetching({ queryKey: [type] }) > 0) return;
    return whenIdle(() => startTransition(() => setDrawn(true)));
  }, [isDrawn, isCovered, fetching, client, type]);
  return isDrawn || !isCovered;
}
