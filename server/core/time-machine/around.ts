import { type RawBuilder, sql } from 'kysely';
import { commentType } from '../comments/comment.js';
import type { Database, Stored, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { raiseLastId, storedTable } from '../db/stored-table.js';
import type { PartTable } from '../kernel/manifest.js';
import { mailType } from '../mail/mailer.js';
import { belongingTo } from '../records/belonging-rows.js';
import type { RecordRef } from '../records/record-ref.js';
import { COMMENTS } from '../search/comment-entries.js';
import type { SearchQueue } from '../search/queue.js';

/** Rows that hang on one record, of one table, as the backup has them. */
interface Rows {
  table: string;
  rows: Stored[];
  /** Columns by which a row that is there already is known to be this one. */
  known: readonly string[];
  /** Belongs to the module: whether it comes with a record that is there says `again`. */
  isPart?: true;
  again?: PartTable['again'];
  needs?: PartTable['needs'];
}

/** Everything that hangs on one record, in the order in which it can be inserted. */
export type Around = readonly Rows[];

/**
 * Reads what hangs on a record: of core by what archives carry (see modules/belongings), of modules by what their manifests name.
 * What was only under way, notices and mails that were not sent yet do not come.
 */
export async function aroundOf(db: Database, parts: readonly PartTable[], on: RecordRef): Promise<Around> {
  const { dialect } = db;
  const ask = async (table: string, where: RawBuilder<boolean>) =>
    (await sql<Stored>`select * from ${sql.table(table)} where ${where}`.execute(db.readAside)).rows;
  const of = sql<boolean>`record_type = ${on.type} and record_id = ${on.id}`;
  const idsOf = (rows: readonly Stored[], column = 'id') => rows.map((row) => row[column] as number);
  const links = await ask('timeline_links', of);
  const [entries, comments, mails, history, sample] = await Promise.all([
    ask('timeline_entries', inIds(dialect, sql.ref('id'), idsOf(links, 'entry_id'))),
    ask('comments', of),
    ask('mails', sql<boolean>`${of} and state <> 'queued'`),
    ask('record_history', of),
    ask('sample_records', of),
  ]);
  const held = (type: string, rows: readonly Stored[]) => sql<boolean>`(record_type = ${type} and ${inIds(dialect, sql.ref('record_id'), idsOf(rows))})`;
  const files = await ask('files', sql<boolean>`((${of}) or ${held(commentType, comments)} or ${held(mailType, mails)})`);
  const ofRecord = ['record_type', 'record_id'];
  const found: Rows[] = [
    { table: 'timeline_entries', rows: entries, known: ['kind', 'at'] },
    { table: 'timeline_links', rows: links, known: [] },
    { table: 'comments', rows: comments, known: ofRecord },
    { table: 'mails', rows: mails, known: ofRecord },
    { table: 'files', rows: files, known: ['sha256', 'created_at'] },
    { table: 'record_history', rows: history, known: ofRecord },
    { table: 'sample_records', rows: sample, known: [] },
  ];
  for (const part of parts) {
    const where = belongingTo(part, on);
    if (where === null || !(await storedTable(db, part.table))) continue;
    found.push({
      table: part.table,
      rows: await ask(part.table, where),
      known: [part.idColumn],
      isPart: true,
      again: part.again,
      ...(part.needs ? { needs: part.needs } : {}),
    });
  }
  return found.filter(({ rows }) => rows.length > 0);
}

export const rowsOf = (around: Around, table: string): readonly Stored[] => around.find((one) => one.table === table)?.rows ?? [];

/** The column that says of a row that it was taken away; null where rows of its table go for good. */
const hiddenBy = (table: string, row: Stored | undefined): string | null =>
  table === 'files' ? 'removed_at' : row && 'deleted_at' in row ? 'deleted_at' : null;

const isShown = (table: string) => (row: Stored) => {
  const hidden = hiddenBy(table, row);
  return hidden === null || row[hidden] === null;
};

/** What of it is not in the portal now and would come where the record is there: comments, files, and parts, by their ids. */
export async function missingNow(db: Database, around: Around): Promise<Record<'comments' | 'files' | 'rows', Stored[]>> {
  const missing = async ({ table, rows }: Rows) => {
    const shown = rows.filter(isShown(table));
    if (shown.length === 0) return [];
    const hidden = hiddenBy(table, shown[0]);
    const ids = shown.map(({ id }) => id as number);
    const there = await sql<{ id: number }>`select id from ${sql.table(table)} where ${hidden === null ? sql`1 = 1` : sql`${sql.ref(hidden)} is null`}
      and ${inIds(db.dialect, sql.ref('id'), ids)}`.execute(db.read);
    const present = new Set(there.rows.map(({ id }) => id));
    return shown.filter(({ id }) => !present.has(id as number));
  };
  const of = async (wanted: (one: Rows) => boolean) => (await Promise.all(around.filter(wanted).map(missing))).flat();
  return {
    comments: await of(({ table }) => table === 'comments'),
    files: await of(({ table }) => table === 'files'),
    rows: await of(({ again }) => again === 'missing'),
  };
}

/** Columns with ids of rows of core that come along, and may have another id here. */
const refers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  timeline_links: { entry_id: 'timeline_entries' },
  comments: { entry_id: 'timeline_entries' },
};
const heldBy: Readonly<Record<string, string>> = { [commentType]: 'comments', [mailType]: 'mails' };

