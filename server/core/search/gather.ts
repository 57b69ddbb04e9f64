import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Actor, Scope } from '../access/actor.js';
import type { Database } from '../db/database.js';
import { inFew } from '../db/fragments.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { withinScope } from '../records/within.js';
import { all } from './match.js';
import type { Ask } from './question.js';
import { soonestWay, stepsBack } from './soonest-way.js';

export interface Found {
  id: number;
  record_type: string;
  record_id: number;
  words: string;
}

/** Kinds of which the actor may find the records of the same people. Not those with doors, whose rows are asked themselves. */
interface Share {
  types: string[];
  owners: readonly number[];
}

const ofTypes = (db: Database, types: readonly string[]) => inFew(db.dialect, sql.ref('e.record_type'), types);
const ofOwners = (db: Database, owners: readonly number[]) => inFew(db.dialect, sql.ref('e.owner_id'), owners);

const accepted = <E extends Found>(entries: E[], { question: { accepts }, limit }: Ask): E[] =>
  (accepts ? entries.filter(({ words }) => accepts(words)) : entries).slice(0, limit);

/** Through the index of words, from the newest hit backwards. */
async function byWords<E extends Found>(db: Database, ask: Ask, rights: RawBuilder<boolean>): Promise<E[]> {
  const { newest, window = ask.limit, atFirst = window } = ask.question;
  if (!newest) return [];
  const read = async (limit: number) => {
    const query = sql<E>`select ${ask.columns} from ${newest.from} where ${rights} and ${newest.where} order by ${newest.order} desc limit ${limit}`;
    return (await query.execute(newest.isUnbounded ? db.readAside : db.read)).rows;
  };
  const some = await read(atFirst);
  const found = accepted(some, ask);
  return found.length >= ask.limit || some.length < atFirst || atFirst === window ? found : accepted(await read(window), ask);
}

/**
 * Through what these people own, newest first: quicker than a common word of everybody's records, most of which would be passed over.
 * On SQLite owner by owner, each only as far back as the oldest that is still among the newest, and no further than there should be enough.
 */
async function byOwners<E extends Found>(db: Database, ask: Ask, { owners, types }: Share): Promise<E[]> {
  const { oneByOne, window = ask.limit } = ask.question;
  if (!oneByOne) return [];
  const { entries, byOwner } = ask.index;
  if (db.dialect === 'postgres') {
    const query = sql<E>`select ${ask.columns} from ${entries} e where ${ofOwners(db, owners)} and ${ofTypes(db, types)} and ${oneByOne}
      order by e.id desc limit ${window}`;
    return accepted((await query.execute(db.read)).rows, ask);
  }
  const query = sql`select ${ask.columns} from ${entries} e indexed by ${byOwner} where e.owner_id = ${0} and e.id > ${0} and e.id <= ${0} and ${oneByOne}
    and ${ofTypes(db, types)} order by e.id desc limit ${window}`.compile(db.read);
  const conditions = query.parameters.slice(3);
  let [newest, found]: [E[], E[]] = [[], []];
  let until = Number.MAX_SAFE_INTEGER;
  for (const from of await stepsBack(db, ask, owners)) {
    for (const owner of owners) {
      const oldest = newest.length < window ? from : Math.max(from, newest.at(-1)?.id ?? 0);
      const { rows } = await db.read.executeQuery<E>(CompiledQuery.raw(query.sql, [owner, oldest, until, ...conditions]));
      if (rows.length > 0) newest = [...newest, ...rows].sort((a, b) => b.id - a.id).slice(0, window);
    }
    found = accepted(newest, ask);
    if (newest.length >= window || found.length >= ask.limit) break;
    until = from;
  }
  return found;
}

interface Finds {
  /** Kinds of which everything. */
  everybodys: string[];
  shares: Share[];
  withDoors: { kind: Kind; scope: Scope }[];
}

function findsOf(records: RecordContext, actor: Actor, kinds: readonly Kind[]): Finds {
  const everybodys: string[] = [];
  const shares = new Map<string, Share>();
  const withDoors: Finds['withDoors'] = [];
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
  return { everybodys, shares: [...shares.values()], withDoors };
}

/** Entries that answer a question, newest first: rights are part of the question, so that a page is never thinned out afterwards. */
export async function gather<E extends Found>(records: RecordContext, actor: Actor, ask: Ask, kinds: readonly Kind[]): Promise<E[]> {
  const { db } = records;
  if (ask.limit === 0) return [];
  const { everybodys, shares, withDoors } = findsOf(records, actor, kinds);
  const found = everybodys.length > 0 ? await byWords<E>(db, ask, ofTypes(db, everybodys)) : [];
  for (const { kind, scope } of withDoors) {
    const row = sql`select 1 from ${sql.table(kind.table)} r where r.id = e.record_id and ${all(withinScope(db.dialect, kind, scope, 'r'))}`;
    found.push(...(await byWords<E>(db, ask, all([ofTypes(db, [kind.type]), sql<boolean>`exists (${row})`]))));
  }
  for (const share of shares) {
    const way = await soonestWay(db, ask, share.owners);
    found.push(...(await (way === 'owners' ? byOwners<E>(db, ask, share) : byWords<E>(db, ask, all([ofOwners(db, share.owners), ofTypes(db, share.types)])))));
  }
  return found.sort((a, b) => b.id - a.id).slice(0, ask.limit);
}
