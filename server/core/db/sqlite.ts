import { closeSync, existsSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import { type Database, guardOutside, joinFirstWrite, markTransaction, type Queries, type Stored, type Tx, workThenEnd } from './database.js';
import { answerPrepared } from './prepared.js';
import { insertText, updateText } from './rows.js';
import { keepSlowQueries, type Ran } from './slow-queries.js';
import { readInThread } from './sqlite-aside.js';
import { checkpointInThread } from './sqlite-checkpoint.js';
import { copySqlite } from './sqlite-copy.js';
import { sqliteDialect } from './sqlite-driver.js';
import { LogWatch, numberCommit, settleLog } from './sqlite-log.js';
import { type Prepare, preparer } from './sqlite-prepare.js';
import type { Tables } from './tables.js';

/** At most so many requests share one commit, so that the event loop is not held for long. */
const largestGroup = 64;

/** Milliseconds for which a write waits for another process to let go of the file, and after which it tries again. */
const [longestWaitMs, againMs] = [5000, 20];

/** Milliseconds after which nobody waits for the end of a transaction any more: it may itself be waiting for one that waits for it. */
const usualTurnMs = 60_000;

/** Pages of the write-ahead log at which it is copied into the file after a commit: 16 MB; 64 MB while a thread does that. */
const usualLog = 4000;
const longestLog = 16_000;
/** Milliseconds after which that is tried again where somebody who reads was in the way: each time costs two syncs to the disk. */
const settleAgainMs = 1000;

/**
 * So many reads after a commit are answered by the handle that wrote it, whose pages are in memory; the one that only reads has to find them
 * anew after each commit, which takes as long as four small reads.
 */
const freshReads = 16;

function queriesOver(prepare: Prepare, log: (ran: Ran) => void): Queries {
  const q = new Kysely<Tables>({ dialect: sqliteDialect(prepare), log });
  answerPrepared(q, (text, values) => {
    const began = performance.now();
    const statement = prepare(text);
    const rows = statement.reader ? statement.all(values) : [];
    if (!statement.reader) statement.run(values);
    log({ query: { sql: text }, queryDurationMillis: performance.now() - began });
    return rows;
  });
  return q;
}

const questionMark = () => '?';

/**
 * Row by row with one prepared statement: a statement of many rows keeps a journal of its own, to take back its first rows
 * should a later one fail, and the index of words is written out anew for each such statement. It takes twice as long.
 */
function insertMany(prepare: Prepare, table: string, rows: readonly Stored[], end = ''): void {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first);
  const statement = prepare(insertText(table, columns, end, 1, questionMark));
  const values: (number | string | null)[] = [];
  for (const row of rows) {
    for (const [at, column] of columns.entries()) values[at] = row[column] ?? null;
    statement.run(values);
  }
}

