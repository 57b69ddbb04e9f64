import { invoiceEndpoints, quoteEndpoints, shipmentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { useRecordTotals } from '../../../core/records/use-totals.js';

export const useQuoteCount = (dealId: number): number | undefined => useRecordTotals('sales.quote', quoteEndpoints.list, { dealId })?.count;
export const useInvoiceCount = (dealId: number): number | undefined => useRecordTotals('sales.invoice', invoiceEndpoints.list, { dealId })?.count;
export const useShipmentCount = (dealId: number): number | undefined => useRecordTotals('sales.shipment', shipmentEndpoints.list, { dealId })?.count;
