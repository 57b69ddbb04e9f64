import { type RawBuilder, sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/references.js';
import type { Actor, Scope } from '../access/actor.js';
import type { Database } from '../db/database.js';
import { inIds, inTexts } from '../db/fragments.js';
import { placeOf } from '../notify/notify.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { withinScope } from '../records/within.js';
import { fold } from './fold.js';
import { alikeOneByOne, all, matchesOneByOne, type Newest, newestAlike, newestMatches, wordsIn } from './match.js';
import { isSimilar } from './similar.js';

export const personType = 'core.person';
const mostPeople = 5;
/** So many entries are looked through one by one in a few milliseconds. */
const fewEntries = 6000;
/** So many of the newest entries that hold a piece of the words are looked at for slips of the fingers. */
const alikeWindow = 1000;

/** How the entries are asked, and what is left of them afterwards. */
interface Question {
  newest: Newest | null;
  oneByOne: RawBuilder<boolean> | null;
  /** Entries to read, where not all of them will do. */
  window?: number;
  accepts?(words: string): boolean;
}

const exactly = (db: Database, text: string): Question => ({ newest: newestMatches(db.dialect, text), oneByOne: matchesOneByOne(text) });

function nearly(db: Database, text: string): Question {
  const words = wordsIn(text);
  return { newest: newestAlike(db.dialect, text), oneByOne: alikeOneByOne(text), window: alikeWindow, accepts: (found) => isSimilar(words, found) };
}

async function findPeople({ db }: RecordContext, text: string, limit: number, similar: boolean): Promise<SearchHit[]> {
  const words = fold(text).split(' ').filter(Boolean).slice(0, 8);
  let query = db.read.selectFrom('people').select(['id', 'name', 'folded_name', 'position']).where('status', '<>', 'dismissed');
  if (!similar) {
    for (const word of words) {
      const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
      query = query.where(sql<boolean>`folded_name like ${pattern} escape '\\'`);
    }
    query = query.limit(limit);
  }
  const rows = await query.orderBy('folded_name').orderBy('id').execute();
  const found = similar ? rows.filter((row) => isSimilar(words, row.folded_name)).slice(0, limit) : rows;
  return found.map((row) => ({ type: personType, id: row.id, title: row.name, url: null, snippet: row.position }));
}

interface Entry {
  id: number;
  record_type: string;
  record_id: number;
  title: string;
  words: string;
}
/** Kinds of which the actor may find the records of the same people. Not those with doors, whose rows are asked themselves. */
interface Share {
  types: string[];
  owners: readonly number[];
}

const ofTypes = (db: Database, types: readonly string[]) => inTexts(db.dialect, sql.ref('e.record_type'), types);
const ofOwners = (db: Database, owners: readonly number[]) => inIds(db.dialect, sql.ref('e.owner_id'), owners);

const entry = sql`e.id, e.record_type, e.record_id, e.title, e.words`;

const accepted = (entries: Entry[], { accepts }: Question, limit: number) =>
  (accepts ? entries.filter(({ words }) => accepts(words)) : entries).slice(0, limit);

/** Through the index of words, from the newest hit backwards. */
async function byWords(db: Database, question: Question, rights: RawBuilder<boolean>, limit: number): Promise<Entry[]> {
  const { newest, window = limit } = question;
  if (!newest) return [];
  const query = sql<Entry>`select ${entry} from ${newest.from} where ${newest.where} and ${rights} order by ${newest.order} desc limit ${window}`;
  return accepted((await query.execute(db.read)).rows, question, limit);
}

/** Through what these people own: quicker than a common word of everybody's records, most of which would be passed over. */
async function byOwners(db: Database, question: Question, share: Share, limit: number): Promise<Entry[]> {
  const { oneByOne, window = limit } = question;
  if (!oneByOne) return [];
  // The plus keeps SQLite from walking all entries in the order of their ids.
  const query = sql<Entry>`select ${entry} from search_entries e
    where ${ofOwners(db, share.owners)} and ${ofTypes(db, share.types)} and ${oneByOne} order by +e.id desc limit ${window}`;
  return accepted((await query.execute(db.read)).rows, question, limit);
}

async function ownsFew(db: Database, owners: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from (select 1 from search_entries e where ${ofOwners(db, owners)} limit ${fewEntries + 1}) as counted`.execute(db.read);
  return (rows[0]?.n ?? 0) <= fewEntries;
}

/** Records by their words, newest first: rights are part of the question, so that a page is never thinned out afterwards. */
async function findRecords(records: RecordContext, actor: Actor, question: Question, kinds: readonly Kind[], limit: number): Promise<SearchHit[]> {
  const { db } = records;
  const everybodys: string[] = [];
  const shares = new Map<string, Share>();
  const withDoors: { kind: Kind; scope: Scope }[] = [];
  for (const kind of kinds) {
    const scope = scopeOf(records, actor, kind, 'read');
    if (scope.all) everybodys.push(kind.type);
    else if (scope.doors) withDoors.push({ kind, scope });
    else if (scope.owners.length > 0) {
      const key = scope.owners.join();
      const share = shares.get(key) ?? { types: [], owners: scope.owners };
      share.types.push(kind.type);
      shares.set(key, share);
    }
  }
  const found = everybodys.length > 0 ? await byWords(db, question, ofTypes(db, everybodys), limit) : [];
  for (const { kind, scope } of withDoors) {
    const row = sql`select 1 from ${sql.table(kind.table)} r where r.id = e.record_id and ${all(withinScope(db.dialect, kind, scope, 'r'))}`;
    found.push(...(await byWords(db, question, all([ofTypes(db, [kind.type]), sql<boolean>`exists (${row})`]), limit)));
  }
  for (const share of shares.values()) {
    const few = await ownsFew(db, share.owners);
    found.push(
      ...(await (few ? byOwners(db, question, share, limit) : byWords(db, question, all([ofTypes(db, share.types), ofOwners(db, share.owners)]), limit))),
    );
  }
  const newest = found.sort((a, b) => b.id - a.id).slice(0, limit);
  return newest.map((row) => ({
    type: row.record_type,
    id: row.record_id,
    title: row.title,
    url: placeOf(records.kinds, row.record_type, row.record_id),
    snippet: null,
  }));
}

/**
 * The search box: people first, then records, at most `limit` in all. Where nothing has the words as they were typed, what
 * differs from them by a slip of the fingers (`similar`).
 */
export async function search(
  records: RecordContext,
  actor: Actor,
  { q, types, limit = 20 }: { q: string; types?: string; limit?: number },
): Promise<{ items: SearchHit[]; similar: boolean }> {
  if (fold(q) === '') return { items: [], similar: false };
  await records.search.catchUp();
  const wanted = types === undefined ? null : new Set(types.split(','));
  const kinds = [...records.kinds.values()].filter((kind) => kind.searchable.length > 0 && (wanted === null || wanted.has(kind.type)));
  const mostFound = wanted === null ? Math.min(limit, mostPeople) : wanted.has(personType) ? limit : 0;
  const find = async (question: Question, similar: boolean) => {
    const people = mostFound > 0 ? await findPeople(records, q, mostFound, similar) : [];
    return [...people, ...(await findRecords(records, actor, question, kinds, limit - people.length))];
  };
  const items = await find(exactly(records.db, q), false);
  if (items.length > 0) return { items, similar: false };
  const alike = await find(nearly(records.db, q), true);
  return { items: alike, similar: alike.length > 0 };
}
