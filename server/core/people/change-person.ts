import type { Person } from '../../contracts/core/people.js';
import type { Actor } from '../access/actor.js';
import { demandAdministrator, lockAdministrators } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import { closeSessionsOf } from '../auth/sessions.js';
import type { Tx } from '../db/database.js';
import { invalidField, staleVersion } from '../http/problem.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { checkLanguage, checkTimeZone, phoneOf } from './fields.js';
import { demandDepartment, demandFreeEmail, lockPerson, readPerson, setRoles } from './people.js';
import { holdPhoto } from './photo.js';
import { demandDepartmentInScope, demandMightOver, demandPersonInScope } from './scope.js';

export interface PersonDraft {
  name: string;
  email?: string | null;
  position?: string | null;
  phone?: string | null;
  departmentId?: number | null;
  roleIds?: number[];
  language?: string;
  timeZone?: string;
}
export type PersonPatch = Partial<PersonDraft> & { photoId?: number | null; status?: 'active' | 'dismissed'; version?: number };

/** Adds a person who cannot sign in yet; an invitation makes the account. @throws Refusal 422 naming the field, 403. */
export async function createPerson(services: Services, tx: Tx, actor: Actor, draft: PersonDraft): Promise<Person> {
  const { db, settings, now } = services;
  const company = settings.company();
  checkLanguage(draft.language);
  checkTimeZone(draft.timeZone);
  const departmentId = draft.departmentId ?? null;
  await demandDepartment(tx.q, departmentId);
  await demandDepartmentInScope(services, tx.q, actor, departmentId);
  await demandMightOver(services, tx.q, actor, draft.roleIds ?? []);
  if (draft.email) await demandFreeEmail(tx.q, draft.email);
  const name = draft.name.trim();
  const { id } = await tx.q
    .insertInto('people')
    .values({
      version: 1,
      name,
      folded_name: fold(name),
      email: draft.email ?? null,
      folded_email: draft.email ? fold(draft.email) : null,
      password_hash: null,
      status: 'no-sign-in',
      position: draft.position ?? null,
      phone: phoneOf(draft.phone ?? null),
      language: draft.language ?? company.language,
      time_zone: draft.timeZone ?? company.timeZone,
      department_id: departmentId,
      created_at: now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (draft.roleIds) await setRoles(db, tx, id, draft.roleIds);
  await audit(tx, now(), actor, 'person.created', `core.person:${id}`, { roleIds: draft.roleIds ?? [] });
  return readPerson(db, tx.q, id);
}

/** Dismissed people keep their name on everything they did, and nothing else. */
async function dismiss(tx: Tx, { id, email }: Person): Promise<void> {
  await closeSessionsOf(tx.q, id);
  await tx.q.deleteFrom('api_tokens').where('person_id', '=', id).execute();
  await tx.q.deleteFrom('invites').where('person_id', '=', id).execute();
  // What the portal was about to tell them: a mail may wait for the end of their quiet hours, and would name clients.
  if (email !== null) await tx.q.deleteFrom('mails').where('recipient', '=', email).where('state', '=', 'queued').where('sender_id', 'is', null).execute();
}

/** The state a person comes to: whoever returns has their account back, if they had one. */
async function nextStatus(tx: Tx, present: Person, wish: PersonPatch['status']): Promise<Person['status']> {
  if (wish === undefined || wish === present.status) return present.status;
  if (wish === 'dismissed') return 'dismissed';
  if (present.status !== 'dismissed') throw invalidField('status', 'needs-invitation');
  const { password_hash } = await tx.q.selectFrom('people').select('password_hash').where('id', '=', present.id).executeTakeFirstOrThrow();
  return password_hash === null ? 'no-sign-in' : 'active';
}

async function demandRights(services: Services, tx: Tx, actor: Actor, present: Person, patch: PersonPatch): Promise<void> {
  demandPersonInScope(services, actor, present.id);
  if (patch.departmentId !== undefined && patch.departmentId !== present.departmentId) {
    await demandDepartment(tx.q, patch.departmentId);
    await demandDepartmentInScope(services, tx.q, actor, patch.departmentId);
  }
  if (present.id === actor.personId && patch.roleIds === undefined) return;
  // Also over the roles that would be taken away: nobody disarms somebody mightier.
  await demandMightOver(services, tx.q, actor, [...present.roleIds, ...(patch.roleIds ?? [])]);
}

/** The caller has looked at the picture (`demandPhoto`). @throws Refusal 404, 403, 422 naming the field, 409 for a stale version or when no administrator would be left. */
export async function changePerson(services: Services, tx: Tx, actor: Actor, id: number, patch: PersonPatch): Promise<Person> {
  const { db, now } = services;
  await lockAdministrators(tx);
  const present = await lockPerson(db, tx, id);
  const { version, ...given } = patch;
  if (version !== undefined && version !== present.version) throw staleVersion(present, { ...present, ...given, version });
  checkLanguage(patch.language);
  checkTimeZone(patch.timeZone);
  await demandRights(services, tx, actor, present, patch);
  if (patch.email) await demandFreeEmail(tx.q, patch.email, id);
  if (patch.email === null && (present.status === 'active' || present.status === 'invited')) throw invalidField('email', 'required');
  const status = await nextStatus(tx, present, patch.status);
  const name = patch.name?.trim();
  await tx.q
    .updateTable('people')
    .set({
      version: present.version + 1,
      status,
      ...(name === undefined ? {} : { name, folded_name: fold(name) }),
      ...(patch.email === undefined ? {} : { email: patch.email, folded_email: patch.email === null ? null : fold(patch.email) }),
      ...(patch.position === undefined ? {} : { position: patch.position }),
      ...(patch.phone === undefined ? {} : { phone: phoneOf(patch.phone, present.phone) }),
      ...(patch.photoId === undefined ? {} : { photo_id: patch.photoId }),
      ...(patch.departmentId === undefined ? {} : { department_id: patch.departmentId }),
      ...(patch.language === undefined ? {} : { language: patch.language }),
      ...(patch.timeZone === undefined ? {} : { time_zone: patch.timeZone }),
    })
    .where('id', '=', id)
    .execute();
  if (patch.photoId !== undefined && patch.photoId !== present.photoId) await holdPhoto(tx, now(), id, patch.photoId);
  if (patch.roleIds) await setRoles(db, tx, id, patch.roleIds);
  if (status === 'dismissed' && present.status !== 'dismissed') await dismiss(tx, present);
  if (patch.roleIds || status !== present.status) await demandAdministrator(tx);
  const action = status === present.status ? 'person.changed' : status === 'dismissed' ? 'person.dismissed' : 'person.returned';
  await audit(tx, now(), actor, action, `core.person:${id}`, {
    fields: Object.keys(given),
    ...(patch.roleIds ? { roleIds: patch.roleIds, roleIdsBefore: present.roleIds } : {}),
  });
  return readPerson(db, tx.q, id);
}
