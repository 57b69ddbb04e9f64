import { sql } from 'kysely';
import type { Database, Stored, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { lastIdOf } from '../db/stored-table.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { type ArchiveManifest, type ArchivePart, namesPerson } from './archive-format.js';
import { archivedRows } from './archive-rows.js';
import { type Belonging, belongings, heldIn } from './belongings.js';

/** Where ids of the archive lie here: people and roles by a table, rows of core by how much higher they are. */
export interface Places {
  people: ReadonlyMap<number, number>;
  roles: ReadonlyMap<number, number>;
  handOvers: ReadonlySet<number>;
  offsets: ReadonlyMap<string, number>;
  /** Columns of the module that name files, `<table>.<column>`. */
  fileColumns: readonly string[];
}

export const belongingOf = (table: string): Belonging | undefined => belongings.find((one) => one.table === table);

/** By how much the ids of a table of core must be raised so that none is taken already: in the portal that made the archive by nothing. */
export async function offsetOf(db: Database, file: string, part: ArchivePart): Promise<number> {
  for await (const rows of archivedRows(file, part)) {
    const { rows: taken } = await sql`select 1 from ${sql.table(part.table)} where ${inIds(
      db.dialect,
      sql.ref('id'),
      rows.map(({ id }) => id as number),
    )} limit 1`.execute(db.read);
    if (taken.length > 0) return lastIdOf(db, part.table);
  }
  return 0;
}

/** People of the archive as they are here; those who are not are noted down as having left, so that their name stays. */
export async function findPeople({ db, settings, now }: Pick<Services, 'db' | 'settings' | 'now'>, manifest: ArchiveManifest) {
  const same = manifest.portal === settings.get('portal.id');
  const here = await db.read.selectFrom('people').select(['id', 'folded_email']).execute();
  const ids = new Set(here.map(({ id }) => id));
  const byEmail = new Map(here.flatMap(({ id, folded_email: email }) => (email === null ? [] : [[email, id] as const])));
  const places = new Map<number, number>();
  const unknown: ArchiveManifest['people'] = [];
  for (const person of manifest.people) {
    const id = same && ids.has(person.id) ? person.id : person.email === null ? undefined : byEmail.get(fold(person.email));
    if (id === undefined) unknown.push(person);
    else places.set(person.id, id);
  }
  const company = settings.company();
  const remember = async (tx: Tx): Promise<number[]> => {
    const added: number[] = [];
    for (const { id, name } of unknown) {
      const at = await tx.insert('people', {
        version: 1,
        name,
        email: null,
        folded_email: null,
        folded_name: fold(name),
        password_hash: null,
        status: 'dismissed',
        position: null,
        phone: null,
        language: company.language,
        time_zone: company.timeZone,
        department_id: null,
        created_at: now(),
      });
      places.set(id, at);
      added.push(at);
    }
    return added;
  };
  return { same, places, remember };
}

export async function findRoles(db: Database, manifest: ArchiveManifest, same: boolean): Promise<Map<number, number>> {
  const here = await db.read.selectFrom('roles').select(['id', 'name', 'built_in']).execute();
  const places = new Map<number, number>();
  for (const { id, name, builtIn } of manifest.roles) {
    const role =
      (same ? here.find((one) => one.id === id) : undefined) ??
      here.find((one) => (builtIn === null ? one.built_in === null && one.name === name : one.built_in === builtIn));
    if (role) places.set(id, role.id);
  }
  return places;
}

/** Nothing has the id 0: it stands for none. */
const raised = (value: Stored[string] | undefined, by: number | undefined) => (typeof value === 'number' && value !== 0 && by ? value + by : (value ?? null));

/** The row as it is to lie here; undefined when what it belongs to is not here. */
export function placed(part: ArchivePart, row: Record<string, Stored[string]>, places: Places): Record<string, Stored[string]> | undefined {
  const { offsets } = places;
  const belonging = part.of === 'core' ? belongingOf(part.table) : undefined;
  const people = belonging ? (belonging.people ?? []) : part.columns.filter(namesPerson).map(({ name }) => name);
  for (const column of people) {
    const id = row[column];
    // 0 stands for nobody and everybody.
    if (typeof id === 'number' && id !== 0) row[column] = places.people.get(id) ?? null;
  }
  const files = offsets.get('files');
  if (!belonging) {
    for (const { name } of part.columns) if (places.fileColumns.includes(`${part.table}.${name}`)) row[name] = raised(row[name], files);
    return row;
  }
  if ('id' in row) row.id = raised(row.id, offsets.get(part.table));
  for (const [column, table] of Object.entries(belonging.refers ?? {})) row[column] = raised(row[column], offsets.get(table));
  if (belonging.needs?.role_id) {
    const role = places.roles.get(row.role_id as number);
    if (role === undefined) return undefined;
    row.role_id = role;
  }
  if (belonging.needs?.hand_over_id && !places.handOvers.has(row.hand_over_id as number)) return undefined;
  if (part.table === 'files') row.record_id = raised(row.record_id, offsets.get(heldIn[row.record_type as string] ?? ''));
  if (files && part.table === 'mails') row.attachments = JSON.stringify((JSON.parse(row.attachments as string) as number[]).map((id) => id + files));
  if (files && part.table === 'timeline_entries') {
    const data = JSON.parse(row.data as string) as { fileId?: unknown };
    if (typeof data.fileId === 'number') row.data = JSON.stringify({ ...data, fileId: data.fileId + files });
  }
  return row;
}
