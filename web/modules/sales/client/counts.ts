import type { ListQuery } from '../../../../server/contracts/core/endpoint.js';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { useRecordTotals } from '../../../core/records/use-totals.js';

/** How many quotes and invoices are made out to a client, as far as the person may see them. */
function useDocuments(filter: ListQuery): number | undefined {
  const quotes = useRecordTotals('sales.quote', quoteEndpoints.list, filter)?.count;
  const invoices = useRecordTotals('sales.invoice', invoiceEndpoints.list, filter)?.count;
  return quotes === undefined && invoices === undefined ? undefined : (quotes ?? 0) + (invoices ?? 0);
}

export const useDocumentsOfCompany = (companyId: number): number | undefined => useDocuments({ companyId });
export const useDocumentsOfContact = (contactId: number): number | undefined => useDocuments({ contactId });
