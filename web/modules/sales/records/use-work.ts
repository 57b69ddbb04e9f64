import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { ApiProblem } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { closeToast, showError } from '../../../ui/feedback.js';

const touched = ['sales.product', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment', 'sales.deal-rows', 'crm.deal'];

/** Fetches anew what one change of a document may have changed: its payments, shipments and its deal go with it. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all(touched.map((type) => client.invalidateQueries({ queryKey: [type] })));
  }, [client]);
}

/** Does one thing, and shows everything that hangs on it anew. Rejects with what was refused: for the undo of a toast, which says so itself. */
export function useChange(): (work: () => Promise<unknown>) => Promise<void> {
  const refresh = useRefresh();
  return useCallback(
    async (work) => {
      await work();
      await refresh();
    },
    [refresh],
  );
}

/** The same, and says in words what was refused, until it is tried again. Answers whether it worked. */
export function useWork(): (work: () => Promise<unknown>) => Promise<boolean> {
  const change = useChange();
  const words = useProblemWords();
  const said = useRef<number | null>(null);
  return useCallback(
    async (work) => {
      if (said.current !== null) closeToast(said.current);
      said.current = null;
      try {
        await change(work);
        return true;
      } catch (error) {
        said.current = showError({ text: words(error), ...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {}) });
        return false;
      }
    },
    [change, words],
  );
}
