import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ApiProblem } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { showError } from '../../../ui/feedback.js';

const touched = ['sales.product', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment', 'sales.deal-rows', 'crm.deal'];

/** Fetches anew what one change of a document may have changed: its payments, shipments and its deal go with it. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all(touched.map((type) => client.invalidateQueries({ queryKey: [type] })));
  }, [client]);
}

/** Does one thing, shows everything that hangs on it anew, and says in words what was refused. Answers whether it worked. */
export function useWork(): (work: () => Promise<unknown>) => Promise<boolean> {
  const refresh = useRefresh();
  const words = useProblemWords();
  return useCallback(
    async (work) => {
      try {
        await work();
        await refresh();
        return true;
      } catch (error) {
        showError({ text: words(error), ...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {}) });
        return false;
      }
    },
    [refresh, words],
  );
}
