import type { PersonProfile } from '../../contracts/core/people.js';
import type { Database } from '../db/database.js';
import { readPerson } from './people.js';

const named = ({ id, name }: { id: number; name: string }) => ({ id, name });

/**
 * A person with where they stand: their department, who heads it (for a head: who heads the one above), and whom they
 * head themselves. @throws Refusal 404.
 */
export async function readProfile(db: Database, id: number): Promise<PersonProfile> {
  const person = await readPerson(db, db.read, id);
  const [departments, people] = await Promise.all([
    db.read.selectFrom('departments').select(['id', 'name', 'parent_id', 'head_id', 'deputy_id']).execute(),
    db.read
      .selectFrom('people')
      .select(['id', 'name', 'position', 'photo_id', 'department_id', 'status'])
      .where('status', '<>', 'dismissed')
      .orderBy('folded_name')
      .orderBy('id')
      .execute(),
  ]);
  const known = new Map(people.map((one) => [one.id, { id: one.id, name: one.name, position: one.position, photoId: one.photo_id }]));
  const byId = new Map(departments.map((one) => [one.id, one]));
  const own = person.departmentId === null ? undefined : byId.get(person.departmentId);
  let above = own;
  while (above && (above.head_id === null || above.head_id === id || !known.has(above.head_id))) above = byId.get(above.parent_id ?? 0);
  const headed = departments.filter((one) => one.head_id === id);
  const headedIds = new Set(headed.map((one) => one.id));
  // Members of the departments one heads, and the heads of those right below.
  const subordinates = people.filter(
    (one) =>
      one.id !== id &&
      ((one.department_id !== null && headedIds.has(one.department_id)) ||
        departments.some((each) => each.head_id === one.id && each.parent_id !== null && headedIds.has(each.parent_id))),
  );
  return {
    person,
    department: own ? { id: own.id, name: own.name } : null,
    head: above?.head_id ? (known.get(above.head_id) ?? null) : null,
    heads: headed.map(named),
    deputizes: departments.filter((one) => one.deputy_id === id).map(named),
    subordinates: subordinates.flatMap((one) => known.get(one.id) ?? []),
  };
}
