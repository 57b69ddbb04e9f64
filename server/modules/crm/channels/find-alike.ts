import { sql } from 'kysely';
import type { Match } from '../../../contracts/crm/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries } from '../../../core/db/database.js';
import { scopeOf } from '../../../core/records/context.js';
import { isNothing, withinScope } from '../../../core/records/within.js';
import type { Crm } from '../crm.js';
import { company, contact } from '../kinds.js';
import type { Key, Reachable } from './channel-index.js';
import { samePhone } from './normalize.js';

/** Of one key, as many records as are looked through: a switchboard's number may stand at hundreds of contacts. */
const mostOfKey = 1000;

interface Found {
  title: string;
  because: Set<Key['kind']>;
  /** How many reasons hold to the letter: the name with its legal form too, the phone with its area code. */
  exact: number;
}

/**
 * Contacts or companies with one of these keys that the actor may see: most reasons first, then what is the same to the letter, then the
 * older record, which is more likely the one that is worked with.
 */
export async function findAlike(crm: Crm, q: Queries, actor: Actor, type: Reachable, keys: readonly Key[], most: number): Promise<Match[]> {
  const kind = type === 'crm.contact' ? contact : company;
  const scope = scopeOf(crm.records, actor, kind, 'read');
  if (isNothing(scope)) return [];
  const within = sql.join([sql``, ...withinScope(crm.db.dialect, kind, scope, 't')], sql` and `);
  const found = new Map<number, Found>();
  for (const key of keys) {
    const { rows } = await sql<{ id: number; title: string | null; normalized: string }>`
      select t.id, t.title, c.normalized from (
        select record_id, normalized from crm_channels where kind = ${key.kind} and tail = ${key.tail} and record_type = ${type}
        order by record_id limit ${sql.lit(mostOfKey)}
      ) as c join ${sql.table(kind.table)} t on t.id = c.record_id where t.deleted_at is null${within}`.execute(q);
    for (const row of rows) {
      if (key.kind === 'phone' && !samePhone(key.normalized, row.normalized)) continue;
      const one = found.get(row.id) ?? { title: row.title ?? String(row.id), because: new Set(), exact: 0 };
      one.because.add(key.kind);
      if (row.normalized === key.normalized) one.exact += 1;
      found.set(row.id, one);
    }
  }
  return [...found]
    .sort(([idA, a], [idB, b]) => b.because.size - a.because.size || b.exact - a.exact || idA - idB)
    .slice(0, most)
    .map(([id, { title, because }]) => ({ id, title, because: [...because] }));
}
