import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { dealEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { dealSalesEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { toEdit } from './edit-document.js';
import type { Stored } from './use-editor.js';

/** What a new document begins with. */
export interface NewDocument {
  stored: Stored;
  /** Undefined: the company's. */
  currency: string | undefined;
}

/** What another quote says; its last day is not the new one's. */
async function newFromQuote(id: number): Promise<NewDocument> {
  const { companyId, contactId, terms, rows, total } = await call(quoteEndpoints.get, { params: { id } });
  return { stored: { version: 0, document: { companyId, contactId, day: null, terms, rows: toEdit(rows) } }, currency: total?.currency };
}

/**
 * What a new document of a deal begins with: the deal's client and its product rows.
 * @param quoteId a quote in whose place it comes: it begins as that one.
 */
export function useNewDocument(dealId: number, quoteId: number | null): UseQueryResult<NewDocument> {
  return useQuery({
    queryKey: ['sales.new-document', dealId, quoteId],
    queryFn: async () => {
      if (quoteId !== null) return newFromQuote(quoteId);
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
