import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Bulk, Database, Stored, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import { pagesOf, presentTables, type StoredTable, storedTable, theseRows } from '../db/stored-table.js';
import { trigramsOf } from '../db/word-indexes.js';
import { type DiscardPayload, discardKind, keptAfter } from '../files/let-go.js';
import { type ImportData, pathOf } from '../imports/state.js';
import type { Services } from '../services.js';
import { type Belonging, belongings, type Holder } from './belongings.js';
import { takeOutOfTokens } from './token-scopes.js';

export type ClearNeeds = Pick<Services, 'db' | 'jobs' | 'files' | 'settings' | 'folder' | 'now'> & {
  /** How many nightly snapshots are kept. */
  keep: number;
};

export interface ClearWish {
  /** When the contents of files go: once no kept snapshot names them, or at once. */
  contents: 'later' | 'now';
  /** Since when the module puts no contents any more: what somebody else put since then is not theirs to take away. */
  since: string;
  /** People who were only noted down for what is taken away. */
  people?: readonly number[];
  onRows(count: number): void;
  /** Asked between two transactions. */
  mayGoOn(): boolean;
}

/** Milliseconds that a transaction may take, with its commit, before the next one gets fewer rows; how few these are at least, and at first. */
const [longestMs, fewest, first] = [18, 20, 100];

/** Rows in one transaction at most; those of the search index take the trigrams along. */
const piece = (table: StoredTable) => (table.key.length > 1 ? 100 : table.name in trigramsOf ? 200 : 500);

/** Rows after which the log is long enough to be put into its place. */
const rowsUntilSettled = 5000;

/** What else goes with rows of a table of core, in their transaction. @returns work for after the commit. */
async function goesAlong(needs: ClearNeeds, holder: Holder, tx: Tx, table: string, rows: readonly Stored[], { contents, since }: ClearWish) {
  const trigrams = trigramsOf[table];
  if (trigrams && tx.dialect === 'sqlite') for (const { id } of rows) await sql`delete from ${sql.table(trigrams)} where rowid = ${id}`.execute(tx.q);
  if (table === 'mails') for (const { id } of rows) await needs.jobs.cancel(tx, 'core.mail', String(id));
  if (table === 'files') {
    const dueAt = contents === 'now' ? needs.now() : plusMilliseconds(needs.now(), keptAfter({ backup: { keep: needs.keep } }));
    for (const row of rows) {
      const { sha256 } = row as { sha256: string };
      await needs.jobs.schedule(tx, discardKind, sha256, dueAt, { sha256, module: holder.id, registeredAt: since } satisfies DiscardPayload);
    }
  }
  if (table !== 'imports') return;
  for (const row of rows) {
    const path = pathOf(needs, JSON.parse(row.data as string) as ImportData);
    tx.afterCommit(() => void rm(path, { force: true }).catch(() => undefined));
  }
}

/** Columns besides the key that {@link goesAlong} looks at. */
const extra: Readonly<Record<string, string[]>> = { files: ['sha256'], imports: ['data'] };

async function clearOne(
  needs: ClearNeeds,
  holder: Holder,
  { table: name, where }: Pick<Belonging, 'table' | 'where'>,
  wish: ClearWish & { settle(rows: number): void },
): Promise<boolean> {
  const { db } = needs;
  const table = await storedTable(db, name);
  if (!table) return true;
  const most = piece(table);
  let size = Math.min(most, first);
  for await (const rows of pagesOf(db, table, where(holder, db.dialect), { columns: extra[name] ?? [], size: most }))
    for (let from = 0; from < rows.length; ) {
      if (!wish.mayGoOn()) return false;
      const some = rows.slice(from, from + size);
      const began = performance.now();
      await db.write(async (tx) => {
        await goesAlong(needs, holder, tx, name, some, wish);
        await sql`delete from ${sql.table(name)} where ${theseRows(db.dialect, table, some)}`.execute(tx.q);
      });
      // What a row costs is the pages of its indexes; how many these are, and how fast the disk is, shows the first pieces.
      const took = performance.now() - began;
      if (took > longestMs) size = Math.max(fewest, Math.floor(size / 2));
      else if (took < longestMs / 3) size = Math.min(most, size * 2);
      from += some.length;
      wish.onRows(some.length);
      wish.settle(some.length);
    }
  return true;
}