interface Waiting {
  work: (tx: Tx) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

type Outcome = { ok: true; value: unknown; after: (() => void)[] } | { ok: false; error: unknown };

interface SqliteOptions {
  /** False only in tests, and for copies: trades the sync to disk of every commit for speed. */
  durable?: boolean;
  /** False where rows may lie without those that they point at, as some of an archive do. */
  complete?: boolean;
  /** How long others wait for a transaction that does not end, before they are refused. */
  longestTurnMs?: number;
  /** Makes the file with this descriptor durable; the system's own unless a test plays a disk that fails. */
  sync?: (descriptor: number) => Promise<void>;
}

/** What is said of the commit that the disk did not take, and of all that would be written after it. */
const notTaken = (error: Error): Error =>
  Object.assign(new Error(`The disk did not take what was committed (${error.message}); nothing is written any more until the portal is started again`), {
    code: 'SQLITE_IOERR_FSYNC',
  });

/**
 * Opens the portal's SQLite file: one handle that writes, one that only reads, and one in a thread for what may take long.
 *
 * Writes of one turn of the event loop share a transaction, each in its own savepoint, and are answered after the one
 * durable commit (group commit); a write that fails takes only itself back.
 */
export function openSqlite(file: string, { durable = true, complete = true, longestTurnMs = usualTurnMs, sync }: SqliteOptions = {}): Database {
  // Where it is new, it is its owner's alone, and so are the files that SQLite makes beside it. Only then: closing a file takes away
  // the locks that this process may hold on it by another handle.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const writer = new BetterSqlite3(file);
  writer.pragma('journal_mode = WAL');
  // The log is synced by `runGroup`, before anybody is answered: SQLite itself would hold up the event loop meanwhile.
  writer.pragma(`synchronous = ${durable ? 'NORMAL' : 'OFF'}`);
  writer.pragma(`foreign_keys = ${complete ? 'ON' : 'OFF'}`);
  // Waiting for another process is done between turns of the event loop, see `beginWhenFree`.
  writer.pragma('busy_timeout = 0');
  writer.pragma('cache_size = -32000');
  // What is erased or replaced does not stay readable in the file; pages that are free as a whole are left as they are.
  writer.pragma('secure_delete = FAST');
  // What a savepoint would put back: beyond 64 KB, less than a new record touches, each would write it into a file that nobody reads.
  writer.pragma('temp_store = MEMORY');
  // Done by `settle`, which numbers file and log as well.
  writer.pragma('wal_autocheckpoint = 0');
  const reader = new BetterSqlite3(file, { readonly: true });
  reader.pragma('busy_timeout = 5000');
  reader.pragma('cache_size = -64000');
  reader.pragma('mmap_size = 1073741824');

  const slow = keepSlowQueries();
  const aside = readInThread(file, slow.log);
  const prepare = preparer(writer);
  const prepareOnReader = preparer(reader);
  let readsSinceCommit = freshReads;
  const read = queriesOver((text) => {
    // What is not committed yet is seen by nobody else.
    if (readsSinceCommit >= freshReads || writer.inTransaction) return prepareOnReader(text);
    readsSinceCommit += 1;
    const statement = prepare(text);
    return statement.readonly ? statement : prepareOnReader(text);
  }, slow.log);
  const q = queriesOver(prepare, slow.log);
  const [begin, commit, rollback] = [prepare('begin immediate'), prepare('commit'), prepare('rollback')];
  const rowsWritten = writer.prepare<[], number>('select total_changes()').pluck();
  const commitNumber = writer.prepare<[], number>('pragma user_version').pluck();
  const [savepointOne, release, rollbackToOne] = [prepare('savepoint one'), prepare('release one'), prepare('rollback to one')];
  const queue: Waiting[] = [];
  let draining = false;
  let bulks = 0;
  const log = new LogWatch(file, sync);
  let unsettled: NodeJS.Timeout | undefined;
  let settleAgainAt = 0;
  let hasWritten = false;
  let failed: Error | undefined;

  /** To be called between transactions. */
  function settle(): void {
    clearTimeout(unsettled);
    unsettled = undefined;
    let isSettled = false;
    try {
      isSettled = settleLog(writer);
    } catch (error) {
      // Another process writes, or the disk is full: what was committed stays in the log meanwhile.
      if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    }
    log.settled();
    if (isSettled) return;
    settleAgainAt = performance.now() + settleAgainMs;
    unsettled = setTimeout(() => {
      if (draining) unsettled?.refresh();
      else settle();
    }, settleAgainMs).unref();
  }

  function isToSettle(): boolean {
    if (unsettled && performance.now() < settleAgainAt) return false;
    return bulks > 0 ? log.has(longestLog) : unsettled !== undefined || log.isAnother() || log.has(usualLog);
  }

  async function attempt(one: Waiting, savepoint: boolean): Promise<Outcome> {
    const after: (() => void)[] = [];
    if (savepoint) savepointOne.run();
    try {
      const value = await markTransaction(() =>
        workThenEnd(one.work, {
          dialect: 'sqlite',
          q,
          insert: async (table, row) => Number(prepare(insertText(table, Object.keys(row), '', 1, questionMark)).run(Object.values(row)).lastInsertRowid),
          async update(table, id, columns) {
            prepare(updateText(table, Object.keys(columns), questionMark)).run(...Object.values(columns), id);
          },
          insertMany: async (table, rows, end) => insertMany(prepare, table, rows, end),
          isAwaited: () => savepoint || queue.length > 0,
          afterCommit: (work) => after.push(work),
        }),
      );
      if (savepoint) release.run();
      return { ok: true, value, after };
    } catch (error) {
      // A disk that is full ends the whole transaction by itself: then nothing of the group is stored, and this is why.
      if (!writer.inTransaction) throw error;
      if (savepoint) {
        rollbackToOne.run();
        release.run();
      }
      return { ok: false, error };
    }
  }

  /**
   * Begins a transaction; where another process holds the file, tries for a while, and reading goes on meanwhile.
   * @throws SQLITE_BUSY where it holds it for longer.
   */
  async function beginWhenFree(): Promise<void> {
    for (const until = performance.now() + longestWaitMs; ; ) {
      try {
        begin.run();
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > until) throw error;
        await new Promise((done) => setTimeout(done, againMs));
      }
    }
  }

