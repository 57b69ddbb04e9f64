import { sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import { invalidField } from '../http/problem.js';
import { placeOf } from '../notify/notify.js';
import type { RecordContext } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { findByComments } from './by-comments.js';
import { findPeople, offerPeople, personType } from './colleagues.js';
import { fold } from './fold.js';
import { type Found, gather } from './gather.js';
import { withWhatTheyAre } from './in-search.js';
import { wordsIn } from './match.js';
import { withMatched } from './matched.js';
import { withoutOwnCode } from './number.js';
import { exactly, nearly, type Question } from './question.js';
import { mayHaveSlip } from './similar.js';
import { findThroughReferences } from './through-references.js';
import { ofRecords } from './word-index.js';

const mostPeople = 5;

interface Entry extends Found {
  title: string;
}
const columns = sql`e.id, e.record_type, e.record_id, e.title, e.words`;

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

/** Of the newest hits those first whose titles are what was typed, then those whose titles begin with it; each in the order in which they were. */
function namedFirst(hits: readonly SearchHit[], typed: string): SearchHit[] {
  const wanted = fold(typed);
  const rankOf = ({ title }: SearchHit) => {
    const folded = fold(title ?? '');
    return folded === wanted ? 0 : folded.startsWith(wanted) ? 1 : 2;
  };
  return [...hits].sort((a, b) => rankOf(a) - rankOf(b));
}

/**
 * The search box: people first, then records, at most `limit` in all. Where nothing has the words as they were typed, what
 * differs from them by a slip of the fingers (`similar`). Where no kinds are named, then what points at those, and last those about which it was said in a
 * comment. Without words nothing is found; of people alone those whom one may choose from.
 */
export async function search(
  records: RecordContext,
  actor: Actor,
  { q: given, types, holding, limit = 20 }: { q?: string; types?: string; holding?: string; limit?: number },
): Promise<{ items: SearchHit[]; similar: boolean }> {
  if (given === undefined && types !== personType) throw invalidField('q', 'required');
  const typed = given ?? '';
  if (fold(typed) === '') return { items: types === personType ? await offerPeople(records, actor, { limit, holding }) : [], similar: false };
  const q = withoutOwnCode(typed, actor.country);
  await records.search.catchUp();
  const wanted = types === undefined ? null : new Set(types.split(','));
  const kinds = [...records.kinds.values()].filter((kind) => kind.searchable.length > 0 && (wanted === null || wanted.has(kind.type)));
  const mostFound = wanted === null ? Math.min(limit, mostPeople) : wanted.has(personType) ? limit : 0;
  const find = async (question: Question, similar: boolean) => {
    const people = mostFound > 0 ? await findPeople(records, q, { limit: mostFound, similar, holding }) : [];
    const own = await findRecords(records, actor, { question, q, similar }, kinds, limit - people.length);
    const found = [...people, ...namedFirst(own, typed)];
    const left = limit - found.length;
    return wanted === null && left > 0 ? [...found, ...(await findThroughReferences(records, actor, kinds, found, left))] : found;
  };
  const items = await find(await exactly(records.db, q), false);
  if (wanted === null && items.length < limit) items.push(...(await findByComments(records, actor, q, kinds, items, limit - items.length)));
  if (items.length > 0 || !wordsIn(q).some(mayHaveSlip)) return { items: await withWhatTheyAre(records, actor, items), similar: false };
  const alike = await find(await nearly(records.db, q), true);
  return { items: await withWhatTheyAre(records, actor, alike), similar: alike.length > 0 };
}
