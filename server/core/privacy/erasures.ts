import type { Selectable } from 'kysely';
import type { ErasedInArchive, Erasure, ErasureProblem } from '../../contracts/core/privacy.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import type { Tables } from '../db/tables.js';
import { machineFault } from '../fault-codes.js';
import { conflict, invalidField, notFound } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import type { JobKind } from '../jobs/jobs.js';
import { eraseEverywhere } from './erase-everywhere.js';
import { refusalFor, subjectTitle } from './held.js';
import { titleInArchives } from './held-in-archives.js';
import { noteErased } from './list.js';
import { livePlace, type PrivacyDeps } from './places.js';
import { type ErasurePayload, erasureKind, everybodyErased, planErasure } from './plan.js';
import { personType, type Subject } from './subject.js';

type Row = Selectable<Tables['erasures']>;

/** @param work what is under way with archives. */
export const toErasure = (row: Row, language: string, work: Erasure['work'] = null): Erasure => ({
  id: row.id,
  type: row.record_type,
  recordId: row.record_id,
  kind: row.record_type === personType ? texts(language)('core:privacy.staff') : recordsName(row.record_type, language),
  at: row.at,
  byId: row.by_id,
  state: row.state as Erasure['state'],
  archives: (JSON.parse(row.archives ?? '[]') as ErasedInArchive[]).map((one) => ({
    ...one,
    module: one.module === null ? null : texts(language)(`${one.module}:module.name`),
  })),
  problem: row.problem as ErasureProblem | null,
  work: row.state === 'running' ? work : null,
});

/** What is under way with archives out of which somebody is erased. */
export function workInArchives({ life }: PrivacyDeps): Erasure['work'] {
  const works = [...life.states().keys()].flatMap((id) => life.moves.work(id) ?? []).filter(({ action }) => action === 'erase');
  if (works.length === 0) return null;
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  return { done: sum(works.map(({ done }) => done)), total: sum(works.map(({ total }) => total)) };
}

/** How the erasure of somebody stands. @throws Refusal 404. */
export async function erasureOf(deps: PrivacyDeps, { language }: Pick<Actor, 'language'>, { type, id }: Subject): Promise<Erasure> {
  const row = await deps.services.db.read.selectFrom('erasures').selectAll().where('record_type', '=', type).where('record_id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return toErasure(row, language, workInArchives(deps));
}

/** Notes that somebody is to be erased, and plans the work. @throws Refusal 404, 409, 422 where the name was not typed as it stands. */
export async function beginErasure(deps: PrivacyDeps, actor: Actor, { type, id, title }: Subject & { title: string }): Promise<Erasure> {
  const { db, now } = deps.services;
  const stands = (await subjectTitle(await livePlace(deps), { type, id })) ?? (await titleInArchives(deps, { type, id }));
  if (stands === undefined) throw notFound();
  const refusal = await refusalFor(db, { type, id });
  if (refusal) throw conflict(refusal);
  if (title.trim() !== stands.trim()) throw invalidField('title', 'not-as-it-stands');
  return db.write(async (tx) => {
    await tx.q
      .insertInto('erasures')
      .values({ record_type: type, record_id: id, at: now(), by_id: actor.personId, state: 'running', archives: null, problem: null })
      .onConflict((oc) => oc.columns(['record_type', 'record_id']).doUpdateSet({ state: 'running', problem: null }))
      .execute();
    await audit(tx, now(), actor, 'privacy.erased', `${type}:${id}`);
    await planErasure(deps.services, tx, { type, id });
    const row = await tx.q.selectFrom('erasures').selectAll().where('record_type', '=', type).where('record_id', '=', id).executeTakeFirstOrThrow();
    return toErasure(row, actor.language);
  });
}

const subjectsOf = async ({ services: { db } }: PrivacyDeps, payload: ErasurePayload): Promise<Subject[]> =>
  'again' in payload ? everybodyErased(db.read) : [payload];

/** Has it told why an erasure does not go on. */
async function noteProblem({ services: { db, log } }: PrivacyDeps, subjects: readonly Subject[], error: unknown): Promise<void> {
  const fault = machineFault(String((error as { code?: unknown }).code));
  const problem: ErasureProblem = fault === 'disk-full' || fault === 'no-access' ? fault : 'failed';
  await db
    .write(async ({ q }) => {
      for (const { type, id } of subjects)
        await q.updateTable('erasures').set({ problem }).where('record_type', '=', type).where('record_id', '=', id).where('state', '=', 'running').execute();
    })
    .catch((failed) => log.warn({ err: failed }, 'why an erasure does not go on could not be noted'));
}

/** The work itself, in small steps; killed in between, it begins anew and finds what is left. */
export const erasureJob = (deps: PrivacyDeps): JobKind => ({
  kind: erasureKind,
  // For two weeks, in the end once an hour: it is owed, and a disk may be full over a holiday.
  mostAttempts: 350,
  async handler(payload) {
    const wanted = payload as ErasurePayload;
    const subjects = await subjectsOf(deps, wanted);
    try {
      await eraseEverywhere(deps, subjects, 'again' in wanted && wanted.again === 'here');
    } catch (error) {
      await noteProblem(deps, subjects, error);
      throw error;
    }
    for (const one of subjects) await noteErased(deps.services.folder, one);
    return async ({ q }) => {
      for (const { type, id } of subjects)
        await q.updateTable('erasures').set({ state: 'done', problem: null }).where('record_type', '=', type).where('record_id', '=', id).execute();
    };
  },
});
