import type { InviteInfo } from '../../contracts/core/session.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { hashPassword, hashSecret } from '../auth/secrets.js';
import { closeSessionsOf } from '../auth/sessions.js';
import type { Tx } from '../db/database.js';
import { conflict, invalidField, Refusal } from '../http/problem.js';
import { formats } from '../i18n/format.js';
import { texts } from '../i18n/texts.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { checkLanguage, checkPassword } from './fields.js';
import { createLink, findLink, type LinkKind } from './links.js';
import { lockPerson } from './people.js';
import { demandMightOver, demandPersonInScope } from './scope.js';

/**
 * Makes a link by which a person sets their own password: the first one, which has seven days, or a new one when it was
 * forgotten, which has one.
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
  const kind = person.status === 'active' ? 'reset' : 'invite';
  const { path, expiresAt } = await createLink(tx, personId, kind, now());
  if (person.status === 'no-sign-in')
    await tx.q
      .updateTable('people')
      .set({ status: 'invited', version: person.version + 1 })
      .where('id', '=', personId)
      .execute();
  await audit(tx, now(), actor, 'person.invited', `core.person:${personId}`, { kind });
  const url = link(path);
  if (mail.ready()) await mailLink(services, tx, actor, { ...person, email: person.email, kind }, url, expiresAt);
  return { url, mailed: mail.ready() };
}

type Invited = { name: string; email: string; language: string; timeZone: string; kind: LinkKind };

/** Puts the mail with the link into the queue, in the language of whoever it is for. @param actor null for the person's own wish. */
export async function mailLink(
  { mail, settings }: Pick<Services, 'mail' | 'settings'>,
  tx: Tx,
  actor: Pick<Actor, 'personId' | 'name'> | null,
  person: Invited,
  url: string,
  expiresAt: string,
): Promise<void> {
  const t = texts(person.language);
  const until = formats(person.language, person.timeZone, settings.company().country).moment(expiresAt);
  const mailText = person.kind === 'invite' ? 'core:mail.invite' : actor ? 'core:mail.reset' : 'core:mail.forgot';
  const words = { actor: actor?.name ?? '', portal: settings.company().name, name: person.name, until };
  await mail.queue(tx, {
    to: person.email,
    content: {
      language: person.language,
      subject: t(`${mailText}.subject`, words),
      heading: t(`${mailText}.heading`, words),
      paragraphs: [t(`${mailText}.text`, words), t(`${mailText}.expires`, words)],
      button: { text: t(`${mailText}.button`), url },
      footer: t(`${mailText}.footer`, words),
    },
    senderId: actor?.personId ?? null,
  });
}

const gone = () => new Refusal(404, 'invite-gone');

async function demandLink({ db, now }: Services, token: string) {
  const found = await findLink(db.read, token, now());
  if (!found) throw gone();
  return found;
}

/** What the page of a link shows. @throws Refusal 404 when the link was used, replaced or has run out. */
export async function readInvite(services: Services, token: string): Promise<InviteInfo> {
  const { name, email, language, kind } = await demandLink(services, token);
  return { name, email: email ?? '', companyName: services.settings.company().name, language, kind: kind as LinkKind };
}

/** Sets the password and makes the account active; other sessions of the person end. @returns the person's id. @throws Refusal 404, 422. */
export async function acceptInvite(services: Services, token: string, given: { password: string; name?: string; language?: string }): Promise<number> {
  const { db, access, now } = services;
  checkLanguage(given.language);
  const { kind } = await demandLink(services, token);
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
    await audit(tx, now(), { personId: changed.id }, kind === 'reset' ? 'person.password-set' : 'person.accepted', `core.person:${changed.id}`);
    return changed.id;
  });
  await access.forget();
  return personId;
}
