import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/database.js';
import { inIds, inTexts } from '../db/fragments.js';
import { rowLock } from '../db/lock.js';
import type { Kind, Row } from '../records/kind.js';
import { COMMENTS, indexComments } from './comment-entries.js';
import { bringUpToDate, wordColumns } from './entries.js';
import type { SearchQueue } from './queue.js';

/** Soon enough for people, and long enough that busy hours put many into one transaction. */
const soonMs = 100;
/** The database may be gone for a while. */
const afterFaultMs = 2000;
/** So many take some milliseconds, for which the event loop is held. */
const atOnce = 200;

/** What waits for one of these types, with the comments on their records and those that are there no more. */
const ofTypes = (dialect: Database['dialect'], types: readonly string[]) => sql<boolean>`(
  ${inTexts(dialect, sql.ref('search_queue.record_type'), types)} or (search_queue.record_type = ${COMMENTS} and not exists (
    select 1 from comments where comments.id = search_queue.record_id and not ${inTexts(dialect, sql.ref('comments.record_type'), types)})))`;

/** @returns whether there may be more. */
async function takeIn(db: Database, kinds: ReadonlyMap<string, Kind>): Promise<boolean> {
  return db.write(async (tx) => {
    // What waits for a module that is parked waits until it is back.
    const { rows: found } = await sql<{ id: number; record_type: string; record_id: number }>`
      select id, record_type, record_id from search_queue where ${ofTypes(db.dialect, [...kinds.keys()])} order by id limit ${atOnce}${rowLock(db.dialect)}`.execute(
      tx.q,
    );
    // PostgreSQL locks each row: records of several kinds in one transaction would be locked in another order than where they are changed.
    const waiting = db.dialect === 'postgres' ? found.filter((one) => one.record_type === found[0]?.record_type) : found;
    const idsOf = (type: string) => waiting.filter((one) => one.record_type === type).map((one) => one.record_id);
    await indexComments(tx, kinds, [...new Set(idsOf(COMMENTS))]);
    for (const type of new Set(waiting.map((one) => one.record_type))) {
      const kind = kinds.get(type);
      if (!kind) continue;
      // Held, so that none is deleted or given away between this look and the entry.
      const { rows } = await sql<Row>`select ${wordColumns(kind)} from ${sql.table(kind.table)} where ${inIds(db.dialect, sql.ref('id'), idsOf(type))}
        and deleted_at is null order by id${rowLock(db.dialect)}`.execute(tx.q);
      await bringUpToDate(tx, kind, rows);
    }
    const done = waiting.map(({ id }) => id);
    if (done.length > 0) await sql`delete from search_queue where ${inIds(db.dialect, sql.ref('id'), done)}`.execute(tx.q);
    return found.length === atOnce || waiting.length < found.length;
  });
}

export function createSearchQueue({ db, kinds, log }: { db: Database; kinds(): ReadonlyMap<string, Kind>; log: Logger }): SearchQueue {
  let somethingWaits = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function work(of?: ReadonlyMap<string, Kind>): Promise<void> {
    if (!somethingWaits && !of) return;
    try {
      let isMore: boolean;
      do {
        // What is committed from here on has its own turn, soon: to go on for as long as somebody writes would take in a handful with every commit.
        somethingWaits = false;
        isMore = await takeIn(db, of ?? kinds());
      } while (isMore);
    } catch (error) {
      log.error({ err: error }, 'search entries could not be brought up to date');
      wake(afterFaultMs);
    }
  }
  const catchUp = (of?: ReadonlyMap<string, Kind>) => {
    turn = turn.then(() => work(of));
    return turn;
  };
  function wake(inMs = soonMs): void {
    somethingWaits = true;
    timer ??= setTimeout(() => {
      timer = undefined;
      catchUp();
    }, inMs).unref();
  }
  return {
    async add(tx, record_type, record_id) {
      await tx.insert('search_queue', { record_type, record_id });
      tx.afterCommit(() => wake());
    },
    catchUp,
    async waits(types) {
      const { rows } = await sql`select 1 from search_queue where ${ofTypes(db.dialect, types)} limit 1`.execute(db.read);
      return rows.length > 0;
    },
    wake: () => wake(),
    async stop() {
      await catchUp();
      clearTimeout(timer);
    },
  };
}
