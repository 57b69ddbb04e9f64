import { contactEndpoints, dealEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { useRecordTotals } from '../../../core/records/use-totals.js';

export const useDealsOfCompany = (companyId: number): number | undefined => useRecordTotals('crm.deal', dealEndpoints.list, { companyId })?.count;
export const useDealsOfContact = (contactId: number): number | undefined => useRecordTotals('crm.deal', dealEndpoints.list, { contactId })?.count;
export const useContactsOfCompany = (companyId: number): number | undefined => useRecordTotals('crm.contact', contactEndpoints.list, { companyId })?.count;