  /** After a sync that failed nobody knows what the disk holds: what came later in the log might be lost with what is missing before it. */
  async function becomeDurable(isAlone: boolean): Promise<void> {
    try {
      await log.durable(isAlone);
    } catch (error) {
      failed = notTaken(error as Error);
      throw failed;
    }
  }

  async function runGroup(group: Waiting[]): Promise<void> {
    const outcomes: Outcome[] = [];
    try {
      if (failed) throw failed;
      await beginWhenFree();
      const alone = group.length === 1;
      const written = rowsWritten.get();
      for (const one of group) outcomes.push(await attempt(one, !alone));
      const isToCommit = !alone || outcomes[0]?.ok;
      if (isToCommit && rowsWritten.get() !== written) numberCommit(writer, 1, commitNumber.get());
      (isToCommit ? commit : rollback).run();
      readsSinceCommit = 0;
      if (isToCommit && durable) await becomeDurable(alone && queue.length === 0);
    } catch (error) {
      if (writer.inTransaction) rollback.run();
      for (const one of group) one.reject(error);
      return;
    }
    for (const [i, one] of group.entries()) {
      const outcome = outcomes[i] as Outcome;
      if (outcome.ok) {
        for (const work of outcome.after) work();
        one.resolve(outcome.value);
      } else one.reject(outcome.error);
    }
  }

  function refuseWaiting(): void {
    for (const one of queue.splice(0)) one.reject(new Error(`The transaction before took longer than ${longestTurnMs} ms`));
  }

  /** One group in each turn of the event loop: whoever writes without a pause, such as a job, leaves room for requests in between. */
  async function drain(): Promise<void> {
    hasWritten = true;
    const watch = setInterval(refuseWaiting, longestTurnMs);
    await runGroup(queue.splice(0, largestGroup));
    clearInterval(watch);
    if (isToSettle()) {
      // Those who wait for the commit have their answer first.
      await new Promise((done) => setImmediate(done));
      settle();
    }
    if (queue.length > 0) setImmediate(drain);
    else draining = false;
  }

  return {
    dialect: 'sqlite',
    get read() {
      return guardOutside(read);
    },
    get readAside() {
      return guardOutside(aside);
    },
    write<T>(work: (tx: Tx) => Promise<T>) {
      guardOutside(q);
      return new Promise<T>((resolve, reject) => {
        queue.push({ work: joinFirstWrite(work), resolve: resolve as (value: unknown) => void, reject });
        if (draining) return;
        draining = true;
        setImmediate(drain);
      });
    },
    beginBulk() {
      bulks += 1;
      return checkpointInThread(
        file,
        () => log.has(usualLog),
        () => {
          bulks -= 1;
        },
      );
    },
    snapshot: (target) => copySqlite(file, target),
    // The folder is locked: there are no others.
    tellOthers: async () => undefined,
    hearOthers: () => undefined,
    watchReach: () => undefined,
    slowQueries: slow.list,
    async vitals() {
      const sizeOf = (name: string) =>
        stat(name).then(
          ({ size }) => size,
          () => 0,
        );
      const { version } = reader.prepare('select sqlite_version() as version').get() as { version: string };
      return { version, bytes: await sizeOf(file), walBytes: await sizeOf(`${file}-wal`), connections: null };
    },
    async bytesOf(tables) {
      if (tables.length === 0) return 0;
      const names = JSON.stringify(tables);
      const sum = reader
        .prepare(
          'select sum(pgsize) as bytes from dbstat where aggregate = true and name in (select name from sqlite_schema where tbl_name in (select value from json_each(?)))',
        )
        .get(names) as { bytes: number | null };
      return sum.bytes ?? 0;
    },
    async close() {
      while (draining) await new Promise((done) => setImmediate(done));
      await aside.destroy();
      reader.close();
      clearTimeout(unsettled);
      if (hasWritten) settle();
      clearTimeout(unsettled);
      log.close();
      writer.pragma('wal_checkpoint(TRUNCATE)');
      writer.close();
    },
  };
}
