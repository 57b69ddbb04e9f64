import { sql } from 'kysely';
import type { Actor } from '../../../core/access/actor.js';
import { covers } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { inTexts } from '../../../core/db/fragments.js';
import { createMany } from '../../../core/records/bulk.js';
import { scopeOf } from '../../../core/records/context.js';
import type { Kind } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import { type Key, nameTail, type Reachable } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';
import { company, contact, source } from '../kinds.js';
import type { KnownStage } from './stage-words.js';
import { storeNew } from './store.js';

/** Ids by folded name, and how many records had to be made for that. */
export interface Named {
  ids: Map<string, number>;
  made: number;
}

const kinds: Record<Reachable, Kind> = { 'crm.company': company, 'crm.contact': contact };

/** Records that share a name, phone or e-mail, as far as the actor may read them: by `kind normalized`, the oldest. */
export async function reachedBy(
  crm: Crm,
  q: Queries,
  actor: Actor,
  type: Reachable,
  keys: readonly Pick<Key, 'kind' | 'normalized' | 'tail'>[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const kind = kinds[type];
  const wanted = new Set(keys.map((key) => `${key.kind} ${key.normalized}`));
  const { rows } = await sql<{ id: number; owner_id: number | null; kind: string; normalized: string }>`
    select t.id, t.owner_id, c.kind, c.normalized from crm_channels c join ${sql.table(kind.table)} t on t.id = c.record_id
    where c.record_type = ${type} and ${inTexts(crm.db.dialect, sql.ref('c.kind'), [...new Set(keys.map((key) => key.kind))])}
      and ${inTexts(crm.db.dialect, sql.ref('c.tail'), [...new Set(keys.map((key) => key.tail))])} and t.deleted_at is null
    order by t.id`.execute(q);
  const scope = scopeOf(crm.records, actor, kind, 'read');
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.kind} ${row.normalized}`;
    if (wanted.has(key) && !found.has(key) && covers(scope, row.owner_id)) found.set(key, row.id);
  }
  return found;
}

/** Companies or contacts by their folded names. */
export async function namedRecords(crm: Crm, q: Queries, actor: Actor, type: Reachable, names: Iterable<string>): Promise<Map<string, number>> {
  const folded = [...new Set([...names].map(fold))].filter((name) => name !== '');
  const found = await reachedBy(
    crm,
    q,
    actor,
    type,
    folded.map((name) => ({ kind: 'name', normalized: name, tail: nameTail(type, name) })),
  );
  return new Map([...found].map(([key, id]) => [key.slice('name '.length), id]));
}

/** The same; those that are not there are made, for the actor and by their name alone, where the actor may make such records. */
async function namedOrMade(crm: Crm, tx: Tx, actor: Actor, type: Reachable, names: Iterable<string>): Promise<Named> {
  const wanted = new Map([...names].map((name) => [fold(name), name]));
  wanted.delete('');
  const ids = await namedRecords(crm, tx.q, actor, type, wanted.keys());
  const missing = [...wanted].filter(([key]) => !ids.has(key));
  if (missing.length === 0 || !covers(scopeOf(crm.records, actor, kinds[type], 'create'), actor.personId)) return { ids, made: 0 };
  const values = missing.map(([, title]) => ({ title, ownerId: actor.personId }));
  const rows = await storeNew(crm, tx, actor, kinds[type], values, 'create');
  for (const [index, [key]] of missing.entries()) ids.set(key, rows[index]?.id as number);
  return { ids, made: rows.length };
}

/** The same, asking for a name once in each transaction: its pieces name the same few records again and again. */
export function namedOrMadeOnce(crm: Crm, actor: Actor, type: Reachable): (tx: Tx, names: Iterable<string>) => Promise<Named> {
  let of: Tx | undefined;
  let known = new Map<string, number>();
  return async (tx, names) => {
    if (tx !== of) [of, known] = [tx, new Map()];
    const asked = [...names].filter((name) => !known.has(name));
    if (asked.length === 0) return { ids: known, made: 0 };
    const { ids, made } = await namedOrMade(crm, tx, actor, type, asked);
    for (const [name, id] of ids) known.set(name, id);
    return { ids: known, made };
  };
}

/** Sources by name; unknown ones are added, where the actor may do that. */
export async function sourcesNamed(crm: Crm, tx: Tx, actor: Actor, names: Iterable<string>): Promise<Named> {
  const wanted = new Map([...names].map((name) => [fold(name), name]));
  wanted.delete('');
  if (wanted.size === 0) return { ids: new Map(), made: 0 };
  const { rows } = await sql<{ id: number; name: string; position: number | null }>`
    select id, name, position from crm_sources where deleted_at is null and moves_to is null order by id desc`.execute(tx.q);
  const ids = new Map(rows.map(({ id, name }) => [fold(name), id]));
  const missing = [...wanted].filter(([key]) => !ids.has(key));
  if (missing.length === 0 || !crm.access.may(actor, 'crm.source.create')) return { ids, made: 0 };
  const last = Math.max(-1, ...rows.map(({ position }) => position ?? -1));
  const values = missing.map(([, name], index) => ({ name: [...name].slice(0, 120).join(''), position: last + 1 + index }));
  const made = await createMany(crm.records, tx, actor, source, values);
  for (const [index, [key]] of missing.entries()) ids.set(key, made[index]?.id as number);
  return { ids, made: made.length };
}

/** The stages of deals, those of the default pipeline first, or of leads. */
export async function knownStages(q: Queries, of: 'deals' | 'leads'): Promise<KnownStage[]> {
  const rows = await q
    .selectFrom('crm_stages as s')
    .leftJoin('crm_pipelines as p', 'p.id', 's.pipeline_id')
    .select(['s.id', 's.name', 's.semantic', 's.pipeline_id', 'p.is_default', 'p.position as pipeline_position'])
    .where('s.deleted_at', 'is', null)
    .where('p.deleted_at', 'is', null)
    .where('s.moves_to', 'is', null)
    .where('s.pipeline_id', of === 'deals' ? 'is not' : 'is', null)
    .orderBy('p.is_default', 'desc')
    .orderBy('p.position')
    .orderBy('p.id')
    .orderBy('s.position')
    .orderBy('s.id')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, semantic: row.semantic as KnownStage['semantic'], pipelineId: row.pipeline_id }));
}
