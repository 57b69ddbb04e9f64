import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../access/actor.js';
import type { Database, Dialect } from '../db/database.js';
import { inIds, inTexts } from '../db/fragments.js';
import { knownAWhile } from '../db/known-a-while.js';
import type { Kind } from './kind.js';

/** Whether a scope holds nothing at all. */
export const isNothing = (scope: Scope): boolean => !scope.all && scope.owners.length === 0 && scope.doors === undefined;

/** Records that name somebody in one of the roles, as a select of their ids. */
const recordsNaming = (dialect: Dialect, table: string, personId: number, fields: readonly string[]) =>
  sql`select record_id from ${sql.table(table)} where person_id = ${personId} and ${inTexts(dialect, sql.ref('role'), fields)}`;

/** Each way in which a scope comes to records, as a condition that an index of its own answers. */
function waysOf(dialect: Dialect, kind: Kind, scope: Narrow, alias?: string): RawBuilder<boolean>[] {
  const column = (name: string) => sql.ref(alias === undefined ? name : `${alias}.${name}`);
  const ways = [inIds(dialect, column(kind.ownerColumn as string), scope.owners)];
  const { doors } = scope;
  const { people } = kind.declaration;
  if (people && doors && doors.fields.length > 0) ways.push(sql`${column('id')} in (${recordsNaming(dialect, people.table, doors.personId, doors.fields)})`);
  if (kind.containerColumn !== null && doors && doors.containers.length > 0) ways.push(inIds(dialect, column(kind.containerColumn), doors.containers));
  return ways;
}

type Narrow = Extract<Scope, { all: false }>;

/**
 * The rights of a scope as conditions on the columns of the kind's table; none for whoever sees all.
 * @param alias of the table in the statement.
 */
export function withinScope(dialect: Dialect, kind: Kind, scope: Scope, alias?: string): RawBuilder<boolean>[] {
  if (scope.all || kind.ownerColumn === null) return [];
  const ways = waysOf(dialect, kind, scope, alias);
  return ways.length === 1 ? ways : [sql<boolean>`(${sql.join(ways, sql` or `)})`];
}

/** Ids of the records of some ways, each found by its own index: of conditions joined by `or` SQLite reads the whole table. */
const gathered = (kind: Kind, ways: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  sql`id in (${sql.join(
    ways.map((way) => sql`select id from ${sql.table(kind.table)} where ${way} and deleted_at is null`),
    sql` union `,
  )})`;

/**
 * What a scope opens beside the records of its owners, as a condition; null where there is nothing.
 * @param isAmongFew other conditions of the statement leave few rows, which are looked at one by one.
 */
export function byDoorsOnly(dialect: Dialect, kind: Kind, scope: Scope, isAmongFew: boolean): RawBuilder<boolean> | null {
  if (scope.all || !scope.doors || kind.ownerColumn === null) return null;
  const [, ...ways] = waysOf(dialect, kind, scope);
  const owner = sql.ref(kind.ownerColumn);
  const reached = isAmongFew ? sql`(${sql.join(ways, sql` or `)})` : gathered(kind, ways);
  return sql`${reached} and (${owner} is null or not ${inIds(dialect, owner, scope.owners)})`;
}

/** A scope of at most so many records is gathered and sorted; a wider one is walked in the order of the list. */
const mostGathered = 2000;

const isKnownWide = knownAWhile<string, boolean>({ forMs: 30_000, most: 10_000 });

/**
 * {@link withinScope} in the form in which it is answered soonest, by how much a scope with doors opens.
 * @returns `isGathered`: the records are found by the scope, and sorted.
 */
export async function soonestWithin(db: Database, kind: Kind, scope: Scope): Promise<{ where: RawBuilder<boolean>[]; isGathered: boolean }> {
  const where = withinScope(db.dialect, kind, scope);
  if (scope.all || !scope.doors || kind.ownerColumn === null) return { where, isGathered: false };
  const key = `${kind.type} ${scope.doors.personId} ${scope.owners.length} ${scope.doors.containers.length}`;
  const ways = waysOf(db.dialect, kind, scope);
  const isWide = await isKnownWide(db, key, async () => {
    let n = 0;
    for (const way of ways) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from
        (select 1 from ${sql.table(kind.table)} where ${way} and deleted_at is null limit 0 + ${mostGathered + 1 - n}) as counted`.execute(db.read);
      n += Number(rows[0]?.n ?? 0);
      if (n > mostGathered) break;
    }
    return n > mostGathered;
  });
  return isWide ? { where, isGathered: false } : { where: [gathered(kind, ways)], isGathered: true };
}
