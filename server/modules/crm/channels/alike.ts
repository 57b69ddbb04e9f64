import { type TProperties, Type } from 'typebox';
import type { Alike, TypedCompany, TypedLead } from '../../../contracts/crm/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { RouteSchemas } from '../../../core/http/call.js';
import { invalidField } from '../../../core/http/problem.js';
import { get } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';
import { keysOf, type Reachable } from './channel-index.js';
import { findAlike } from './find-alike.js';

/** Of each kind: a warning is read at a glance. */
const most = 3;
/** Phones or e-mails of one record. */
const mostChannels = 10;

const words = (max: number) => Type.Optional(Type.String({ maxLength: max }));
const schemaOf = (more: TProperties): RouteSchemas => ({
  query: Type.Object(
    { id: Type.Optional(Type.Integer({ minimum: 1 })), name: words(250), phones: words(2500), emails: words(2500), ...more },
    { additionalProperties: false },
  ),
});
export const alikeSchemas = { lead: schemaOf({ companyName: words(250) }), contact: schemaOf({}), company: schemaOf({ taxId: words(40) }) };

function valuesIn(name: string, text: string | undefined): { value: string }[] {
  const values = (text ?? '').split(',').filter((value) => value.trim() !== '');
  if (values.length > mostChannels) throw invalidField(name, 'too-many-values', { max: mostChannels });
  return values.map((value) => ({ value }));
}

/** What is there already that looks like what is typed of a lead: a contact by the name of the person, a company by its own. */
export async function alike(
  crm: Crm,
  actor: Actor,
  of: 'lead' | 'contact' | 'company',
  { id, name, companyName, taxId, ...typed }: TypedLead & TypedCompany,
): Promise<Alike> {
  const q = crm.db.read;
  const { country } = crm.settings.company();
  const channels = { phones: valuesIn('phones', typed.phones), emails: valuesIn('emails', typed.emails) };
  const linked = of === 'lead' && id !== undefined ? await get(crm.records, q, actor, lead, id) : null;
  const like = async (type: Reachable, named: string | undefined, itself: number | null | undefined) => {
    const keys = keysOf(country, type, { ...channels, names: [named ?? null], taxId: taxId ?? null });
    // One more, for itself.
    const found = await findAlike(crm, q, actor, type, keys, most + 1);
    return found
      .filter((one) => one.id !== itself)
      .slice(0, most)
      .map((one) => ({ type, ...one }));
  };
  const contacts = of === 'company' ? [] : await like('crm.contact', name, linked ? linked.contactId : id);
  const companies = of === 'contact' ? [] : await like('crm.company', of === 'company' ? name : companyName, linked ? linked.companyId : id);
  return { items: [...contacts, ...companies] };
}
