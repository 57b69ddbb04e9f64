import type { Erasure } from '../../contracts/core/privacy.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import type { Tx } from '../db/database.js';
import { conflict, invalidField } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import type { JobKind } from '../jobs/jobs.js';
import type { CatalogEntry } from '../modules/entry.js';
import type { Services } from '../services.js';
import { eraseRecord, placeholder } from './erase.js';
import { eraseStaff } from './erase-staff.js';
import { groundOf } from './ground.js';
import { refusalFor, subjectTitle } from './held.js';
import { erasedIn, noteErased } from './list.js';
import { personType, type Subject } from './subject.js';

const erasureKind = 'core.erasure';

export interface ErasureDeps {
  services: Services;
  catalog: readonly CatalogEntry[];
}

type Row = { id: number; record_type: string; record_id: number; at: string; by_id: number | null; state: string };

export const toErasure = (row: Row, language: string): Erasure => ({
  id: row.id,
  type: row.record_type,
  recordId: row.record_id,
  kind: row.record_type === personType ? texts(language)('core:privacy.staff') : recordsName(row.record_type, language),
  at: row.at,
  byId: row.by_id,
  state: row.state as Erasure['state'],
});

/** Notes that somebody is to be erased, and plans the work. @throws Refusal 404, 409, 422 where the name was not typed as it stands. */
export async function beginErasure({ services, catalog }: ErasureDeps, actor: Actor, { type, id, title }: Subject & { title: string }): Promise<Erasure> {
  const { db, now } = services;
  const ground = await groundOf(db, catalog);
  const stands = await subjectTitle(db, ground, { type, id });
  const refusal = await refusalFor(db, { type, id });
  if (refusal) throw conflict(refusal);
  if (title.trim() !== stands.trim()) throw invalidField('title', 'not-as-it-stands');
  return db.write(async (tx) => {
    await tx.q
      .insertInto('erasures')
      .values({ record_type: type, record_id: id, at: now(), by_id: actor.personId, state: 'running' })
      .onConflict((oc) => oc.columns(['record_type', 'record_id']).doUpdateSet({ state: 'running' }))
      .execute();
    await audit(tx, now(), actor, 'privacy.erased', `${type}:${id}`);
    await planErasure(services, tx, { type, id });
    const row = await tx.q.selectFrom('erasures').selectAll().where('record_type', '=', type).where('record_id', '=', id).executeTakeFirstOrThrow();
    return toErasure(row, actor.language);
  });
}

const planErasure = ({ jobs, now }: Pick<Services, 'jobs' | 'now'>, tx: Tx, { type, id }: Subject): Promise<void> =>
  jobs.schedule(tx, erasureKind, `${type}:${id}`, now(), { type, id });

/** Plans anew what was erased already, in the transaction with which a module is back from its archive. @returns how many. */
export async function planAgain(services: Pick<Services, 'jobs' | 'now'>, tx: Tx): Promise<number> {
  const rows = await tx.q.selectFrom('erasures').select(['record_type', 'record_id']).execute();
  for (const { record_type: type, record_id: id } of rows) await planErasure(services, tx, { type, id });
  return rows.length;
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
        .values({ record_type: type, record_id: id, at: now(), by_id: null, state: 'running' })
        .onConflict((oc) => oc.doNothing())
        .execute();
    return planAgain(services, tx);
  });
}

/** At the start: what this folder knows to be erased, but the database that was put into it does not. */
export async function eraseWhatCameBack(services: Pick<Services, 'db' | 'jobs' | 'now' | 'folder'>): Promise<void> {
  const listed = await erasedIn(services.folder);
  const known = await services.db.read.selectFrom('erasures').select(['record_type', 'record_id']).where('state', '=', 'done').execute();
  if (listed.some(({ type, id }) => !known.some((one) => one.record_type === type && one.record_id === id))) await eraseAgain(services, listed);
}

/** The work itself, in small steps; killed in between, it begins anew and finds what is left. */
export const erasureJob = ({ services, catalog }: ErasureDeps): JobKind => ({
  kind: erasureKind,
  async handler(payload) {
    const { type, id } = payload as Subject;
    const ground = await groundOf(services.db, catalog);
    const deps = { services, ground, placeholder };
    if (type === personType) await eraseStaff(deps, id);
    else await eraseRecord(deps, { type, id });
    if (type === personType) await services.access.forget();
    await noteErased(services.folder, { type, id });
    return async (tx) => {
      await tx.q.updateTable('erasures').set({ state: 'done' }).where('record_type', '=', type).where('record_id', '=', id).execute();
    };
  },
});
