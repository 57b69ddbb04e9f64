import { sql } from 'kysely';
import type { WayOfUnknownPeople } from '../../contracts/core/imports.js';
import type { Actor } from '../access/actor.js';
import type { Queries, Tx } from '../db/database.js';
import { inTexts } from '../db/fragments.js';
import { reserveIds } from '../db/rows.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';

export interface NewPerson {
  name: string;
  email?: string | null;
  position?: string | null;
  phone?: string | null;
  departmentId?: number | null;
}

/** People by e-mail, where a name has an `@`, else by name; both folded. Of several with one name the first who can sign in, else the first. */
export async function findPeople(services: Pick<Services, 'db'>, q: Queries, names: Iterable<string>): Promise<Map<string, number>> {
  const folded = [...new Set([...names].map(fold))].filter((name) => name !== '');
  if (folded.length === 0) return new Map();
  const { dialect } = services.db;
  const rows = await q
    .selectFrom('people')
    .select(['id', 'folded_name', 'folded_email', 'status'])
    .where(sql<boolean>`(${inTexts(dialect, sql.ref('folded_name'), folded)} or ${inTexts(dialect, sql.ref('folded_email'), folded)})`)
    .where('status', '<>', 'dismissed')
    .orderBy('id')
    .execute();
  const found = new Map<string, number>();
  for (const canSignIn of [true, false]) {
    for (const row of rows) {
      if ((row.status === 'active') !== canSignIn) continue;
      for (const key of [row.folded_email, row.folded_name]) if (key !== null && !found.has(key)) found.set(key, row.id);
    }
  }
  return found;
}

/** New people in the company's language and time zone, without sign-in: those with an address can be invited. */
export async function addPeople(services: Services, tx: Tx, people: readonly NewPerson[]): Promise<number[]> {
  if (people.length === 0) return [];
  const company = services.settings.company();
  const ids = await reserveIds(services.db.dialect, tx, 'people', people.length);
  const rows = people.map(({ name, email = null, position = null, phone = null, departmentId = null }, index) => ({
    id: ids[index] as number,
    version: 1,
    name,
    email,
    folded_email: email === null ? null : fold(email),
    folded_name: fold(name),
    password_hash: null,
    status: 'no-sign-in',
    position,
    phone,
    language: company.language,
    time_zone: company.timeZone,
    department_id: departmentId,
    created_at: services.now(),
  }));
  await tx.insertMany('people', rows);
  forgetAfter(services, tx);
  return ids;
}

/** Rights follow people and departments: they are read anew once the change is there. */
export function forgetAfter({ access, log }: Pick<Services, 'access' | 'log'>, tx: Tx): void {
  tx.afterCommit(() => {
    access.forget().catch((error) => log.error({ err: error }, 'rights could not be read again'));
  });
}

export const mayAddPeople = ({ access }: Pick<Services, 'access'>, actor: Actor): boolean => access.scope(actor, 'core.people.manage').all;

/**
 * The people that a column names; those who are unknown become people without sign-in, where the actor may do that.
 * An unknown address stays unknown: nobody is called by it.
 * @param unknown what was chosen for those, see {@link WayOfUnknownPeople}. @param meant whom some of them mean, by the folded name.
 * @returns ids by folded name, without those that stay unknown, and how many were made.
 */
export async function peopleNamed(
  services: Services,
  tx: Tx,
  actor: Actor,
  names: Iterable<string>,
  unknown: WayOfUnknownPeople = 'add',
  meant: ReadonlyMap<string, number> = new Map(),
): Promise<{ ids: Map<string, number>; made: number }> {
  const wanted = new Map<string, string>();
  // As the first one writes it.
  for (const name of names) if (!wanted.has(fold(name))) wanted.set(fold(name), name);
  wanted.delete('');
  const ids = new Map([...meant, ...(await findPeople(services, tx.q, wanted.keys()))]);
  const missing = [...wanted].filter(([key]) => !ids.has(key) && !key.includes('@'));
  if (missing.length === 0 || unknown !== 'add' || !mayAddPeople(services, actor)) return { ids, made: 0 };
  const made = await addPeople(
    services,
    tx,
    missing.map(([, name]) => ({ name })),
  );
  for (const [index, [key]] of missing.entries()) ids.set(key, made[index] as number);
  return { ids, made: made.length };
}