/** Columns that a table has here; one that an administrator removed since is left out. */
export async function columnsHere(db: Database, around: Around): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const all = new Map<string, ReadonlySet<string>>();
  for (const { table } of around) all.set(table, new Set((await storedTable(db, table))?.columns.map(({ name }) => name)));
  return all;
}

/** Ids of comments and files that were put back, or given back after they had been taken away. */
export interface Put {
  comments: number[];
  files: number[];
  /** The same of parts of a record that was there, by their table; left out where none came. */
  parts?: Record<string, number[]>;
}
const isOf = (table: string): table is 'comments' | 'files' => table === 'comments' || table === 'files';

/**
 * Puts rows back that are not there, in the transaction that brings their record back. Ids stay; one that another row has by now, as
 * after an older backup was restored, is given anew. Comments and files that were taken away are given back.
 * @param isNew the record was gone: all of it comes. Else comments and files, with what stands on the timeline, and the parts of which
 * a module says so.
 * @param mayCome of a part whose record is there, whether it may be there again.
 * @returns what of it was not there before.
 */
export async function putAround(
  tx: Tx,
  search: SearchQueue,
  around: Around,
  columns: ReadonlyMap<string, ReadonlySet<string>>,
  { isNew, mayCome = async () => true }: { isNew: boolean; mayCome?: (table: string, row: Stored) => Promise<boolean> },
): Promise<Put> {
  const moved = new Map<string, Map<number, number>>();
  const put: Put = { comments: [], files: [] };
  for (const { table, rows, known, isPart, again, needs } of around) {
    if (!isNew && (isPart ? again !== 'missing' : table === 'record_history' || table === 'mails' || table === 'sample_records')) continue;
    if (!isNew && isPart) {
      const came = await putMissing(tx, table, rows.filter(isShown(table)), { here: columns.get(table) ?? new Set(), known, needs, mayCome });
      if (came.length > 0) put.parts = { ...put.parts, [table]: [...(put.parts?.[table] ?? []), ...came] };
      continue;
    }
    const here = columns.get(table) ?? new Set();
    const placed = rows.map((row) => {
      const next = Object.fromEntries(Object.entries(row).filter(([column]) => here.has(column)));
      for (const [column, of] of Object.entries(refers[table] ?? {})) next[column] = moved.get(of)?.get(row[column] as number) ?? (row[column] as number);
      if (table === 'files') next.record_id = moved.get(heldBy[row.record_type as string] ?? '')?.get(row.record_id as number) ?? (row.record_id as number);
      return next;
    });
    const fit: typeof placed = [];
    for (const row of placed) if (await hasNeeded(tx, needs, row)) fit.push(row);
    if (!rows[0] || !('id' in rows[0])) {
      await tx.insertMany(table, fit, ' on conflict do nothing');
      continue;
    }
    const ids = fit.map(({ id }) => id as number);
    const { rows: there } = await sql<Stored>`select * from ${sql.table(table)} where ${inIds(tx.dialect, sql.ref('id'), ids)}`.execute(tx.q);
    const byId = new Map(there.map((row) => [row.id as number, row]));
    const fresh = fit.filter(({ id }) => !byId.has(id as number));
    await tx.insertMany(table, fresh, ' on conflict do nothing');
    if (isOf(table)) put[table].push(...fresh.map(({ id }) => id as number));
    const highest = Math.max(0, ...fresh.map(({ id }) => id as number));
    if (highest > 0) await raiseLastId(tx, table, highest);
    for (const { id, ...row } of fit) {
      const taken = byId.get(id as number);
      if (!taken || isThis(taken, row, known)) continue;
      if (!isNew) continue;
      const at = await tx.insert(table, row);
      if (isOf(table)) put[table].push(at);
      const all = moved.get(table) ?? new Map<number, number>();
      moved.set(table, all.set(id as number, at));
    }
    if (isOf(table))
      put[table].push(
        ...(await giveBack(
          tx,
          table,
          fit.filter((row) => isThis(byId.get(row.id as number), row, known)),
          byId,
        )),
      );
    if (table === 'comments') for (const { id } of fit) await search.add(tx, COMMENTS, moved.get('comments')?.get(id as number) ?? (id as number));
  }
  return put;
}

