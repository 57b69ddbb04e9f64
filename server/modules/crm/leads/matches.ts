import type { LeadMatches } from '../../../contracts/crm/endpoints.js';
import type { Lead } from '../../../contracts/crm/records.js';
import { type Actor, covers } from '../../../core/access/actor.js';
import type { Queries } from '../../../core/db/database.js';
import { get, readRow } from '../../../core/records/change.js';
import { ownerOf, scopeOf } from '../../../core/records/context.js';
import { titleOf } from '../../../core/records/kind.js';
import { type Key, keysOf, type Reachable } from '../channels/channel-index.js';
import { samePhone } from '../channels/normalize.js';
import type { Crm } from '../crm.js';
import { company, contact, lead } from '../kinds.js';

/** More look-alikes than that are no help to anybody. */
const most = 20;
/** Of one key, as many records as are looked through: a switchboard's number may stand at hundreds of contacts. */
const mostOfKey = 200;

type Because = Key['kind'];

const fullName = ({ firstName, lastName }: Lead) => [firstName, lastName].filter(Boolean).join(' ');

interface Found {
  because: Set<Because>;
  /** How many reasons hold to the letter: the name with its legal form too, the phone with its area code. */
  exact: number;
}

async function recordsWith(q: Queries, type: Reachable, keys: readonly Key[]): Promise<Map<number, Found>> {
  const found = new Map<number, Found>();
  for (const key of keys) {
    const rows = await q
      .selectFrom('crm_channels')
      .select(['record_id', 'normalized'])
      .where('kind', '=', key.kind)
      .where('tail', '=', key.tail)
      .where('record_type', '=', type)
      .limit(mostOfKey)
      .execute();
    for (const row of rows) {
      if (key.kind === 'phone' && !samePhone(key.normalized, row.normalized)) continue;
      const one = found.get(row.record_id) ?? { because: new Set(), exact: 0 };
      one.because.add(key.kind);
      if (row.normalized === key.normalized) one.exact += 1;
      found.set(row.record_id, one);
    }
  }
  return found;
}

/** Contacts and companies that share a phone, an e-mail or the name with a lead; only those that the actor may see. */
export async function matches(crm: Crm, actor: Actor, leadId: number): Promise<LeadMatches> {
  const q = crm.db.read;
  const of = await get(crm.records, q, actor, lead, leadId);
  const country = crm.settings.company().country;
  const seen = async (kind: typeof contact | typeof company, name: string | null) => {
    const type = kind.type as Reachable;
    const found = await recordsWith(q, type, keysOf(country, type, { phones: of.phones, emails: of.emails, names: [name] }));
    const scope = scopeOf(crm.records, actor, kind, 'read');
    const result: LeadMatches['contacts'] = [];
    // Most reasons first, then what is the same to the letter, then the older record, which is more likely the one that is worked with.
    const likeliest = [...found].sort(([idA, a], [idB, b]) => b.because.size - a.because.size || b.exact - a.exact || idA - idB);
    for (const [id, { because }] of likeliest) {
      if (result.length >= most) break;
      const row = await readRow(crm.records, q, kind, id);
      if (row && covers(scope, ownerOf(kind, row))) result.push({ id, title: titleOf(kind, row), because: [...because] });
    }
    return result;
  };
  return { contacts: await seen(contact, fullName(of)), companies: await seen(company, of.companyName) };
}
