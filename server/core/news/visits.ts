import type { Queries, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';

/** So long a pause ends a visit. */
const pauseMs = 30 * 60_000;

/** Where what is new begins: an instant for notices, a line of the history for records. */
export interface Since {
  at: string;
  history: number;
}

const readVisit = (q: Queries, personId: number) => q.selectFrom('visits').selectAll().where('person_id', '=', personId).executeTakeFirst();

type Visit = NonNullable<Awaited<ReturnType<typeof readVisit>>>;

const isOver = (visit: Visit, now: string): boolean => plusMilliseconds(visit.seen_at, pauseMs) <= now;

/** While a visit lasts, what is new stays what it was when it began; after a pause it is what came since its end. */
const sinceOf = (visit: Visit, now: string): Since =>
  isOver(visit, now) ? { at: visit.seen_at, history: visit.seen_history } : { at: visit.since_at, history: visit.since_history };

export async function newSince(q: Queries, personId: number, now: string): Promise<Since | undefined> {
  const visit = await readVisit(q, personId);
  return visit && sinceOf(visit, now);
}

/** The last line of the history there is. */
export async function lastOfHistory(q: Queries): Promise<number> {
  const row = await q.selectFrom('record_history').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.id ?? 0;
}

/** Notes that a person has looked at what is new up to a line of the history; never further back than they had come. */
export async function noteVisit(tx: Tx, personId: number, upTo: number, isAll: boolean, now: string): Promise<void> {
  const visit = await readVisit(tx.q, personId);
  const history = Math.max(visit?.seen_history ?? 0, Math.min(upTo, await lastOfHistory(tx.q)));
  const since = visit && !isAll ? sinceOf(visit, now) : { at: now, history };
  const row = { seen_at: now, seen_history: history, since_at: since.at, since_history: since.history };
  await tx.q
    .insertInto('visits')
    .values({ person_id: personId, ...row })
    .onConflict((oc) => oc.column('person_id').doUpdateSet(row))
    .execute();
}
