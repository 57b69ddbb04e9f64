import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { dealEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { dealSalesEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { toEdit } from './edit-document.js';
import type { Stored } from './use-editor.js';

/** What a new document begins with. */
export interface NewDocument {
  stored: Stored;
  currency: string;
}

/** What a new document of a deal begins with: the deal's client and its product rows. */
export function useNewDocument(dealId: number): UseQueryResult<NewDocument> {
  return useQuery({
    queryKey: ['sales.new-document', dealId],
    queryFn: async () => {
      const params = { id: dealId };
      const [deal, { rows, total }] = await Promise.all([call(dealEndpoints.get, { params }), call(dealSalesEndpoints.rows, { params })]);
      return {
        stored: { version: 0, document: { companyId: deal.companyId, contactId: deal.contactId, day: null, terms: null, rows: toEdit(rows) } },
        currency: total.currency,
      };
    },
    staleTime: 0,
    gcTime: 0,
  });
}
