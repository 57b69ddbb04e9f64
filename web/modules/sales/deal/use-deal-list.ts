import { useQuery } from '@tanstack/react-query';
import type { Endpoint, ListQuery, Page } from '../../../../server/contracts/core/endpoint.js';
import { invoiceEndpoints, quoteEndpoints, shipmentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { useLive } from '../../../core/live.js';
import { useMay } from '../../../core/session.js';

/** How many records of a kind a deal has, without reading them; a key of lists, so that live changes count anew. */
function useCountOf(type: string, endpoint: Endpoint<{ query: ListQuery; reply: Page<{ id: number }> }>, dealId: number): number | undefined {
  const may = useMay();
  useLive(type);
  return useQuery({
    queryKey: [type, 'list', 'count', dealId],
    queryFn: async () => (await call(endpoint, { query: { dealId, limit: 1, total: true } })).total,
    enabled: may(`${type}.read`),
  }).data;
}

export const useQuoteCount = (dealId: number): number | undefined => useCountOf('sales.quote', quoteEndpoints.list, dealId);
export const useInvoiceCount = (dealId: number): number | undefined => useCountOf('sales.invoice', invoiceEndpoints.list, dealId);
export const useShipmentCount = (dealId: number): number | undefined => useCountOf('sales.shipment', shipmentEndpoints.list, dealId);
