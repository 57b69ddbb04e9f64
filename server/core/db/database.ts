import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { SlowQuery } from './slow-queries.js';
import type { Tables } from './tables.js';

export type Dialect = 'sqlite' | 'postgres';

/** Anything queries can be run on: the reading handle or a transaction. */
export type Queries = Kysely<Tables>;

/** A row as it is stored, by its columns. */
export type Stored = Readonly<Record<string, number | string | null>>;

/** One transaction. Nothing slow may be awaited inside: no network, no files, no hashing. */
export interface Tx {
  dialect: Dialect;
  q: Queries;
  /**
   * Inserts a row into a table with an `id` column; these and the names of columns are the program's own, never from outside.
   * @returns its id.
   */
  insert(table: string, row: Stored): Promise<number>;
  /** Changes columns of the row with this id; names as in {@link insert}. */
  update(table: string, id: number, columns: Stored): Promise<void>;
  /**
   * Inserts rows of one table, all with the same columns.
   * @param table and the columns are names of the program's own, never from outside; so is `end`, such as `on conflict … do update …`.
   */
  insertMany(table: string, rows: readonly Stored[], end?: string): Promise<void>;
  /** Whether others wait for the end of this transaction; always so on PostgreSQL, where nobody can tell who waits for its locks. */
  isAwaited(): boolean;
  /** Runs as the last thing inside the transaction, in the order in which it was asked for; what it throws takes all back. */
  beforeCommit(work: () => Promise<void>): void;
  /** Runs when the commit has succeeded, outside the transaction; not at all when it is rolled back. */
  afterCommit(work: () => void): void;
}

/** Work that writes much more than a request does. */
export interface Bulk {
  /** Resolves when the database has put what was committed into its place, where its log has grown long; to be asked for between transactions. Never rejects. */
  settle(): Promise<void>;
  /** Puts the indexes of words in order after rows went without that (see word-indexes), beside whoever writes. Never rejects. */
  tidyWords(): Promise<void>;
  end(): Promise<void>;
}

/** Where there is nothing to look after. */
export const nothingInBulk: Bulk = { settle: async () => undefined, tidyWords: async () => undefined, end: async () => undefined };

/** How the database itself does. */
export interface DatabaseVitals {
  version: string;
  bytes: number;
  /** Of the log of what is not yet in the file; null on PostgreSQL, which looks after its own. */
  walBytes: number | null;
  /** Of the whole server, and how many it allows; null on SQLite. */
  connections: { used: number; most: number } | null;
}

export interface Database {
  dialect: Dialect;
  /** For reads outside transactions: inside one it would see the past, see {@link watchTransactions}. */
  readonly read: Queries;
  /**
   * For reads that look at very many rows: counts under filters, exports, what a change of many records is about. They never hold
   * up the event loop; for a few rows {@link read} is faster.
   */
  readonly readAside: Queries;
  /** Runs `work` in a transaction; its writes are durable when the promise resolves. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Until its `end`, the database's own upkeep after large transactions does not hold up the event loop. */
  beginBulk(): Bulk;
  /**
   * A consistent copy of the whole database as one file: an SQLite file, or a dump of PostgreSQL (see dump-file). It is there
   * only when it is whole and was read back.
   * @returns the number of rows of each table.
   */
  snapshot(file: string): Promise<Record<string, number>>;
  /** Bytes of the named tables with their indexes, or null where the database cannot tell. */
  bytesOf(tables: readonly string[]): Promise<number | null>;
  vitals(): Promise<DatabaseVitals>;
  /** The slowest kinds of statement of the last day, slowest first, without any value. */
  slowQueries(): SlowQuery[];
  /** Word to other processes on the same database that something they may hold in memory has changed; where there can be none, nothing. */
  tellOthers(what: string): Promise<void>;
  /** Hears what others tell; `missed` when the connection was broken meanwhile. */
  hearOthers(listener: (what: string) => void): void;
  /** Hears that the database is out of reach, and that it is back, within a second or two, and within some ten where it hangs; one that is a file always is there. */
  watchReach(listener: (reached: boolean) => void): void;
  close(): Promise<void>;
}

/**
 * Kept only where {@link watchTransactions} asked for it: on Node before 24, one that is in use makes every promise of the process
 * call it, which took a fifth of the time of a write.
 */
let insideTransaction: AsyncLocalStorage<true> | undefined;

/** From now on the outer handle throws inside a transaction: for tests, which come by all there is. */
export function watchTransactions(): void {
  insideTransaction ??= new AsyncLocalStorage();
}

/** Marks the asynchronous context of a transaction, so that the outer handle can be guarded. */
export const markTransaction = <T>(work: () => Promise<T>): Promise<T> => (insideTransaction ? insideTransaction.run(true, work) : work());

export function guardOutside<H>(handle: H): H {
  if (insideTransaction?.getStore()) throw new Error('The outer database handle was used inside a transaction: pass the transaction on');
  return handle;
}

interface FirstWrite {
  note: (tx: Tx) => Promise<unknown>;
  committed: boolean;
}

/** For the databases: the transaction's work, and then what it left for its end. */
export async function workThenEnd<T>(work: (tx: Tx) => Promise<T>, tx: Omit<Tx, 'beforeCommit'>): Promise<T> {
  const last: (() => Promise<void>)[] = [];
  const value = await work({ ...tx, beforeCommit: (one) => last.push(one) });
  for (const one of last) await one();
  return value;
}

const firstWrites = new AsyncLocalStorage<FirstWrite | undefined>();
/** Of {@link withFirstWrite}: while there are none, nothing is kept along with promises. */
let running = 0;

/**
 * Runs `work`; `note` is written in the same transaction as the first thing that `work` writes, so that neither is ever
 * there without the other.
 * @param note may run more than once, where a transaction is taken back and tried again.
 */
export async function withFirstWrite<T>(note: (tx: Tx) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    return await firstWrites.run({ note, committed: false }, work);
  } finally {
    running -= 1;
    if (running === 0) firstWrites.disable();
  }
}

/** Runs `work`, which writes into a database of its own: nothing of {@link withFirstWrite} is noted there. */
export const apartFromFirstWrite = <T>(work: () => Promise<T>): Promise<T> => (running > 0 ? firstWrites.run(undefined, work) : work());

/** For the databases: the transaction's work together with what {@link withFirstWrite} asked for. */
export function joinFirstWrite<T>(work: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  const first = running > 0 ? firstWrites.getStore() : undefined;
  if (!first || first.committed) return work;
  return async (tx) => {
    tx.afterCommit(() => {
      first.committed = true;
    });
    await first.note(tx);
    return work(tx);
  };
}
