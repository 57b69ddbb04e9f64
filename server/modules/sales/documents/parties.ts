import { letterheadOf } from '../../../contracts/core/company.js';
import { type Client, Deals } from '../../../contracts/crm/ports.js';
import type { PublicDocument } from '../../../contracts/sales/endpoints.js';
import type { SalesRun } from '../run.js';

/** From whom and to whom a document is, as its client sees it. */
export type Parties = Pick<PublicDocument, 'companyName' | 'company' | 'clientName' | 'client'>;

/** The person at the client whom a document is for; none where the client is that person. */
const attentionOf = (client: Client): string | null => (client.companyName === null ? null : client.contactName);

/** As they are now. */
export async function partiesOf(run: SalesRun, document: { companyId: number | null; contactId: number | null }): Promise<Parties> {
  const company = run.settings.company();
  const client = await run.use(Deals).client(run.db.read, document);
  return {
    companyName: company.name,
    company: letterheadOf(company),
    clientName: client.name,
    client: { attentionOf: attentionOf(client), taxId: client.taxId, address: client.address },
  };
}
