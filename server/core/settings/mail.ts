import type { MailState } from '../../contracts/core/settings.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { conflict, invalidField, notFound } from '../http/problem.js';
import { isMasked, isSender, isSmtp, maskSmtp, openSmtp, passwordOf, sameAccount, sealSmtp, withPassword } from '../mail/smtp.js';
import type { Services } from '../services.js';

const shown = 100;

interface MailRow {
  id: number;
  at: string;
  recipient: string;
  subject: string;
  state: string;
  attempts: number;
  error: string | null;
}
const mailColumns = ['id', 'at', 'recipient', 'subject', 'state', 'attempts', 'error'] as const;
const toState = (row: MailRow, isSettled: boolean): MailState => ({
  id: row.id,
  at: row.at,
  to: row.recipient,
  subject: row.subject,
  state: isSettled ? 'settled' : (row.state as MailState['state']),
  attempts: row.attempts,
  error: row.error,
});

/** The newest mails with what became of them. */
export async function recentMails({ db, mail }: Services): Promise<MailState[]> {
  const rows = await db.read.selectFrom('mails').select(mailColumns).orderBy('id', 'desc').limit(shown).execute();
  const settled = await mail.settled(
    db.read,
    rows.filter(({ state }) => state === 'failed').map(({ id }) => id),
  );
  return rows.map((row) => toState(row, settled.has(row.id)));
}

/** The settings as they are shown: never with the password. */
export function shownMail({ settings }: Services): { smtp: string | null; from: string | null } {
  const mail = settings.get('mail');
  return { smtp: mail ? maskSmtp(mail.smtp) : null, from: mail?.from ?? null };
}

/**
 * Checks settings as they were given, and puts the stored password where only its mask was sent.
 * @returns the settings with the password in clear.
 * @throws Refusal 422; a masked password goes to the account it was stored for only, never to another server.
 */
export function completeMail({ settings, secrets }: Services, given: { smtp: string; from: string }): { smtp: string; from: string } {
  const smtp = given.smtp.trim();
  if (!isSmtp(smtp)) throw invalidField('smtp', 'smtp');
  if (!isSender(given.from)) throw invalidField('from', 'format-email');
  if (!isMasked(smtp)) return { smtp, from: given.from.trim() };
  const stored = settings.get('mail');
  if (!stored || !sameAccount(stored.smtp, smtp)) throw invalidField('smtp', 'smtp-password');
  return { smtp: withPassword(smtp, passwordOf(openSmtp(secrets, stored.smtp))), from: given.from.trim() };
}

/** Stores the settings, or switches mail off where `smtp` is null. @throws Refusal 422. */
export async function changeMail(
  services: Services,
  actor: Actor,
  given: { smtp: string | null; from: string | null },
): Promise<{ smtp: string | null; from: string | null }> {
  const { db, settings, secrets, now } = services;
  if (given.smtp !== null && given.from === null) throw invalidField('from', 'required');
  const mail = given.smtp === null || given.from === null ? null : completeMail(services, { smtp: given.smtp, from: given.from });
  await db.write(async (tx) => {
    if (mail) await settings.set(tx, 'mail', { smtp: sealSmtp(secrets, mail.smtp), from: mail.from });
    else await settings.remove(tx, 'mail');
    await audit(tx, now(), actor, 'mail-settings.changed', null, { on: mail !== null });
  });
  return shownMail(services);
}

/** Sends a failed mail once more. @throws Refusal 404, 409 when it did not fail or was settled otherwise. */
export async function retryMail({ db, mail, now }: Services, actor: Actor, id: number): Promise<MailState> {
  return db.write(async (tx) => {
    const row = await tx.q.selectFrom('mails').select('state').where('id', '=', id).executeTakeFirst();
    if (!row) throw notFound();
    if (row.state !== 'failed') throw conflict('mail-not-failed');
    if ((await mail.settled(tx.q, [id])).has(id)) throw conflict('mail-settled');
    await mail.again(tx, id);
    await audit(tx, now(), actor, 'mail.retried', `core.mail:${id}`);
    return toState(await tx.q.selectFrom('mails').select(mailColumns).where('id', '=', id).executeTakeFirstOrThrow(), false);
  });
}
