import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database, Stored, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { type Migration, migrate } from '../db/migrate.js';
import { isAboutTheRow } from '../db/refused-row.js';
import { schemaOver } from '../db/schema.js';
import { raiseLastId, storedTable } from '../db/stored-table.js';
import { trigramsOf } from '../db/word-indexes.js';
import { type DiscardPayload, discardKind, keptAfter } from '../files/let-go.js';
import { type ArchiveManifest, type ArchivePart, archivesFolder, contentPath } from './archive-format.js';
import { belongingOf, findPeople, findRoles, offsetOf, type Places, placed } from './archive-places.js';
import { archivedRows, partPath } from './archive-rows.js';
import { BadArchive, Interrupted } from './bad-archive.js';
import { belongings, type Holder } from './belongings.js';
import { type ClearNeeds, clearModule } from './clear.js';
import { demandOwnParts, demandOwnRows } from './foreign-rows.js';
import { installed } from './installed.js';
import { unpackArchive } from './read-archive.js';

export interface AttachNeeds extends ClearNeeds {
  migrationsOf(holder: Holder): Promise<readonly Migration[]>;
}

/** How rows of an archive come into tables that its migrations make. */
export interface Filling {
  /** The row as it is to lie there; undefined when what it belongs to is not there. */
  place(part: ArchivePart, row: Record<string, Stored[string]>): Record<string, Stored[string]> | undefined;
  /** Whether words are to be found by parts of them. */
  withTrigrams: boolean;
  onRows(count: number): void;
  mayGoOn(): boolean;
}

export interface AttachWish extends Pick<Filling, 'onRows' | 'mayGoOn'> {
  onTotal(count: number): void;
  /** The last transaction: from here on the module is back. */
  commit(tx: Tx, manifest: ArchiveManifest): Promise<void>;
}

/** What is done with a row that is there already; elsewhere there is none. */
const meeting: Readonly<Record<string, string>> = {
  record_counters: ` on conflict (record_type, stage_id, owner_id, currency)
    do update set n = record_counters.n + excluded.n, amount = record_counters.amount + excluded.amount`,
  number_sequences: ` on conflict (name) do update set last = case when number_sequences.last < excluded.last then excluded.last else number_sequences.last end,
    given = case when number_sequences.given < excluded.given then excluded.given else number_sequences.given end`,
  migrations: ' on conflict (module, name) do update set at = excluded.at',
  role_grants: ' on conflict do nothing',
  view_defaults: ' on conflict do nothing',
  settings: ' on conflict do nothing',
};

/** Columns that an administrator added are in no migration. */
async function addMissingColumns(db: Database, part: ArchivePart): Promise<void> {
  const table = await storedTable(db, part.table);
  if (!table) throw new BadArchive('archive-damaged', part.table);
  const missing = part.columns.filter(({ name }) => !table.columns.some((one) => one.name === name));
  if (missing.length > 0)
    await db.write(async ({ q }) => {
      for (const { name, type } of missing) await schemaOver(db.dialect, q).addColumn(part.table, name, type === 'int' ? 'int?' : 'text?');
    });
}

export type FillNeeds = Pick<AttachNeeds, 'db' | 'now' | 'migrationsOf'>;

async function load({ db }: FillNeeds, holder: Holder, file: string, part: ArchivePart, filling: Filling): Promise<void> {
  if (part.of === 'module') await addMissingColumns(db, part);
  const table = await storedTable(db, part.table);
  const belonging = part.of === 'core' ? belongingOf(part.table) : undefined;
  const known = new Set(table?.columns.map(({ name }) => name));
  const unknown = part.columns.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  const trigrams = filling.withTrigrams ? trigramsOf[part.table] : undefined;
  let highest = 0;
  for await (const rows of archivedRows(file, part, trigrams ? 200 : 500)) {
    if (!filling.mayGoOn()) throw new Interrupted();
    const ready = rows.map((row) => filling.place(part, row)).filter((row) => row !== undefined);
    for (const row of ready) for (const column of unknown) delete row[column];
    for (const { id } of ready) if (typeof id === 'number' && id > highest) highest = id;
    await db
      .write(async (tx) => {
        if (belonging && table) await demandOwnRows(tx, holder, belonging, table, ready);
        await tx.insertMany(part.table, ready, meeting[part.table] ?? '');
        if (trigrams && tx.dialect === 'sqlite')
          await tx.insertMany(
            trigrams,
            ready.map(({ id, words }) => ({ rowid: id as number, words: words as string })),
          );
      })
      .catch((error: unknown) => {
        throw isAboutTheRow(error) ? new BadArchive('archive-damaged', partPath(part)) : error;
      });
    filling.onRows(rows.length);
  }
  // On PostgreSQL rows that bring their ids leave the numbering where it was.
  if (highest > 0) await db.write((tx) => raiseLastId(tx, part.table, highest));
}

/** What the migrations themselves put in is in the archive, too. */
async function emptyAgain({ db }: FillNeeds, holder: Holder): Promise<void> {
  await db.write(async ({ q }) => {
    for (const table of [...holder.owns.tables].reverse()) if (await storedTableIn(q, db, table)) await sql`delete from ${sql.table(table)}`.execute(q);
    for (const { table, where, fate } of belongings)
      if (fate !== 'kept' && table !== 'migrations') await sql`delete from ${sql.table(table)} where ${where(holder, db.dialect)}`.execute(q);
  });
}

