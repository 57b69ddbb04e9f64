import { sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { columnOf, type Kind, type Row } from './kind.js';

/** Whom a row names, as `role person`: see `people` of the declaration. */
function namedIn(kind: Kind, row: Row | null): Set<string> {
  const found = new Set<string>();
  for (const role of row ? Object.keys(kind.declaration.people?.roles ?? {}) : []) {
    const stored = row?.[columnOf(role)];
    const ids = typeof stored === 'string' ? (JSON.parse(stored) as number[]) : typeof stored === 'number' ? [stored] : [];
    for (const id of ids) found.add(`${role} ${id}`);
  }
  return found;
}

/** Everybody whom a row names, each once. */
export const peopleAt = (kind: Kind, row: Row): number[] => [...new Set([...namedIn(kind, row)].map((one) => Number(one.split(' ')[1])))];

/** Keeps the side table of the people at records in step, in the transaction that changes them. What lies in the bin keeps its people. */
export async function followPeople(tx: Tx, kind: Kind, changes: readonly { before: Row | null; after: Row | null }[]): Promise<void> {
  const table = kind.declaration.people?.table;
  if (table === undefined) return;
  const added: { record_id: number; person_id: number; role: string }[] = [];
  for (const { before, after } of changes) {
    if (!after) continue;
    const [was, is] = [namedIn(kind, before), namedIn(kind, after)];
    const partsOf = (one: string) => ({ role: one.split(' ')[0] as string, person_id: Number(one.split(' ')[1]) });
    for (const one of was) {
      if (is.has(one)) continue;
      const { role, person_id } = partsOf(one);
      await sql`delete from ${sql.table(table)} where record_id = ${after.id} and person_id = ${person_id} and role = ${role}`.execute(tx.q);
    }
    for (const one of is) if (!was.has(one)) added.push({ record_id: Number(after.id), ...partsOf(one) });
  }
  await tx.insertMany(table, added, ' on conflict do nothing');
}

/** Forgets the people at records that go for good. */
export async function purgePeople(tx: Tx, kind: Kind, ids: readonly number[]): Promise<void> {
  const table = kind.declaration.people?.table;
  if (table !== undefined) await sql`delete from ${sql.table(table)} where ${inIds(tx.dialect, sql.ref('record_id'), ids)}`.execute(tx.q);
}
