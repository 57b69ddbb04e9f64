import { type RawBuilder, sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/endpoints.js';
import type { Actor } from '../access/actor.js';
import type { Database } from '../db/database.js';
import { inIds, inTexts } from '../db/fragments.js';
import { placeOf } from '../notify/notify.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { fold } from './fold.js';
import { all, matchesOneByOne, newestMatches } from './match.js';

export const personType = 'core.person';
const mostPeople = 5;
/** So many entries are looked through one by one in a few milliseconds. */
const fewEntries = 4000;

async function findPeople({ db }: RecordContext, text: string, limit: number): Promise<SearchHit[]> {
  let query = db.read.selectFrom('people').select(['id', 'name', 'position']).where('status', '<>', 'dismissed');
  for (const word of fold(text).split(' ').filter(Boolean).slice(0, 8)) {
    const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<boolean>`folded_name like ${pattern} escape '\\'`);
  }
  const rows = await query.orderBy('folded_name').orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ type: personType, id: row.id, title: row.name, url: null, snippet: row.position }));
}

interface Entry {
  id: number;
  record_type: string;
  record_id: number;
  title: string;
}
/** Kinds of which the actor may find the records of the same people. */
interface Share {
  types: string[];
  owners: readonly number[];
}

const ofTypes = (db: Database, types: readonly string[]) => inTexts(db.dialect, sql.ref('e.record_type'), types);
const ofOwners = (db: Database, owners: readonly number[]) => inIds(db.dialect, sql.ref('e.owner_id'), owners);

/** Through the index of words, from the newest hit backwards. */
async function byWords(db: Database, text: string, rights: RawBuilder<boolean>, limit: number): Promise<Entry[]> {
  const found = newestMatches(db.dialect, text);
  if (!found) return [];
  const query = sql<Entry>`select e.id, e.record_type, e.record_id, e.title from ${found.from} where ${found.where} and ${rights} order by ${found.order} desc limit ${limit}`;
  return (await query.execute(db.read)).rows;
}

/** Through what these people own: quicker than a common word of everybody's records, most of which would be passed over. */
async function byOwners(db: Database, text: string, share: Share, limit: number): Promise<Entry[]> {
  const match = matchesOneByOne(text);
  if (!match) return [];
  // The plus keeps SQLite from walking all entries in the order of their ids.
  const query = sql<Entry>`select e.id, e.record_type, e.record_id, e.title from search_entries e
    where ${ofOwners(db, share.owners)} and ${ofTypes(db, share.types)} and ${match} order by +e.id desc limit ${limit}`;
  return (await query.execute(db.read)).rows;
}

async function ownsFew(db: Database, owners: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from (select 1 from search_entries e where ${ofOwners(db, owners)} limit ${fewEntries + 1}) as counted`.execute(db.read);
  return (rows[0]?.n ?? 0) <= fewEntries;
}

/** Records by their words, newest first: rights are part of the question, so that a page is never thinned out afterwards. */
async function findRecords(records: RecordContext, actor: Actor, text: string, kinds: readonly Kind[], limit: number): Promise<SearchHit[]> {
  const { db } = records;
  const everybodys: string[] = [];
  const shares = new Map<string, Share>();
  for (const kind of kinds) {
    const scope = scopeOf(records, actor, kind, 'read');
    if (scope.all) everybodys.push(kind.type);
    else if (scope.owners.length > 0) {
      const key = scope.owners.join();
      const share = shares.get(key) ?? { types: [], owners: scope.owners };
      share.types.push(kind.type);
      shares.set(key, share);
    }
  }
  const found = everybodys.length > 0 ? await byWords(db, text, ofTypes(db, everybodys), limit) : [];
  for (const share of shares.values()) {
    const few = await ownsFew(db, share.owners);
    found.push(...(await (few ? byOwners(db, text, share, limit) : byWords(db, text, all([ofTypes(db, share.types), ofOwners(db, share.owners)]), limit))));
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
