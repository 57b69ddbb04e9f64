import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, renameSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { create } from 'tar';
import { inIds } from '../db/fragments.js';
import { lastIdOf } from '../db/stored-table.js';
import type { Services } from '../services.js';
import { type ArchiveManifest, type ArchivePart, archiveName, archivesFolder, contentPath, namesPerson } from './archive-format.js';
import type { Holder } from './belongings.js';
import { declaredRecords } from './declared.js';
import type { CatalogEntry } from './entry.js';
import { countRecords } from './holdings.js';
import { unpackArchive } from './read-archive.js';
import { archivedTables, linesOf, ownTables, type RowsOf } from './rows-of.js';
import { syncPath } from './sync-path.js';
import { tokensNaming } from './token-scopes.js';

const pathOf = (from: RowsOf): string => `${from.of}/${from.table.name}.ndjson`;

export type ArchiveNeeds = Pick<Services, 'db' | 'settings' | 'folder' | 'now'> & {
  version: string;
  /** The database is that of a backup, and `now` its instant. */
  fromBackup?: true;
  /** Where contents of files lie, by their SHA-256 as in the data folder, once they were fetched there; left out: in the data folder. */
  contents?: { folder: string; fetch(contents: Readonly<Record<string, number>>): Promise<void> };
};

/** Writes the rows of one table, and notes whom and which contents they name. */
async function writePart(needs: ArchiveNeeds, from: RowsOf, file: string, seen: { people: Set<number>; contents: Map<string, number> }): Promise<ArchivePart> {
  const { columns, name } = from.table;
  const people = from.belonging ? (from.belonging.people ?? []) : columns.filter(namesPerson).map((column) => column.name);
  const [hash, out] = [createHash('sha256'), createWriteStream(file)];
  let [rows, bytes] = [0, 0];
  for await (const { row, line } of linesOf(needs.db, from)) {
    for (const column of people) if (typeof row[column] === 'number' && row[column] !== 0) seen.people.add(row[column] as number);
    if (from.of === 'core' && name === 'files') seen.contents.set(row.sha256 as string, row.size as number);
    const text = Buffer.from(`${line}\n`);
    hash.update(text);
    [rows, bytes] = [rows + 1, bytes + text.length];
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return { of: from.of, table: name, columns, rows, sha256: hash.digest('hex'), bytes };
}

/** Looks whether the rows in the database are, one by one, those of the unpacked archive. @throws Error naming the first that differs. */
async function compareRows(needs: ArchiveNeeds, from: RowsOf, file: string, onRow: () => void): Promise<void> {
  const input = createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  let at = 0;
  try {
    for await (const { line } of linesOf(needs.db, from)) {
      at += 1;
      onRow();
      if ((await lines.next()).value !== line) throw new Error(`Row ${at} of ${from.table.name} is not in the archive as it is in the database`);
    }
    if (!(await lines.next()).done) throw new Error(`${from.table.name} has fewer rows than its archive`);
  } finally {
    input.destroy();
  }
}

async function describe(needs: ArchiveNeeds, holder: Holder, people: ReadonlySet<number>) {
  const { db } = needs;
  const marks: Record<string, number> = {};
  for (const { table } of await ownTables(db, holder)) if (table.columns.some(({ name }) => name === 'id')) marks[table.name] = await lastIdOf(db, table.name);
  const rows = await db.read
    .selectFrom('people')
    .select(['id', 'name', 'email'])
    .where(inIds(db.dialect, sql.ref('id'), [...people]))
    .orderBy('id')
    .execute();
  const roles = await db.read.selectFrom('roles').select(['id', 'name', 'built_in']).orderBy('id').execute();
  const ledger = await db.read.selectFrom('migrations').select('name').where('module', '=', holder.id).orderBy('name').execute();
  return {
    marks,
    people: rows,
    roles: roles.map(({ id, name, built_in: builtIn }) => ({ id, name, builtIn })),
    tokens: await tokensNaming(db.read, holder),
    migrations: ledger.map(({ name }) => name),
  };
}

/**
 * Puts everything of a module into one file in an empty folder, unpacks it again and compares it row by row and hash by hash.
 * @param said what the manifest is to say in the place of what the database tells.
 * @param onRows is told how many rows were written or compared.
 * @returns where the file lies.
 */
export async function makeArchive(
  needs: ArchiveNeeds,
  entry: Pick<CatalogEntry, 'manifest' | 'records'>,
  staging: string,
  said: Partial<ArchiveManifest>,
  onRows: (count: number) => void,
): Promise<{ made: string; manifest: ArchiveManifest }> {
  const holder: Holder = entry.manifest;
  const { db, settings, folder, now, version } = needs;
  const sources = await archivedTables(db, holder);
  const seen = { people: new Set<number>(), contents: new Map<string, number>() };
  const parts: ArchiveManifest['parts'] = {};
  await mkdir(join(staging, 'module'));
  await mkdir(join(staging, 'core'));
  for (const from of sources) {
    const part = await writePart(needs, from, join(staging, pathOf(from)), seen);
    parts[pathOf(from)] = part;
    onRows(part.rows);
  }
  const contents = Object.fromEntries([...seen.contents].sort(([a], [b]) => (a < b ? -1 : 1)));
  await needs.contents?.fetch(contents);
  const manifest: ArchiveManifest = {
    format: 1,
    what: 'sede-module',
    module: holder.id,
    version,
    portal: settings.get('portal.id') ?? '',
    dialect: db.dialect,
    created: now(),
    company: settings.get('company')?.name ?? null,
    ...(needs.fromBackup ? { fromBackup: true as const } : {}),
    permissions: holder.permissions,
    records: Object.fromEntries(await countRecords(db, await declaredRecords(entry))),
    ...(await describe(needs, holder, seen.people)),
    ...said,
    parts,
    contents,
  };
  await writeFile(join(staging, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  if (seen.contents.size > 0) await symlink(needs.contents?.folder ?? join(folder, 'files'), join(staging, 'files'));
  const made = join(staging, archiveName(holder.id, manifest.created));
  await create({ cwd: staging, file: made, mode: 0o600, gzip: true, portable: true, follow: true, strict: true }, [
    'manifest.json',
    ...Object.keys(parts),
    ...Object.keys(contents).map(contentPath),
  ]);
  await syncPath(made);
  for (const path of Object.keys(parts)) await rm(join(staging, path));
  const back = join(staging, 'back');
  await mkdir(back);
  await unpackArchive(made, back);
  for (const from of sources) {
    let compared = 0;
    await compareRows(needs, from, join(back, pathOf(from)), () => {
      compared += 1;
    });
    onRows(compared);
  }
  return { made, manifest };
}

/**
 * Makes an archive of a module that is not on below `archives/`; until it has its name nothing has changed.
 * @param before is done with the file before it has its name.
 * @returns the name of the file.
 */
export async function writeArchive(
  needs: ArchiveNeeds,
  entry: Pick<CatalogEntry, 'manifest' | 'records'>,
  onRows: (count: number) => void,
  before: (made: string) => Promise<void> = async () => undefined,
): Promise<{ name: string; manifest: ArchiveManifest }> {
  const root = archivesFolder(needs.folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const staging = await mkdtemp(join(root, '.making-'));
  try {
    const { made, manifest } = await makeArchive(needs, entry, staging, {}, onRows);
    await before(made);
    for (let turn = 1; ; turn++) {
      const name = archiveName(manifest.module, manifest.created, turn);
      // Nothing comes between looking and moving: one of the same second is never written over.
      if (existsSync(join(root, name))) continue;
      renameSync(made, join(root, name));
      return { name, manifest };
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
