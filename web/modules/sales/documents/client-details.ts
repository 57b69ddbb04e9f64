import { companyEndpoints, contactEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { useRecord } from '../../../core/records/use-records.js';

/** Tax id and address of a document's client, as far as this person may see the client: the company's, else the contact's address. */
export function useClientDetails(companyId: number | null, contactId: number | null): { taxId: string | null; address: string | null } {
  const company = useRecord('crm.company', companyEndpoints.get, companyId).data;
  const contact = useRecord('crm.contact', contactEndpoints.get, contactId).data;
  return { taxId: company?.taxId ?? null, address: company?.address ?? contact?.address ?? null };
}
