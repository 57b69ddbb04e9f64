import type { Channel } from '../../../contracts/core/fields.js';
import type { Likeness } from '../../../contracts/crm/endpoints.js';
import type { Tx } from '../../../core/db/database.js';
import { fold } from '../../../core/search/fold.js';
import type { Crm } from '../crm.js';
import { companyCore } from './company-name.js';
import { bareTaxId, normalizedEmail, phoneTail, significantDigits } from './normalize.js';

/** What is found by its phones, e-mails and name, a company by its tax id too. */
export type Reachable = 'crm.contact' | 'crm.company';

export interface Key {
  kind: Likeness;
  normalized: string;
  tail: string;
}

/** What the index finds a name by: a company's without its legal form, a person's whole. @param name folded. */
export const nameTail = (type: Reachable, name: string): string => (type === 'crm.company' ? companyCore(name) : name);

/** The forms in which phones, e-mails, a tax id and a name are compared; each once, empty ones left out. @param type whose they are. */
export function keysOf(
  country: string,
  type: Reachable,
  of: { phones: readonly Pick<Channel, 'value'>[]; emails: readonly Pick<Channel, 'value'>[]; names: readonly (string | null)[]; taxId?: string | null },
): Key[] {
  const keys = new Map<string, Key>();
  const add = (key: Key) => {
    if (key.normalized !== '') keys.set(`${key.kind} ${key.normalized}`, key);
  };
  for (const { value } of of.phones) {
    const digits = significantDigits(value, country);
    add({ kind: 'phone', normalized: digits, tail: phoneTail(digits) });
  }
  for (const { value } of of.emails) add({ kind: 'email', normalized: normalizedEmail(value), tail: normalizedEmail(value) });
  if (of.taxId) add({ kind: 'taxId', normalized: bareTaxId(of.taxId), tail: bareTaxId(of.taxId) });
  for (const name of of.names) if (name) add({ kind: 'name', normalized: fold(name), tail: nameTail(type, fold(name)) });
  return [...keys.values()];
}

/** Keeps the index of channels in step with a contact or company, in the transaction that changes it. */
export async function indexChannels(
  crm: Crm,
  tx: Tx,
  type: Reachable,
  record: { id: number; title: string | null; phones: Channel[]; emails: Channel[]; taxId?: string | null },
): Promise<void> {
  await tx.q.deleteFrom('crm_channels').where('record_type', '=', type).where('record_id', '=', record.id).execute();
  const keys = keysOf(crm.settings.company().country, type, { ...record, names: [record.title] });
  if (keys.length === 0) return;
  await tx.q
    .insertInto('crm_channels')
    .values(keys.map((key) => ({ record_type: type, record_id: record.id, ...key })))
    .execute();
}
