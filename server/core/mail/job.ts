import type { SendMailOptions } from 'nodemailer';
import type { Access } from '../access/access.js';
import { logoBytes } from '../company/logo.js';
import type { Database, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import type { Files } from '../files/files.js';
import { texts } from '../i18n/texts.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Notify } from '../notify/notify.js';
import type { Secrets } from '../settings/encryption.js';
import type { Settings } from '../settings/settings.js';
import { type MailFollower, settledMails, tellFollowers } from './followers.js';
import { LOGO_ID, withLogo } from './render.js';
import { openSmtp } from './smtp.js';
import { MailError, type MailFault, mailErrorWords, sendOver } from './transport.js';

export interface MailJobNeeds {
  db: Database;
  settings: Settings;
  secrets: Secrets;
  files: Files;
  access: Access;
  now(): string;
  /** Asked when a mail fails: notices send mails themselves, so the one is made after the other. */
  notify(): Notify;
  /** Of the modules that are on. */
  followers(): readonly MailFollower[];
}

export const mailJob = 'core.mail';
const mostAttempts = 8;
/** Pauses between attempts in seconds: a restart of the mail server is bridged quickly, an outage of some hours too. */
const pauses = [5, 15, 60, 300, 900, 3600, 7200];

/** A mail server that let the last mail wait is left alone for so long, since jobs run one after the other. */
const restMs = 10_000;
const slowMs = 2000;

/** Sends unless this server has just kept a mail waiting in vain, and notes when it does. */
function createSender(now: () => string) {
  let resting: { smtp: string; until: string; reason: string; fault: MailFault | null } | undefined;
  return async (smtp: string, message: SendMailOptions): Promise<void> => {
    if (resting && resting.smtp === smtp && now() < resting.until) throw new MailError(resting.reason, false, false, resting.fault);
    resting = undefined;
    const began = Date.now();
    try {
      await sendOver(smtp, message);
    } catch (error) {
      if (error instanceof MailError && !error.reached && Date.now() - began > slowMs)
        resting = { smtp, until: plusMilliseconds(now(), restMs), reason: error.reason, fault: error.fault };
      throw error;
    }
  };
}

/** Why it did not go out, for who looks after the mail server. */
function inWords(settings: Settings, error: unknown): string {
  const config = settings.get('mail');
  if (!(error instanceof MailError) || !config) return error instanceof MailError ? error.reason : String((error as Error).message);
  return mailErrorWords(texts(settings.get('company')?.language ?? 'en'), error, config.smtp);
}

/** Takes a mail off the queue that was settled otherwise while it waited: nobody misses it. @returns whether it was. */
async function withdraw({ db, settings, followers }: MailJobNeeds, id: number): Promise<boolean> {
  if (!(await settledMails(followers(), db.read, [id])).has(id)) return false;
  const t = texts(settings.get('company')?.language ?? 'en');
  await db.write(async ({ q }) => {
    const mail = await q.selectFrom('mails').select('error').where('id', '=', id).executeTakeFirst();
    const error = mail?.error ?? t('core:mail.settled');
    await q.updateTable('mails').set({ state: 'failed', error }).where('id', '=', id).where('state', '=', 'queued').execute();
  });
  return true;
}

/** Takes a mail off the queue for good and tells whoever sent it; what the portal sent by itself, those who can mend the settings. */
async function giveUp({ access, notify, followers }: MailJobNeeds, tx: Tx, id: number, reason: string, attempts: number): Promise<void> {
  const mail = await tx.q
    .updateTable('mails')
    .set({ state: 'failed', error: reason, attempts })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .returning(['recipient', 'subject', 'sender_id', 'record_type', 'record_id'])
    .executeTakeFirst();
  if (!mail) return;
  const failure = await tellFollowers(followers(), tx, id);
  if (failure) return notify().notify(tx, failure.readers, failure.notice);
  const readers = mail.sender_id === null ? await access.whoMay('core.settings.manage') : [mail.sender_id];
  const record = mail.record_type !== null && mail.record_id !== null ? { record: { type: mail.record_type, id: mail.record_id } } : {};
  await notify().notify(tx, readers, { code: 'core.mail.failed', params: { to: mail.recipient, subject: mail.subject, attempts, reason }, ...record });
}

async function attachmentsOf({ files }: MailJobNeeds, ids: readonly number[]) {
  const found = await Promise.all(ids.map((id) => files.find(id)));
  const present = found.filter((file) => file !== undefined);
  return Promise.all(present.map(async (file) => ({ filename: file.name, contentType: file.mediaType, content: await files.read(file.sha256) })));
}

/** The company's logo as it is now, to be shown in the mail; null without one. */
async function logoOf({ files, settings }: MailJobNeeds) {
  const { name, logo } = settings.company();
  const content = await logoBytes({ files }, logo);
  if (!logo || !content) return null;
  const type = content[0] === 0x89 ? 'png' : 'jpeg';
  const picture = { filename: `logo.${type}`, contentType: `image/${type}`, content, cid: LOGO_ID, contentDisposition: 'inline' as const };
  return { name, width: logo.width, height: logo.height, picture };
}

async function send(needs: MailJobNeeds, over: typeof sendOver, id: number): Promise<void> {
  const { db, settings, secrets } = needs;
  const mail = await db.read.selectFrom('mails').selectAll().where('id', '=', id).where('state', '=', 'queued').executeTakeFirst();
  if (!mail) return;
  const config = settings.get('mail');
  if (!config) throw new MailError(texts(mail.language)('core:mail.notSetUp'), false, false);
  const sender = mail.sender_id === null ? undefined : await db.read.selectFrom('people').select('email').where('id', '=', mail.sender_id).executeTakeFirst();
  const logo = await logoOf(needs);
  const html = withLogo(mail.html, logo);
  await over(openSmtp(secrets, config.smtp), {
    from: config.from,
    to: mail.recipient,
    ...(sender?.email ? { replyTo: sender.email } : {}),
    subject: mail.subject,
    text: mail.text,
    html,
    // The same at every attempt: a copy that arrives twice is known as one.
    messageId: mail.message_id,
    date: new Date(mail.at),
    headers: { 'Content-Language': mail.language, ...(mail.sender_id === null ? { 'Auto-Submitted': 'auto-generated' } : {}) },
    attachments: [...(logo && html.includes(LOGO_ID) ? [logo.picture] : []), ...(await attachmentsOf(needs, JSON.parse(mail.attachments)))],
  });
}

/** Core's job that sends what is queued, one mail a job. */
export function mailJobKind(needs: MailJobNeeds): JobKind {
  const over = createSender(needs.now);
  return {
    kind: mailJob,
    mostAttempts,
    pauseMs: (attempts) => (pauses[attempts - 1] ?? 7200) * 1000,
    async handler(payload, attempt) {
      const { id } = payload as { id: number };
      if (await withdraw(needs, id)) return undefined;
      try {
        await send(needs, over, id);
      } catch (error) {
        const reason = inWords(needs.settings, error);
        if (error instanceof MailError && error.permanent) return (tx) => giveUp(needs, tx, id, reason, attempt);
        await needs.db.write(async (tx) => {
          const waiting = await tx.q
            .updateTable('mails')
            .set({ attempts: attempt, error: reason })
            .where('id', '=', id)
            .where('state', '=', 'queued')
            .executeTakeFirst();
          if (waiting.numUpdatedRows > 0n) await tellFollowers(needs.followers(), tx, id);
        });
        throw error;
      }
      return async (tx) => {
        await tx.q
          .updateTable('mails')
          .set({ state: 'sent', sent_at: needs.now(), attempts: attempt, error: null })
          .where('id', '=', id)
          .where('state', '=', 'queued')
          .execute();
        await tellFollowers(needs.followers(), tx, id);
      };
    },
    onFailed: async (tx, payload, error) => {
      const { id } = payload as { id: number };
      const mail = await tx.q.selectFrom('mails').select('error').where('id', '=', id).executeTakeFirst();
      return giveUp(needs, tx, id, mail?.error ?? error, mostAttempts);
    },
    async onRetry(tx, payload) {
      const { id } = payload as { id: number };
      if ((await settledMails(needs.followers(), tx.q, [id])).has(id)) return;
      await tx.q.updateTable('mails').set({ state: 'queued', attempts: 0, error: null }).where('id', '=', id).where('state', '=', 'failed').execute();
      await tellFollowers(needs.followers(), tx, id);
    },
  };
}
