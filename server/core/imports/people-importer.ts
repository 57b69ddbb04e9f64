import { sql } from 'kysely';
import type { Channel } from '../../contracts/core/fields.js';
import type { Tx } from '../db/database.js';
import { inTexts } from '../db/fragments.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { namesOf } from './names.js';
import { addPeople, findPeople, forgetAfter, type NewPerson } from './people.js';
import { peopleTargets } from './people-targets.js';
import { addNote, type BatchOutcome, type CheckedRow, emptyOutcome, type Importer } from './point.js';

interface Wanted {
  name: string;
  email: string | null;
  phone: string | null;
  position: string | null;
  department: string | null;
  head: string | null;
}

function wantedOf({ values }: CheckedRow): Wanted {
  const text = (name: string) => (values[name] as string | null | undefined) ?? null;
  const first = (name: string) => (values[name] as Channel[] | null | undefined)?.[0]?.value ?? null;
  const names = namesOf({ full: text('name'), first: text('firstName'), last: text('lastName') });
  const name = [names.first, names.last].filter(Boolean).join(' ');
  return { name, email: first('email'), phone: first('phone'), position: text('position'), department: text('department'), head: text('head') };
}

/**
 * Staff. Who has an address is known by it, others by their name. A department is made where there is none of its name,
 * headed by whom the person reports to; people named only as a head are made too.
 */
export function peopleImporter(services: Services): Importer {
  return {
    kind: 'people',
    permission: 'core.people.manage',
    forEverybody: true,
    targets: peopleTargets,
    records: [],
    keyOf: (row) => fold(wantedOf(row).name) || null,
    prepare: async () => (tx, rows) => store(services, tx, rows.map(wantedOf)),
  };
}

async function store(services: Services, tx: Tx, rows: readonly Wanted[]): Promise<BatchOutcome> {
  const outcome = emptyOutcome();
  rows.forEach(({ name }, index) => {
    if (name === '') outcome.faults.set(index, { field: 'name', code: 'required', params: {} });
  });
  const sound = rows.filter((_, index) => !outcome.faults.has(index));
  const heads = await headsOf(services, tx, sound, outcome);
  const departments = await departmentsOf(tx, sound, heads, outcome);
  const present = await presentPeople(services, tx, sound);
  const fresh: NewPerson[] = [];
  for (const row of sound) {
    const departmentId = row.department === null ? null : (departments.get(fold(row.department)) ?? null);
    const id = present(row);
    if (id === undefined) fresh.push({ name: row.name, email: row.email, position: row.position, phone: row.phone, departmentId });
    else await fill(tx, id, row, departmentId);
  }
  await addPeople(services, tx, fresh);
  outcome.created = fresh.length;
  outcome.updated = sound.length - fresh.length;
  forgetAfter(services, tx);
  return outcome;
}

/** Heads by folded name. One that the same rows also name as a person is left to their row, unless there is none yet. */
async function headsOf(services: Services, tx: Tx, rows: readonly Wanted[], outcome: BatchOutcome): Promise<Map<string, number>> {
  const names = new Map(rows.flatMap(({ head }) => (head === null ? [] : [[fold(head), head] as const])));
  const found = await findPeople(services, tx.q, names.keys());
  const missing = [...names].filter(([key]) => !found.has(key) && !key.includes('@'));
  const ids = await addPeople(
    services,
    tx,
    missing.map(([, name]) => ({ name })),
  );
  for (const [index, [key]] of missing.entries()) found.set(key, ids[index] as number);
  addNote(outcome, 'people-added', ids.length);
  return found;
}

async function departmentsOf(tx: Tx, rows: readonly Wanted[], heads: ReadonlyMap<string, number>, outcome: BatchOutcome): Promise<Map<string, number>> {
  const all = await tx.q.selectFrom('departments').select(['id', 'name', 'head_id']).orderBy('id').execute();
  const byName = new Map<string, { id: number; head: number | null }>();
  for (const { id, name, head_id: head } of all) if (!byName.has(fold(name))) byName.set(fold(name), { id, head });
  for (const { department, head } of rows) {
    if (department === null) continue;
    const headId = head === null ? null : (heads.get(fold(head)) ?? null);
    const present = byName.get(fold(department));
    if (!present) {
      const { id } = await tx.q
        .insertInto('departments')
        .values({ version: 1, name: department, parent_id: null, head_id: headId })
        .returning('id')
        .executeTakeFirstOrThrow();
      byName.set(fold(department), { id, head: headId });
      addNote(outcome, 'departments-added');
    } else if (present.head === null && headId !== null) {
      await tx.q
        .updateTable('departments')
        .set((eb) => ({ head_id: headId, version: eb('version', '+', 1) }))
        .where('id', '=', present.id)
        .execute();
      present.head = headId;
    }
    const used = byName.get(fold(department)) as { id: number; head: number | null };
    if (headId !== null && used.head !== headId) addNote(outcome, 'other-head');
    // Whoever heads a department works in it, unless they are in another already.
    if (headId !== null) await tx.q.updateTable('people').set({ department_id: used.id }).where('id', '=', headId).where('department_id', 'is', null).execute();
  }
  return new Map([...byName].map(([name, { id }]) => [name, id]));
}

/** Finds a row's person: by the address; by the name only somebody who has no address, or when the row has none. */
async function presentPeople(services: Services, tx: Tx, rows: readonly Wanted[]): Promise<(row: Wanted) => number | undefined> {
  const { dialect } = services.db;
  const names = rows.map(({ name }) => fold(name));
  const emails = rows.flatMap(({ email }) => (email === null ? [] : [fold(email)]));
  const people = await tx.q
    .selectFrom('people')
    .select(['id', 'folded_name', 'folded_email'])
    .where(sql<boolean>`(${inTexts(dialect, sql.ref('folded_name'), names)} or ${inTexts(dialect, sql.ref('folded_email'), emails)})`)
    .orderBy('id')
    .execute();
  const byEmail = new Map<string, number>();
  const byName = new Map<string, { id: number; hasEmail: boolean }[]>();
  for (const { id, folded_name: name, folded_email: email } of people) {
    if (email !== null) byEmail.set(email, id);
    byName.set(name, [...(byName.get(name) ?? []), { id, hasEmail: email !== null }]);
  }
  return ({ name, email }) => {
    const alike = byName.get(fold(name)) ?? [];
    if (email === null) return alike[0]?.id;
    const known = byEmail.get(fold(email));
    if (known !== undefined) return known;
    const without = alike.find(({ hasEmail }) => !hasEmail);
    if (without) without.hasEmail = true;
    return without?.id;
  };
}

/** What the file says more than is known. Name and address of a person stay: they sign in with them. */
async function fill(tx: Tx, id: number, row: Wanted, departmentId: number | null): Promise<void> {
  const { position, phone, email } = row;
  const given = {
    ...(position === null ? {} : { position }),
    ...(phone === null ? {} : { phone }),
    ...(departmentId === null ? {} : { department_id: departmentId }),
  };
  if (Object.keys(given).length > 0) {
    await tx.q
      .updateTable('people')
      .set((eb) => ({ ...given, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }
  if (email === null) return;
  await tx.q
    .updateTable('people')
    .set((eb) => ({ email, folded_email: fold(email), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('email', 'is', null)
    .where('status', '=', 'no-sign-in')
    .execute();
}
