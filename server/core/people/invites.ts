import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { hashPassword, hashSecret, newSecret } from '../auth/secrets.js';
import { closeSessionsOf } from '../auth/sessions.js';
import type { Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { conflict, invalidField, Refusal } from '../http/problem.js';
import { formats } from '../i18n/format.js';
import { texts } from '../i18n/texts.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { checkLanguage, checkPassword } from './fields.js';
import { lockPerson } from './people.js';
import { demandMightOver, demandPersonInScope } from './scope.js';

const inviteMs = 7 * 86_400_000;

/**
 * Makes a link by which a person sets their own password: the first one, or a new one when it was forgotten. It works
 * once and for seven days; an older link of the same person stops working.
 * @param link turns the place of the link in the portal into its address.
 * @throws Refusal 404, 403, 409 for somebody who was dismissed, 422 without an e-mail address.
 */
export async function invite(
  services: Services,
  tx: Tx,
  actor: Actor,
  personId: number,
  link: (path: string) => string,
): Promise<{ url: string; mailed: boolean }> {
  const { db, mail, now } = services;
  const person = await lockPerson(db, tx, personId);
  demandPersonInScope(services, actor, personId);
  await demandMightOver(services, tx.q, actor, person.roleIds);
  if (person.status === 'dismissed') throw conflict('person-dismissed');
  if (!person.email) throw invalidField('email', 'required');
  const { secret, hash } = newSecret();
  const expiresAt = plusMilliseconds(now(), inviteMs);
  await tx.q.deleteFrom('invites').where('person_id', '=', personId).execute();
  await tx.q.insertInto('invites').values({ token_hash: hash, person_id: personId, expires_at: expiresAt }).execute();
  if (person.status === 'no-sign-in')
    await tx.q
      .updateTable('people')
      .set({ status: 'invited', version: person.version + 1 })
      .where('id', '=', personId)
      .execute();
  await audit(tx, now(), actor, 'person.invited', `core.person:${personId}`);
  const url = link(`/invite/${secret}`);
  if (mail.ready()) await mailInvite(services, tx, actor, { ...person, email: person.email }, url, expiresAt);
  return { url, mailed: mail.ready() };
}

type Invited = { name: string; email: string; language: string; timeZone: string };

async function mailInvite({ mail, settings }: Services, tx: Tx, actor: Actor, person: Invited, url: string, expiresAt: string): Promise<void> {
  const t = texts(person.language);
  const until = formats(person.language, person.timeZone).moment(expiresAt);
  const words = { actor: actor.name, portal: settings.company().name, name: person.name, until };
  await mail.queue(tx, {
    to: person.email,
    content: {
      language: person.language,
      subject: t('core:mail.invite.subject', words),
      heading: t('core:mail.invite.heading', words),
      paragraphs: [t('core:mail.invite.text', words), t('core:mail.invite.expires', words)],
      button: { text: t('core:mail.invite.button'), url },
      footer: t('core:mail.invite.footer', words),
    },
    senderId: actor.personId,
  });
}

const gone = () => new Refusal(404, 'invite-gone');

async function findInvite({ db, now }: Services, token: string) {
  const row = await db.read
    .selectFrom('invites as i')
    .innerJoin('people as p', 'p.id', 'i.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.language'])
    .where('i.token_hash', '=', hashSecret(token))
    .where('i.expires_at', '>', now())
    .where('p.status', '<>', 'dismissed')
    .executeTakeFirst();
  if (!row) throw gone();
  return row;
}

/** What the page of an invitation shows. @throws Refusal 404 when the link was used, replaced or has run out. */
export async function readInvite(services: Services, token: string): Promise<{ name: string; email: string; companyName: string; language: string }> {
  const { name, email, language } = await findInvite(services, token);
  return { name, email: email ?? '', companyName: services.settings.company().name, language };
}

/** Sets the password and makes the account active; other sessions of the person end. @returns the person's id. @throws Refusal 404, 422. */
export async function acceptInvite(services: Services, token: string, given: { password: string; name?: string; language?: string }): Promise<number> {
  const { db, access, now } = services;
  checkLanguage(given.language);
  await findInvite(services, token);
  checkPassword(given.password);
  const password_hash = await hashPassword(given.password);
  const name = given.name?.trim();
  const personId = await db.write(async (tx) => {
    const used = await tx.q
      .deleteFrom('invites')
      .where('token_hash', '=', hashSecret(token))
      .where('expires_at', '>', now())
      .returning('person_id')
      .executeTakeFirst();
    if (!used) throw gone();
    const changed = await tx.q
      .updateTable('people')
      .set((eb) => ({
        version: eb('version', '+', 1),
        status: 'active',
        password_hash,
        ...(name ? { name, folded_name: fold(name) } : {}),
        ...(given.language === undefined ? {} : { language: given.language }),
      }))
      .where('id', '=', used.person_id)
      .where('status', '<>', 'dismissed')
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw gone();
    await closeSessionsOf(tx.q, changed.id);
    await audit(tx, now(), { personId: changed.id }, 'person.accepted', `core.person:${changed.id}`);
    return changed.id;
  });
  await access.forget();
  return personId;
}