/** To take a row out of twenty indexes is most of its work, while an index of 300 000 rows goes as a whole in some milliseconds. */
async function dropIndexes(db: Database, table: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_schema where type = 'index' and tbl_name = ${table} and sql is not null`.execute(
    db.read,
  );
  for (const { name } of rows) await db.write(({ q }) => sql`drop index ${sql.ref(name)}`.execute(q));
}

/** Contents that were left for later when their files went, and are to go now. */
async function discardContents({ db, files }: ClearNeeds, { id }: Holder): Promise<void> {
  const jobs = await db.read
    .selectFrom('jobs')
    .select(['id', 'payload'])
    .where('kind', '=', discardKind)
    .where(sql<boolean>`payload like ${`%"module":"${id}"%`}`)
    .execute();
  for (const job of jobs) {
    const { sha256, registeredAt } = JSON.parse(job.payload) as DiscardPayload;
    await files.discard(sha256, registeredAt);
    await db.write(({ q }) => q.deleteFrom('jobs').where('id', '=', job.id).execute());
  }
}

/**
 * Lets rows go without the index of words being written anew meanwhile, as it is each time a tenth of them is gone: of many that go
 * this took ten times as long as the rows, up to two seconds in one commit. {@link Bulk.tidyWords} does it afterwards.
 */
async function leaveWordIndexes(tx: Tx): Promise<void> {
  if (tx.dialect !== 'sqlite') return;
  for (const index of Object.values(trigramsOf)) await sql`insert into ${sql.table(index)} (${sql.ref(index)}, rank) values ('deletemerge', 0)`.execute(tx.q);
}

/**
 * Takes away everything of a module that is not on: its rows and tables, and what of core belongs to it. In pieces, each a short
 * transaction; killed in between it is gone on with, because the row of `module_moves` goes with the tables, at the very last.
 * @returns whether it came to its end, see {@link ClearWish.mayGoOn}.
 */
export async function clearModule(needs: ClearNeeds, holder: Holder, wish: ClearWish): Promise<boolean> {
  const { db } = needs;
  const bulk = db.beginBulk();
  try {
    await db.write((tx) => leaveWordIndexes(tx));
    return await clearAll(needs, holder, { ...wish, settle: settling(bulk) }, bulk);
  } finally {
    await bulk.end();
  }
}

/** Asks for the log to be put into its place after so many rows, and goes on meanwhile. */
function settling(bulk: Bulk): (rows: number) => void {
  let [waiting, isSettling] = [0, false];
  return (rows) => {
    waiting += rows;
    if (isSettling || waiting < rowsUntilSettled) return;
    [waiting, isSettling] = [0, true];
    void bulk.settle().finally(() => {
      isSettling = false;
    });
  };
}

async function clearAll(needs: ClearNeeds, holder: Holder, wish: ClearWish & { settle(rows: number): void }, bulk: Bulk): Promise<boolean> {
  const { db, settings } = needs;
  for (const one of belongings) if (one.fate !== 'kept' && one.table !== 'migrations' && !(await clearOne(needs, holder, one, wish))) return false;
  // Those that point at others stand behind them in the manifest.
  const tables = (await presentTables(db, holder.owns.tables)).sort((a, b) => holder.owns.tables.indexOf(b) - holder.owns.tables.indexOf(a));
  // PostgreSQL drops a full table as fast as an empty one; SQLite goes through its pages.
  if (db.dialect === 'sqlite')
    for (const table of tables) {
      await dropIndexes(db, table);
      if (!(await clearOne(needs, holder, { table: table as 'files', where: () => sql<boolean>`1 = 1` }, wish))) return false;
    }
  await bulk.tidyWords();
  await db.write(async (tx) => {
    for (const table of tables) await sql`drop table ${sql.table(table)}`.execute(tx.q);
    await tx.q.deleteFrom('migrations').where('module', '=', holder.id).execute();
    await takeOutOfTokens(tx, holder);
    const words = Object.entries(settings.get('search.words') ?? {}).filter(([type]) => !holder.owns.records.includes(type));
    if (settings.get('search.words')) await settings.set(tx, 'search.words', Object.fromEntries(words));
    if (wish.people && wish.people.length > 0)
      await tx.q
        .deleteFrom('people')
        .where(inIds(db.dialect, sql.ref('id'), wish.people))
        .execute();
    if (wish.contents === 'later') await tx.q.deleteFrom('module_moves').where('module', '=', holder.id).execute();
  });
  await settings.reload();
  if (wish.contents === 'later') return true;
  await discardContents(needs, holder);
  await db.write(({ q }) => q.deleteFrom('module_moves').where('module', '=', holder.id).execute());
  return true;
}
