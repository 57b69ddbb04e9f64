import { sql } from 'kysely';
import type { Page } from '../../contracts/core/endpoint.js';
import type { Person } from '../../contracts/core/people.js';
import type { Database, Queries, Tx } from '../db/database.js';
import { inIds, inTexts, likeEscaped } from '../db/fragments.js';
import { lockRow } from '../db/lock.js';
import { invalidField, notFound } from '../http/problem.js';
import { fold } from '../search/fold.js';
import { findPerson, personColumns, rolesOf, toPerson } from './person.js';

export interface PeopleQuery {
  q?: string;
  limit?: number;
  after?: string;
  departmentId?: number;
  /** One state, or several with commas. */
  status?: string;
  total?: boolean;
}

const encodeCursor = (name: string, id: number) => Buffer.from(JSON.stringify([name, id])).toString('base64url');

function decodeCursor(cursor: string): [name: string, id: number] {
  try {
    const [name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    if (typeof name === 'string' && Number.isSafeInteger(id)) return [name, id as number];
  } catch {
    // Not one of our cursors: answered below.
  }
  throw invalidField('after', 'cursor');
}

/** By name. */
export async function listPeople(db: Database, asked: PeopleQuery): Promise<Page<Person>> {
  const { limit = 50 } = asked;
  let query = db.read.selectFrom('people');
  if (asked.departmentId !== undefined) query = query.where('department_id', '=', asked.departmentId);
  if (asked.status !== undefined) query = query.where(inTexts(db.dialect, sql.ref('status'), asked.status.split(',')));
  for (const word of fold(asked.q ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 8)) {
    const pattern = `%${likeEscaped(word)}%`;
    query = query.where(sql<boolean>`(folded_name like ${pattern} escape '\\' or coalesce(folded_email, '') like ${pattern} escape '\\')`);
  }
  const total = asked.total ? (await query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n : undefined;
  if (asked.after !== undefined) {
    const [name, id] = decodeCursor(asked.after);
    query = query.where((eb) => eb.or([eb('folded_name', '>', name), eb.and([eb('folded_name', '=', name), eb('id', '>', id)])]));
  }
  const rows = await query
    .select(personColumns)
    .orderBy('folded_name')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const roles = await rolesOf(
    db.read,
    db.dialect,
    shown.map((row) => row.id),
  );
  return {
    items: shown.map((row) => toPerson(row, roles.get(row.id) ?? [])),
    next: rows.length > limit && last ? encodeCursor(last.folded_name, last.id) : null,
    ...(total === undefined ? {} : { total }),
  };
}

/** @throws Refusal 404. */
export async function readPerson(db: Database, q: Queries, id: number): Promise<Person> {
  const person = await findPerson(q, db.dialect, id);
  if (!person) throw notFound();
  return person;
}

/** Reads a person and holds the row until the transaction ends. @throws Refusal 404. */
export async function lockPerson(db: Database, tx: Tx, id: number): Promise<Person> {
  await lockRow(tx, 'people', id);
  return readPerson(db, tx.q, id);
}

/** @throws Refusal 422 on `email`. */
export async function demandFreeEmail(q: Queries, email: string, exceptId = 0): Promise<void> {
  const other = await q.selectFrom('people').select('id').where('folded_email', '=', fold(email)).where('id', '<>', exceptId).executeTakeFirst();
  if (other) throw invalidField('email', 'email-taken');
}

/** @throws Refusal 422 on `roleIds`. */
export async function setRoles(db: Database, tx: Tx, personId: number, roleIds: readonly number[]): Promise<void> {
  const ids = [...new Set(roleIds)];
  const found = await tx.q
    .selectFrom('roles')
    .select('id')
    .where(inIds(db.dialect, sql.ref('id'), ids))
    .execute();
  if (found.length < ids.length) throw invalidField('roleIds', 'unknown-role');
  await tx.q.deleteFrom('person_roles').where('person_id', '=', personId).execute();
  if (ids.length > 0)
    await tx.q
      .insertInto('person_roles')
      .values(ids.map((role_id) => ({ person_id: personId, role_id })))
      .execute();
}

/** @throws Refusal 422 on `departmentId`. */
export async function demandDepartment(q: Queries, id: number | null): Promise<void> {
  if (id === null) return;
  if (!(await q.selectFrom('departments').select('id').where('id', '=', id).executeTakeFirst())) throw invalidField('departmentId', 'unknown-department');
}
