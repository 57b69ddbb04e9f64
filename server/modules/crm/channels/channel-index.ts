import type { Channel } from '../../../contracts/core/fields.js';
import type { Tx } from '../../../core/db/database.js';
import { fold } from '../../../core/search/fold.js';
import type { Crm } from '../crm.js';
import { normalizedEmail, phoneTail, significantDigits } from './normalize.js';

export interface Key {
  kind: 'phone' | 'email' | 'name';
  normalized: string;
  tail: string;
}

/** The forms in which phones, e-mails and a name are compared; each once, empty ones left out. */
export function keysOf(country: string, of: { phones: readonly Channel[]; emails: readonly Channel[]; names: readonly (string | null)[] }): Key[] {
  const keys = new Map<string, Key>();
  const add = (key: Key) => {
    if (key.normalized !== '') keys.set(`${key.kind} ${key.normalized}`, key);
  };
  for (const { value } of of.phones) {
    const digits = significantDigits(value, country);
    add({ kind: 'phone', normalized: digits, tail: phoneTail(digits) });
  }
  for (const { value } of of.emails) add({ kind: 'email', normalized: normalizedEmail(value), tail: normalizedEmail(value) });
  for (const name of of.names) if (name) add({ kind: 'name', normalized: fold(name), tail: fold(name) });
  return [...keys.values()];
}

/** Keeps the index of channels in step with a contact or company, in the transaction that changes it. */
export async function indexChannels(
  crm: Crm,
  tx: Tx,
  type: 'crm.contact' | 'crm.company',
  record: { id: number; title: string | null; phones: Channel[]; emails: Channel[] },
): Promise<void> {
  await tx.q.deleteFrom('crm_channels').where('record_type', '=', type).where('record_id', '=', record.id).execute();
  const keys = keysOf(crm.settings.company().country, { ...record, names: [record.title] });
  if (keys.length === 0) return;
  await tx.q
    .insertInto('crm_channels')
    .values(keys.map((key) => ({ record_type: type, record_id: record.id, ...key })))
    .execute();
}
