import { type RawBuilder, sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/endpoints.js';
import type { Actor } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { fold } from './fold.js';
import { matches } from './match.js';

export const personType = 'core.person';
const mostPeople = 5;

/** What the actor may find of one kind, as a condition on `search_entries e`; null: nothing. */
function within(records: RecordContext, actor: Actor, kind: Kind): RawBuilder<boolean> | null {
  const scope = scopeOf(records, actor, kind, 'read');
  const ofKind = sql<boolean>`e.record_type = ${kind.type}`;
  if (scope.all) return ofKind;
  return scope.owners.length === 0 ? null : sql<boolean>`(${ofKind} and ${inIds(records.db.dialect, sql.ref('e.owner_id'), scope.owners)})`;
}

async function findPeople({ db }: RecordContext, text: string, limit: number): Promise<SearchHit[]> {
  let query = db.read.selectFrom('people').select(['id', 'name', 'position']).where('status', '<>', 'dismissed');
  for (const word of fold(text).split(' ').filter(Boolean).slice(0, 8)) {
    const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<boolean>`folded_name like ${pattern} escape '\\'`);
  }
  const rows = await query.orderBy('folded_name').orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ type: personType, id: row.id, title: row.name, url: null, snippet: row.position }));
}

/** Records by their words, newest first: rights are part of the question, so that a page is never thinned out afterwards. */
async function findRecords(records: RecordContext, actor: Actor, text: string, kinds: readonly Kind[], limit: number): Promise<SearchHit[]> {
  const match = matches(records.db.dialect, text);
  const rights = kinds.map((kind) => within(records, actor, kind)).filter((one) => one !== null);
  if (!match || rights.length === 0) return [];
  const { rows } = await sql<{ record_type: string; record_id: number; title: string }>`
    select e.record_type, e.record_id, e.title from search_entries e where ${match} and (${sql.join(rights, sql` or `)})
    order by e.id desc limit ${limit}`.execute(records.db.read);
  return rows.map((row) => {
    const declaration = (records.kinds.get(row.record_type) as Kind).declaration;
    return { type: row.record_type, id: row.record_id, title: row.title, url: `/${declaration.module}/${declaration.plural}/${row.record_id}`, snippet: null };
  });
}

/** The search box: people first, then records, at most `limit` in all. */
export async function search(
  records: RecordContext,
  actor: Actor,
  { q, types, limit = 20 }: { q: string; types?: string; limit?: number },
): Promise<SearchHit[]> {
  if (fold(q) === '') return [];
  const wanted = types === undefined ? null : new Set(types.split(','));
  const kinds = [...records.kinds.values()].filter((kind) => kind.searchable.length > 0 && (wanted === null || wanted.has(kind.type)));
  const people =
    wanted === null ? await findPeople(records, q, Math.min(limit, mostPeople)) : wanted.has(personType) ? await findPeople(records, q, limit) : [];
  return [...people, ...(await findRecords(records, actor, q, kinds, limit - people.length))];
}
