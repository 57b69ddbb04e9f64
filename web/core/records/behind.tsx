import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { whenIdle } from '../../ui/when-idle.js';

interface BehindProps {
  /** The kind of record, such as `crm.deal`. */
  type: string;
  /** A record is open over the list. */
  isCovered: boolean;
  /** Stands there until then. */
  meanwhile: ReactNode;
  /** The list or board; once it is drawn, it stays. */
  children: ReactNode;
}

/**
 * What lies behind a record that was opened by its own address waits until the record itself is there: nobody looks at it yet.
 * A part of its own, so that the page around it is not drawn anew with each answer that comes.
 */
export function Behind({ type, isCovered, meanwhile, children }: BehindProps) {
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
  return isDrawn || !isCovered ? children : meanwhile;
}
