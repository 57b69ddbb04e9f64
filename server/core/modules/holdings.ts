import { sql } from 'kysely';
import type { ModuleNumbers, ModulePreview } from '../../contracts/core/modules.js';
import type { Database } from '../db/database.js';
import { presentTables, storedTable } from '../db/stored-table.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import { EventHandlers, JobKinds, Kinds } from '../module.js';
import type { Kind } from '../records/kind.js';
import { pointersOf } from '../records/pointers.js';
import type { Holder } from './belongings.js';
import type { Composition } from './composition.js';
import type { Measured } from './measures.js';
import { coreTables, countOf, ownTables } from './rows-of.js';

type Stored = Pick<ModuleNumbers, 'tables' | 'rows' | 'bytes' | 'coreRows' | 'search' | 'jobs' | 'settings' | 'rights' | 'files' | 'fileBytes'>;

/** Which of a module's tables are there, and how many rows they hold together. */
export async function countRows(db: Database, holder: Holder): Promise<{ tables: string[]; rows: number }> {
  const tables = await ownTables(db, holder);
  let rows = 0;
  for (const one of tables) rows += await countOf(db, one);
  return { tables: tables.map(({ table }) => table.name), rows };
}

/** How many records of each kind there are, those in the bin left out; kinds whose table is not there are missing. */
export async function countRecords(db: Database, kinds: readonly { type: string; table: string }[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { type, table: name } of kinds) {
    const table = await storedTable(db, name);
    if (table) counts.set(type, await countOf(db, { of: 'module', table, where: sql<boolean>`deleted_at is null` }));
  }
  return counts;
}

/** Everything of a module in the database and the store of files: the proof that nothing is left, where all is zero. */
export async function countAll(db: Database, holder: Holder): Promise<Stored> {
  const { tables, rows } = await countRows(db, holder);
  const found: Stored = {
    tables: tables.length,
    rows,
    bytes: await db.bytesOf(tables),
    coreRows: 0,
    search: 0,
    jobs: 0,
    settings: 0,
    rights: 0,
    files: 0,
    fileBytes: 0,
  };
  const shown = { search_entries: 'search', jobs: 'jobs', settings: 'settings', role_grants: 'rights', files: 'files' } as const;
  for (const one of await coreTables(db, holder, ['carried', 'passing'])) {
    const count = await countOf(db, one);
    found.coreRows += count;
    const name = shown[one.table.name as keyof typeof shown];
    if (name) found[name] = count;
    if (name !== 'files' || count === 0) continue;
    const { rows } = await sql<{ bytes: number }>`select coalesce(sum(size), 0) as bytes from files where ${one.where}`.execute(db.readAside);
    found.fileBytes = rows[0]?.bytes ?? 0;
  }
  return found;
}

/** What of it runs in this process. */
export function countRunning({ registry }: Composition, id: string, routes: number, measured: Measured | null): Omit<ModuleNumbers, keyof Stored> {
  const of = (items: readonly { module: string }[]) => items.filter(({ module }) => module === id).length;
  const topics = of(registry.items(Kinds));
  return {
    routes,
    timers: of(registry.items(JobKinds)),
    handlers: of(registry.items(EventHandlers)),
    topics,
    startMs: topics + routes > 0 ? (measured?.ms ?? 0) : 0,
    memory: topics + routes > 0 && measured ? measured.bytes : 0,
  };
}

const moduleOf = (type: string) => type.slice(0, type.indexOf('.'));
const typesOf = (kinds: Iterable<Kind>) => [...kinds].map(({ type }) => type);

/** How many of `of` the kinds in `from` point at; a record that several point at counts once. */
async function pointedAt(db: Database, from: readonly Kind[], of: string): Promise<{ count: number; through: string[] }> {
  const through: string[] = [];
  const parts = [];
  for (const kind of from) {
    for (const { column, type } of pointersOf(kind)) {
      if (typeof type === 'string' && type !== of) continue;
      const typed = typeof type === 'string' ? sql`1 = 1` : sql`${sql.ref(type.column)} = ${of}`;
      const part = sql`select ${sql.ref(column)} as id from ${sql.table(kind.table)} where ${sql.ref(column)} is not null and deleted_at is null and ${typed}`;
      const { rows } = await sql`${part} limit 1`.execute(db.readAside);
      if (rows.length === 0) continue;
      parts.push(part);
      if (!through.includes(kind.type)) through.push(kind.type);
    }
  }
  if (parts.length === 0) return { count: 0, through };
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${sql.join(parts, sql` union `)}) pointed`.execute(db.readAside);
  return { count: rows[0]?.n ?? 0, through };
}

/** Records of `kind` that point at some of the module. */
async function pointing(db: Database, kind: Kind, id: string): Promise<number> {
  const conditions = pointersOf(kind).flatMap(({ column, type }) => {
    if (typeof type !== 'string') return [sql`${sql.ref(type.column)} like ${`${id}.%`}`];
    return moduleOf(type) === id ? [sql`${sql.ref(column)} is not null`] : [];
  });
  if (conditions.length === 0) return 0;
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(kind.table)}
    where deleted_at is null and (${sql.join(conditions, sql` or `)})`.execute(db.readAside);
  return rows[0]?.n ?? 0;
}

/** What a step with the module's data touches. @param composition in which the module is, whether it is on or not. */
export async function previewOf(db: Database, holder: Holder, composition: Composition, language: string): Promise<ModulePreview> {
  const t = texts(language);
  const named = (type: string) => t(`${moduleOf(type)}:records.${type.slice(type.indexOf('.') + 1)}`);
  const { rows, files, fileBytes, coreRows } = await countAll(db, holder);
  const there = new Set(
    await presentTables(
      db,
      [...composition.records.kinds.values()].map(({ table }) => table),
    ),
  );
  const kinds = [...composition.records.kinds.values()].filter(({ table }) => there.has(table));
  const own = kinds.filter(({ type }) => moduleOf(type) === holder.id);
  const others = kinds.filter(({ type }) => moduleOf(type) !== holder.id);
  const preview: ModulePreview = { records: [], parts: rows, files, fileBytes, coreRows, seen: [], pointing: [] };
  for (const [type, count] of await countRecords(db, own)) {
    preview.records.push({ type, name: recordsName(type, language), count });
    preview.parts -= count;
  }
  for (const type of typesOf(others)) {
    const seen = await pointedAt(db, own, type);
    const what = new Intl.ListFormat(language).format(seen.through.map(named));
    if (seen.count > 0) preview.seen.push({ type, name: recordsName(type, language), ...seen, what });
  }
  for (const kind of others) {
    const count = await pointing(db, kind, holder.id);
    if (count > 0) preview.pointing.push({ type: kind.type, name: recordsName(kind.type, language), count });
  }
  return preview;
}
