import type { Queries, Tx } from '../db/database.js';
import type { Services } from '../services.js';
import { erasedIn } from './list.js';
import type { Subject } from './subject.js';

export const erasureKind = 'core.erasure';

/** What the job is to do: erase somebody, or everybody anew who was erased already, in the portal or in its archives too. */
export type ErasurePayload = Subject | { again: 'here' | 'everywhere' };

/** Everybody who was erased, or is to be, in the order in which that was asked for. */
export async function everybodyErased(q: Queries): Promise<Subject[]> {
  const rows = await q.selectFrom('erasures').select(['record_type', 'record_id']).orderBy('id').execute();
  return rows.map((row) => ({ type: row.record_type, id: row.record_id }));
}

export const planErasure = ({ jobs, now }: Pick<Services, 'jobs' | 'now'>, tx: Tx, { type, id }: Subject): Promise<void> =>
  jobs.schedule(tx, erasureKind, `${type}:${id}`, now(), { type, id } satisfies ErasurePayload);

/**
 * Plans anew what was erased already, in the transaction with which a module is back from an archive that may be older, or an archive came
 * from elsewhere. @returns how many.
 */
export async function planAgain({ jobs, now }: Pick<Services, 'jobs' | 'now'>, tx: Tx, again: 'here' | 'everywhere'): Promise<number> {
  const { n } = await tx.q
    .selectFrom('erasures')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (Number(n) > 0) await jobs.schedule(tx, erasureKind, `again ${again}`, now(), { again } satisfies ErasurePayload);
  return Number(n);
}

/**
 * The same for when a backup was restored, in which these people may be as they were. Does nothing to what is erased still.
 * @param listed refs that another place knows to be erased, such as the portal from which a backup was taken.
 */
export async function eraseAgain(services: Pick<Services, 'db' | 'jobs' | 'now'>, listed: readonly Subject[] = []): Promise<number> {
  const { db, now } = services;
  return db.write(async (tx) => {
    for (const { type, id } of listed)
      await tx.q
        .insertInto('erasures')
        .values({ record_type: type, record_id: id, at: now(), by_id: null, state: 'running', archives: null, problem: null })
        .onConflict((oc) => oc.doNothing())
        .execute();
    return planAgain(services, tx, 'everywhere');
  });
}

/** At the start: what this folder knows to be erased, but the database that was put into it does not. */
export async function eraseWhatCameBack(services: Pick<Services, 'db' | 'jobs' | 'now' | 'folder'>): Promise<void> {
  const listed = await erasedIn(services.folder);
  const known = await services.db.read.selectFrom('erasures').select(['record_type', 'record_id']).where('state', '=', 'done').execute();
  if (listed.some(({ type, id }) => !known.some((one) => one.record_type === type && one.record_id === id))) await eraseAgain(services, listed);
}
