import { sql } from 'kysely';
import type { Person } from '../../contracts/core/people.js';
import type { Dialect, Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import type { Tables } from '../db/tables.js';

type Stored<T> = { [K in keyof T]: K extends 'id' ? number : T[K] };
export type PersonRow = Omit<Stored<Tables['people']>, 'folded_email' | 'password_hash'>;
/** Everything that may leave the table: never the password's hash. */
export const personColumns = [
  'id',
  'version',
  'name',
  'email',
  'folded_name',
  'status',
  'position',
  'phone',
  'language',
  'time_zone',
  'department_id',
  'created_at',
  'photo_id',
] as const;

export const toPerson = (row: PersonRow, roleIds: number[]): Person => ({
  id: row.id,
  version: row.version,
  name: row.name,
  email: row.email,
  status: row.status as Person['status'],
  position: row.position,
  phone: row.phone,
  language: row.language,
  timeZone: row.time_zone,
  departmentId: row.department_id,
  photoId: row.photo_id,
  roleIds,
  createdAt: row.created_at,
});

export async function rolesOf(q: Queries, dialect: Dialect, personIds: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await q
    .selectFrom('person_roles')
    .selectAll()
    .where(inIds(dialect, sql.ref('person_id'), personIds))
    .orderBy('role_id')
    .execute();
  const roles = new Map<number, number[]>();
  for (const row of rows) roles.set(row.person_id, [...(roles.get(row.person_id) ?? []), row.role_id]);
  return roles;
}

export async function findPerson(q: Queries, dialect: Dialect, id: number): Promise<Person | undefined> {
  const row = await q.selectFrom('people').select(personColumns).where('id', '=', id).executeTakeFirst();
  return row && toPerson(row, (await rolesOf(q, dialect, [id])).get(id) ?? []);
}