/** Makes the tables of a module as they were when it was archived. */
export async function makeTables(needs: FillNeeds, holder: Holder, manifest: ArchiveManifest): Promise<void> {
  const migrations = await needs.migrationsOf(holder);
  await migrate(
    needs.db,
    holder.id,
    migrations.filter(({ name }) => manifest.migrations.includes(name)),
    needs.now,
  );
  await emptyAgain(needs, holder);
}

/** Fills these out of an unpacked archive, and brings them up to date. */
export async function fillTables(needs: FillNeeds, holder: Holder, manifest: ArchiveManifest, folder: string, filling: Filling): Promise<void> {
  const ofCore = belongings.map(({ table }) => table as string).reverse();
  const order = ([, part]: [string, ArchivePart]) => (part.of === 'core' ? ofCore.indexOf(part.table) : ofCore.length + holder.owns.tables.indexOf(part.table));
  for (const [path, part] of Object.entries(manifest.parts).sort((a, b) => order(a) - order(b))) await load(needs, holder, join(folder, path), part, filling);
  await needs.db.write(async (tx) => {
    for (const [table, last] of Object.entries(manifest.marks)) await raiseLastId(tx, table, last);
  });
  await migrate(needs.db, holder.id, await needs.migrationsOf(holder), needs.now);
}

async function storedTableIn(q: Tx['q'], { dialect }: Database, table: string): Promise<boolean> {
  const found =
    dialect === 'sqlite'
      ? sql`select 1 from sqlite_schema where type = 'table' and name = ${table}`
      : sql`select 1 from information_schema.tables where table_schema = current_schema() and table_name = ${table}`;
  return (await found.execute(q)).rows.length > 0;
}

async function bringIn(
  needs: AttachNeeds,
  holder: Holder,
  manifest: ArchiveManifest,
  folder: string,
  found: Awaited<ReturnType<typeof findPeople>>,
  wish: AttachWish,
) {
  const { db, files } = needs;
  for (const sha256 of Object.keys(manifest.contents)) await files.adopt(join(folder, contentPath(sha256)));
  await makeTables(needs, holder, manifest);
  const offsets = new Map<string, number>();
  for (const [path, part] of Object.entries(manifest.parts))
    if (part.of === 'core' && part.columns.some(({ name }) => name === 'id')) offsets.set(part.table, await offsetOf(db, join(folder, path), part));
  const handOvers = found.same ? (await db.read.selectFrom('hand_overs').select('id').execute()).map(({ id }) => id) : [];
  const places: Places = {
    people: found.places,
    roles: await findRoles(db, manifest, found.same),
    handOvers: new Set(handOvers),
    offsets,
    fileColumns: holder.owns.fileColumns ?? [],
  };
  await fillTables(needs, holder, manifest, folder, { ...wish, place: (part, row) => placed(part, row, places), withTrigrams: true });
}

/** Whether this version can take it in, as far as its manifest tells. @throws BadArchive */
export async function demandAttachable(needs: Pick<AttachNeeds, 'migrationsOf'>, holder: Holder, manifest: ArchiveManifest): Promise<void> {
  const known = new Set((await needs.migrationsOf(holder)).map(({ name }) => name));
  if (manifest.migrations.some((one) => one !== installed && !known.has(one))) throw new BadArchive('archive-newer', manifest.version);
  demandOwnParts(holder, manifest);
}

/**
 * Brings a module that is not there back from an archive, made by this portal or by another, on this database or the other one.
 * Everything is checked before anything is changed; killed in between, it is taken back at the next start. Ids of records stay what
 * they were.
 * @param name of the file in `archives/`.
 * @throws BadArchive; Interrupted when the process is to end.
 */
export async function attachArchive(needs: AttachNeeds, holder: Holder, name: string, wish: AttachWish): Promise<void> {
  const { db, jobs, now, keep } = needs;
  const root = archivesFolder(needs.folder);
  const folder = await mkdtemp(join(root, '.attaching-'));
  let noted: number[] = [];
  let begun = false;
  try {
    const manifest = await unpackArchive(join(root, name), folder);
    await demandAttachable(needs, holder, manifest);
    wish.onTotal(Object.values(manifest.parts).reduce((sum, { rows }) => sum + rows, 0));
    const found = await findPeople(needs, manifest);
    await db.write(async (tx) => {
      noted = await found.remember(tx);
      await tx.q
        .updateTable('module_moves')
        .set({ work: 'attaching', data: JSON.stringify({ people: noted }) })
        .where('module', '=', holder.id)
        .execute();
      // Should it be taken back: a content that a file has by then stays.
      for (const sha256 of Object.keys(manifest.contents))
        await jobs.schedule(tx, discardKind, sha256, plusMilliseconds(now(), keptAfter({ backup: { keep } })), { sha256 } satisfies DiscardPayload);
    });
    begun = true;
    await bringIn(needs, holder, manifest, folder, found, wish);
    await db.write(async (tx) => {
      await wish.commit(tx, manifest);
      await tx.q.deleteFrom('module_moves').where('module', '=', holder.id).execute();
    });
    begun = false;
  } catch (error) {
    if (begun && !(error instanceof Interrupted))
      await clearModule(needs, holder, { contents: 'later', since: now(), people: noted, onRows: () => undefined, mayGoOn: wish.mayGoOn });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
