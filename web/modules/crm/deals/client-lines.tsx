import type { Channel } from '../../../../server/contracts/core/fields.js';
import { companyEndpoints, contactEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { type Company, type Contact, company, contact, type Deal } from '../../../../server/contracts/crm/records.js';
import { useLive } from '../../../core/live.js';
import { useRecord } from '../../../core/records/use-records.js';
import { isEmpty, pickDefs } from '../../../ui/fields/field-def.js';
import { ReadLine } from '../../../ui/fields/read-line.js';
import { useReference } from '../../../ui/ui-context.js';
import { Reach } from '../records/reach.js';
import { useDefs } from '../records/use-defs.js';

/** The number of a record that this person may open, once that is known. */
function useReadable(type: string, id: number | null): number | null {
  const found = useReference(type, id);
  return found?.url && !found.deleted ? id : null;
}

/** The contact and the company of a deal, as far as this person may open them. */
function useClient(deal: Deal) {
  useLive(contact.type, company.type);
  const [contactId, companyId] = [useReadable(contact.type, deal.contactId), useReadable(company.type, deal.companyId)];
  const person = useRecord<Contact>(contact.type, contactEndpoints.get, contactId).data;
  const firm = useRecord<Company>(company.type, companyEndpoints.get, companyId).data;
  /** What the contact has, what it lacks from the company. */
  const firstOf = (name: string) => [person, firm].map((one) => (one as Record<string, unknown> | undefined)?.[name]).find((value) => !isEmpty(value));
  return { contactId, companyId, person, firm, firstOf };
}

/** How the client of a deal is reached. To read; each is changed on its own page. */
export function ClientLines({ deal }: { deal: Deal }) {
  const { contactId, companyId, firstOf } = useClient(deal);
  const channels = pickDefs(useDefs(contact, null), ['phones', 'emails']);
  const taxId = pickDefs(useDefs(company, null), ['taxId']);
  const defs = [...(contactId || companyId ? channels : []), ...(companyId ? taxId : [])];
  return defs.map((def) => <ReadLine key={def.name} def={def} value={firstOf(def.name)} />);
}

/** The same to be tapped on a phone, with whom one reaches. */
export function ClientReach({ deal }: { deal: Deal }) {
  const { person, firm, firstOf } = useClient(deal);
  const channelsOf = (name: 'phones' | 'emails') => (firstOf(name) ?? []) as Channel[];
  return <Reach phones={channelsOf('phones')} emails={channelsOf('emails')} who={[person?.title, firm?.title].filter(Boolean).join(' · ')} />;
}
