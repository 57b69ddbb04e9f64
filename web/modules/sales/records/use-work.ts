import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useWorkThen, type Work } from '../../../core/use-work.js';

const touched = ['sales.product', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment', 'sales.deal-rows', 'crm.deal'];

/** Fetches anew what one change of a document may have changed: its payments, shipments and its deal go with it. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all(touched.map((type) => client.invalidateQueries({ queryKey: [type] })));
  }, [client]);
}

/** Does one thing, and shows everything that hangs on it anew. */
export const useWork = (): Work => useWorkThen(useRefresh());
