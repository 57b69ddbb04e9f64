import { type RawBuilder, sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import { digitsIn, likeEscaped } from '../db/fragments.js';
import { placeOf } from '../notify/notify.js';
import type { RecordContext } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { findByComments } from './by-comments.js';
import { fold } from './fold.js';
import { type Found, gather } from './gather.js';
import { all, wordsIn } from './match.js';
import { withMatched } from './matched.js';
import { numberWanted } from './number.js';
import { exactly, nearly, type Question } from './question.js';
import { isSimilar, mayHaveSlip } from './similar.js';
import { ofRecords } from './word-index.js';

export const personType = 'core.person';
const mostPeople = 5;

interface Entry extends Found {
  title: string;
}
const columns = sql`e.id, e.record_type, e.record_id, e.title, e.words`;

interface Wish {
  limit: number;
  similar: boolean;
  /** Only those whose roles hold this permission. */
  holding: string | undefined;
}

/** Colleagues by name, e-mail or phone, which everybody in the portal may know. */
async function findPeople({ db, access }: RecordContext, text: string, { limit, similar, holding }: Wish): Promise<SearchHit[]> {
  const words = fold(text).split(' ').filter(Boolean).slice(0, 8);
  let query = db.read.selectFrom('people').select(['id', 'name', 'folded_name', 'position']).where('status', '<>', 'dismissed');
  if (!similar) {
    const has = (column: RawBuilder<unknown>, part: string) => sql<boolean>`coalesce(${column}, '') like ${`%${likeEscaped(part)}%`} escape '\\'`;
    const named = words.map((word) => sql<boolean>`(${has(sql.ref('folded_name'), word)} or ${has(sql.ref('folded_email'), word)})`);
    const number = numberWanted(fold(text));
    const called = number === null ? [] : [has(digitsIn(sql.ref('phone')), number)];
    query = query.where(sql<boolean>`(${sql.join([all(named), ...called], sql` or `)})`);
    if (holding === undefined) query = query.limit(limit);
  }
  const rows = await query.orderBy('folded_name').orderBy('id').execute();
  const able = holding === undefined ? rows : rows.filter(({ id }) => access.rolesOf(id, holding).length > 0);
  const found = (similar ? able.filter((row) => isSimilar(words, row.folded_name)) : able).slice(0, limit);
  return found.map((row) => ({ type: personType, id: row.id, title: row.name, url: `/people/${row.id}`, snippet: row.position }));
}

/** Records by their own words, newest first, with what of them holds the words where their titles do not. */
async function findRecords(
  records: RecordContext,
  actor: Actor,
  { question, q, similar }: { question: Question; q: string; similar: boolean },
  kinds: readonly Kind[],
  limit: number,
): Promise<SearchHit[]> {
  const newest = await gather<Entry>(records, actor, { index: ofRecords, question, columns, limit }, kinds);
  const hits = newest.map((row) => ({
    type: row.record_type,
    id: row.record_id,
    title: row.title,
    url: placeOf(records.kinds, row.record_type, row.record_id),
    snippet: null,
  }));
  return withMatched(records, hits, q, similar);
}

/**
 * The search box: people first, then records, at most `limit` in all. Where nothing has the words as they were typed, what
 * differs from them by a slip of the fingers (`similar`). Where no kinds are named, last those about which it was said in a comment.
 */
export async function search(
  records: RecordContext,
  actor: Actor,
  { q, types, holding, limit = 20 }: { q: string; types?: string; holding?: string; limit?: number },
): Promise<{ items: SearchHit[]; similar: boolean }> {
  if (fold(q) === '') return { items: [], similar: false };
  await records.search.catchUp();
  const wanted = types === undefined ? null : new Set(types.split(','));
  const kinds = [...records.kinds.values()].filter((kind) => kind.searchable.length > 0 && (wanted === null || wanted.has(kind.type)));
  const mostFound = wanted === null ? Math.min(limit, mostPeople) : wanted.has(personType) ? limit : 0;
  const find = async (question: Question, similar: boolean) => {
    const people = mostFound > 0 ? await findPeople(records, q, { limit: mostFound, similar, holding }) : [];
    return [...people, ...(await findRecords(records, actor, { question, q, similar }, kinds, limit - people.length))];
  };
  const items = await find(await exactly(records.db, q), false);
  if (wanted === null && items.length < limit) items.push(...(await findByComments(records, actor, q, kinds, items, limit - items.length)));
  if (items.length > 0 || !wordsIn(q).some(mayHaveSlip)) return { items, similar: false };
  const alike = await find(await nearly(records.db, q), true);
  return { items: alike, similar: alike.length > 0 };
}