const isThis = (there: Stored | undefined, row: Stored, known: readonly string[]): boolean =>
  there !== undefined && known.every((column) => there[column] === row[column]);

/** Puts rows of a part back that are gone, or were taken away, where its record is there. @returns their ids. */
async function putMissing(
  tx: Tx,
  table: string,
  rows: readonly Stored[],
  { here, known, needs, mayCome }: Pick<Rows, 'known' | 'needs'> & { here: ReadonlySet<string>; mayCome(table: string, row: Stored): Promise<boolean> },
): Promise<number[]> {
  const came: number[] = [];
  const ids = rows.map(({ id }) => id as number);
  const { rows: there } = await sql<Stored>`select * from ${sql.table(table)} where ${inIds(tx.dialect, sql.ref('id'), ids)}`.execute(tx.q);
  const byId = new Map(there.map((row) => [row.id as number, row]));
  for (const row of rows) {
    const id = row.id as number;
    const now = byId.get(id);
    const hidden = hiddenBy(table, row);
    const isAway = now ? hidden !== null && now[hidden] !== null && isThis(now, row, known) : true;
    if (!isAway || !(await hasNeeded(tx, needs, row)) || !(await mayCome(table, row))) continue;
    if (now) await tx.update(table, id, { [hidden as string]: null });
    else {
      await tx.insertMany(table, [Object.fromEntries(Object.entries(row).filter(([column]) => here.has(column)))]);
      await raiseLastId(tx, table, id);
    }
    came.push(id);
  }
  return came;
}

/** Takes parts away again that came. */
export async function takeMissing(tx: Tx, parts: NonNullable<Put['parts']>, at: string): Promise<void> {
  for (const [table, ids] of Object.entries(parts)) {
    const which = inIds(tx.dialect, sql.ref('id'), ids);
    const { rows } = await sql<Stored>`select * from ${sql.table(table)} where ${which}`.execute(tx.q);
    const hidden = hiddenBy(table, rows[0]);
    if (hidden === null) await sql`delete from ${sql.table(table)} where ${which}`.execute(tx.q);
    else for (const row of rows) if (row[hidden] === null) await tx.update(table, row.id as number, { [hidden]: at });
  }
}

async function hasNeeded(tx: Tx, needs: PartTable['needs'], row: Stored): Promise<boolean> {
  for (const [column, table] of Object.entries(needs ?? {}))
    if ((await sql`select 1 from ${sql.table(table)} where id = ${row[column]}`.execute(tx.q)).rows.length === 0) return false;
  return true;
}

/** Comments and files that lie there as taken away. */
async function giveBack(tx: Tx, table: 'comments' | 'files', rows: readonly Stored[], there: ReadonlyMap<number, Stored>): Promise<number[]> {
  const hidden = table === 'comments' ? 'deleted_at' : 'removed_at';
  const given: number[] = [];
  for (const { id, [hidden]: then } of rows) {
    if (then !== null || (there.get(id as number)?.[hidden] ?? null) === null) continue;
    await tx.update(table, id as number, table === 'comments' ? { deleted_at: null, deleted_by: null } : { removed_at: null });
    given.push(id as number);
  }
  return given;
}
