import type { LeadMatches } from '../../../contracts/crm/endpoints.js';
import type { Lead } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { get } from '../../../core/records/change.js';
import { keysOf, type Reachable } from '../channels/channel-index.js';
import { findAlike } from '../channels/find-alike.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';

/** More look-alikes than that are no help to anybody. */
const most = 20;

const fullName = ({ firstName, lastName }: Lead) => [firstName, lastName].filter(Boolean).join(' ');

/** Contacts and companies that share a phone, an e-mail or the name with a lead; only those that the actor may see. */
export async function matches(crm: Crm, actor: Actor, leadId: number): Promise<LeadMatches> {
  const q = crm.db.read;
  const of = await get(crm.records, q, actor, lead, leadId);
  const { country } = crm.settings.company();
  const like = (type: Reachable, name: string | null) =>
    findAlike(crm, q, actor, type, keysOf(country, type, { phones: of.phones, emails: of.emails, names: [name] }), most);
  return { contacts: await like('crm.contact', fullName(of)), companies: await like('crm.company', of.companyName) };
}
