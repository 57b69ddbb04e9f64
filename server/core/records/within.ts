import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../access/actor.js';
import type { Database, Dialect } from '../db/database.js';
import { inIds, inTexts } from '../db/fragments.js';
import type { Kind } from './kind.js';

/** Whether a scope holds nothing at all. */
export const isNothing = (scope: Scope): boolean => !scope.all && scope.owners.length === 0 && scope.doors === undefined;

/** Records that name somebody in one of the roles, as a select of their ids. */
const recordsNaming = (dialect: Dialect, table: string, personId: number, fields: readonly string[]) =>
  sql`select record_id from ${sql.table(table)} where person_id = ${personId} and ${inTexts(dialect, sql.ref('role'), fields)}`;

/**
 * The rights of a scope as conditions on the columns of the kind's table; none for whoever sees all.
 * @param alias of the table in the statement.
 */
export function withinScope(dialect: Dialect, kind: Kind, scope: Scope, alias?: string): RawBuilder<boolean>[] {
  if (scope.all || kind.ownerColumn === null) return [];
  const column = (name: string) => sql.ref(alias === undefined ? name : `${alias}.${name}`);
  const owned = inIds(dialect, column(kind.ownerColumn), scope.owners);
  const { doors } = scope;
  if (!doors) return [owned];
  const ways = [owned];
  const { people } = kind.declaration;
  if (people && doors.fields.length > 0) ways.push(sql`${column('id')} in (${recordsNaming(dialect, people.table, doors.personId, doors.fields)})`);
  if (kind.containerColumn !== null && doors.containers.length > 0) ways.push(inIds(dialect, column(kind.containerColumn), doors.containers));
  return [sql<boolean>`(${sql.join(ways, sql` or `)})`];
}

/** What a scope opens beside the records of its owners, as a condition; null where there is nothing. */
export function byDoorsOnly(dialect: Dialect, kind: Kind, scope: Scope): RawBuilder<boolean> | null {
  if (scope.all || !scope.doors || kind.ownerColumn === null) return null;
  const owner = sql.ref(kind.ownerColumn);
  const [reached] = withinScope(dialect, kind, { ...scope, owners: [] });
  return sql`${reached} and (${owner} is null or not ${inIds(dialect, owner, scope.owners)})`;
}

/** A scope of at most so many records is gathered and sorted; a wider one is walked in the order of the list. */
const mostGathered = 2000;

/** Whether what a scope with doors opens is so little that it is quicker gathered than found on a walk through everybody's. */
export async function isFew(db: Database, kind: Kind, scope: Scope): Promise<boolean> {
  const [within] = withinScope(db.dialect, kind, scope);
  const { rows } = await sql<{ n: number }>`select count(*) as n from
    (select 1 from ${sql.table(kind.table)} where ${within ?? sql`1 = 1`} and deleted_at is null limit ${mostGathered + 1}) as counted`.execute(db.read);
  return (rows[0]?.n ?? 0) <= mostGathered;
}
