import { sql } from 'kysely';
import type { RecordDeclaration } from '../../contracts/core/fields.js';
import type { Database } from '../db/database.js';
import { presentTables } from '../db/stored-table.js';
import type { PersonalTable } from '../kernel/manifest.js';
import type { CatalogEntry } from '../modules/entry.js';
import { columnOf, defineKind, type Kind } from '../records/kind.js';
import type { Subject } from './subject.js';

/** Where personal data may lie: every kind of record whose table is there, whether its module is on or parked. */
export interface Ground {
  kinds: ReadonlyMap<string, Kind>;
  /** What modules keep beside their records. */
  beside: readonly PersonalTable[];
  /** Modules whose tables are gone but whose archives may hold people. */
  archived: readonly string[];
}

const isDeclaration = (value: unknown): value is RecordDeclaration =>
  typeof value === 'object' && value !== null && 'type' in value && 'fields' in value && 'table' in value;

export async function groundOf(db: Database, catalog: readonly CatalogEntry[]): Promise<Ground> {
  const present = new Set(
    await presentTables(
      db,
      catalog.flatMap(({ manifest }) => manifest.owns.tables),
    ),
  );
  const kinds = new Map<string, Kind>();
  for (const { records } of catalog)
    for (const declaration of Object.values(await records()).filter(isDeclaration))
      if (present.has(declaration.table)) kinds.set(declaration.type, defineKind(declaration));
  const rows = await db.read.selectFrom('modules').select('id').where('state', '=', 'archived').execute();
  return {
    kinds,
    beside: catalog.flatMap(({ manifest }) => manifest.owns.personal ?? []).filter(({ table }) => present.has(table)),
    archived: rows.map(({ id }) => id),
  };
}

/** Kinds that stand for people or firms: those that can be reached. */
export const isSubjectKind = ({ fields }: Kind): boolean => [...fields.values()].some((field) => field.kind === 'channels' && field.personal);

/** Records that point at the subject: its deals, quotes and invoices; what is part of it or of them: activities; and what is about any of these: tasks. */
export async function recordsAround(db: Database, { kinds }: Ground, subject: Subject): Promise<{ own: Subject[]; related: Subject[] }> {
  const idsOf = async (kind: Kind, condition: ReturnType<typeof sql<boolean>>) =>
    (await sql<{ id: number }>`select id from ${sql.table(kind.table)} where ${condition} order by id`.execute(db.readAside)).rows.map(({ id }) => ({
      type: kind.type,
      id,
    }));
  const partsOf = async (wholes: readonly Subject[]) => {
    const parts: Subject[] = [];
    for (const kind of kinds.values()) {
      const { partOf } = kind.declaration;
      if (!partOf) continue;
      for (const { type, id } of wholes) {
        const [typeColumn, idColumn] = [partOf.type, partOf.id].map((field) => sql.ref(columnOf(field)));
        parts.push(...(await idsOf(kind, sql<boolean>`${typeColumn} = ${type} and ${idColumn} = ${id}`)));
      }
    }
    return parts;
  };
  const pointing: Subject[] = [];
  for (const kind of kinds.values())
    for (const [name, field] of kind.fields)
      if (field.kind === 'ref' && field.type === subject.type && !isSubjectKind(kind))
        pointing.push(...(await idsOf(kind, sql<boolean>`${sql.ref(columnOf(name))} = ${subject.id}`)));
  const [own, parts] = [[subject, ...(await partsOf([subject]))], await partsOf(pointing)];
  const about: Subject[] = [];
  for (const kind of kinds.values()) {
    if (!kind.declaration.about) continue;
    const [typeColumn, idColumn] = [kind.declaration.about.type, kind.declaration.about.id].map((field) => sql.ref(columnOf(field)));
    for (const { type, id } of [...own, ...pointing, ...parts])
      about.push(...(await idsOf(kind, sql<boolean>`${typeColumn} = ${type} and ${idColumn} = ${id}`)));
  }
  return { own, related: [...pointing, ...parts, ...about] };
}
