import { randomUUID } from 'node:crypto';
import type { Access } from '../access/access.js';
import type { Database, Tx } from '../db/database.js';
import type { Files } from '../files/files.js';
import { Refusal } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import type { JobKind, Jobs } from '../jobs/jobs.js';
import type { Notify } from '../notify/notify.js';
import type { Secrets } from '../settings/encryption.js';
import type { Settings } from '../settings/settings.js';
import { type MailContent, renderMail } from './render.js';
import { openSmtp, readSmtp } from './smtp.js';
import { MailError, sendOver } from './transport.js';

export interface OutgoingMail {
  to: string;
  content: Omit<MailContent, 'companyName'>;
  /** Files of core's store to attach. */
  attachments?: readonly number[];
  /** Who sent it: told when it fails for good, and answered to. Null: the portal itself. */
  senderId: number | null;
  /** The record it belongs to. */
  record?: { type: string; id: number };
}

export interface Mailer {
  /** Whether mail is set up. */
  ready(): boolean;
  /** Queues a mail in the transaction that causes it; sent after commit, retried with growing pauses. @returns its id. */
  queue(tx: Tx, mail: OutgoingMail): Promise<number>;
  /** Queues a mail that failed once more. */
  again(tx: Tx, id: number): Promise<void>;
  /** Sends at once, to try settings out. @param settings with the password in clear. @throws Refusal 422 with what the mail server said. */
  test(settings: { smtp: string; from: string }, to: string, language: string): Promise<void>;
  /** Core's job that sends what is queued. */
  job: JobKind;
}

export interface MailerNeeds {
  db: Database;
  settings: Settings;
  secrets: Secrets;
  files: Files;
  jobs: Jobs;
  access: Access;
  now(): string;
  /** Asked when a mail fails, so that the two may be made in any order. */
  notify(): Notify;
}

export const mailJob = 'core.mail';
const mostAttempts = 8;
/** Pauses between attempts in seconds: a restart of the mail server is bridged quickly, an outage of some hours too. */
const pauses = [5, 15, 60, 300, 900, 3600, 7200];

export function createMailer(needs: MailerNeeds): Mailer {
  const { db, settings, secrets, files, now } = needs;
  const companyName = () => settings.get('company')?.name ?? 'Sede';

  /** Takes a mail off the queue for good and tells whoever sent it. */
  async function giveUp(tx: Tx, id: number, reason: string, attempts: number): Promise<void> {
    const mail = await tx.q
      .updateTable('mails')
      .set({ state: 'failed', error: reason, attempts })
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .returning(['recipient', 'subject', 'sender_id', 'record_type', 'record_id'])
      .executeTakeFirst();
    if (!mail) return;
    const readers = mail.sender_id === null ? await needs.access.whoMay('core.settings.manage') : [mail.sender_id];
    const record = mail.record_type !== null && mail.record_id !== null ? { record: { type: mail.record_type, id: mail.record_id } } : {};
    await needs.notify().notify(tx, readers, { code: 'core.mail.failed', params: { to: mail.recipient, subject: mail.subject, attempts, reason }, ...record });
  }

  async function attachmentsOf(text: string) {
    const found = await Promise.all((JSON.parse(text) as number[]).map((id) => files.find(id)));
    const present = found.filter((file) => file !== undefined);
    return Promise.all(present.map(async (file) => ({ filename: file.name, contentType: file.mediaType, content: await files.read(file.sha256) })));
  }

  async function send(id: number): Promise<void> {
    const mail = await db.read.selectFrom('mails').selectAll().where('id', '=', id).where('state', '=', 'queued').executeTakeFirst();
    if (!mail) return;
    const config = settings.get('mail');
    if (!config) throw new MailError(texts(mail.language)('core:mail.notSetUp'), false, false);
    const sender = mail.sender_id === null ? undefined : await db.read.selectFrom('people').select('email').where('id', '=', mail.sender_id).executeTakeFirst();
    await sendOver(openSmtp(secrets, config.smtp), {
      from: config.from,
      to: mail.recipient,
      ...(sender?.email ? { replyTo: sender.email } : {}),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      // The same at every attempt: a copy that arrives twice is known as one.
      messageId: mail.message_id,
      date: new Date(mail.at),
      headers: { 'Content-Language': mail.language, 'Auto-Submitted': mail.sender_id === null ? 'auto-generated' : 'no' },
      attachments: await attachmentsOf(mail.attachments),
    });
  }

  return {
    ready: () => settings.get('mail') !== undefined,
    async queue(tx, mail) {
      const rendered = renderMail({ ...mail.content, companyName: companyName() });
      const { id } = await tx.q
        .insertInto('mails')
        .values({
          at: now(),
          recipient: mail.to,
          ...rendered,
          attachments: JSON.stringify(mail.attachments ?? []),
          message_id: `<${randomUUID()}@${domainOf(settings.get('mail')?.from)}>`,
          state: 'queued',
          attempts: 0,
          error: null,
          sent_at: null,
          sender_id: mail.senderId,
          record_type: mail.record?.type ?? null,
          record_id: mail.record?.id ?? null,
          language: mail.content.language,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await needs.jobs.schedule(tx, mailJob, String(id), now(), { id });
      return id;
    },
    async again(tx, id) {
      await tx.q.updateTable('mails').set({ state: 'queued', attempts: 0, error: null }).where('id', '=', id).execute();
      await needs.jobs.schedule(tx, mailJob, String(id), now(), { id });
    },
    async test(config, to, language) {
      const t = texts(language);
      const names = { portal: companyName(), server: readSmtp(config.smtp).host };
      const content = { language, subject: t('core:mail.test.subject', names), heading: t('core:mail.test.heading', names), paragraphs: [t('core:mail.test.text', names)], companyName: companyName() };
      try {
        await sendOver(config.smtp, { from: config.from, to, ...renderMail(content) });
      } catch (error) {
        if (!(error instanceof MailError)) throw error;
        throw new Refusal(422, error.reached ? 'mail-refused' : 'mail-unreachable', { params: { reason: error.reason, server: names.server } });
      }
    },
    job: {
      kind: mailJob,
      mostAttempts,
      pauseMs: (attempts) => (pauses[attempts - 1] ?? 7200) * 1000,
      async handler(payload, attempt) {
        const { id } = payload as { id: number };
        try {
          await send(id);
        } catch (error) {
          const reason = error instanceof MailError ? error.reason : String((error as Error).message);
          if (error instanceof MailError && error.permanent) return (tx) => giveUp(tx, id, reason, attempt);
          await db.write(({ q }) => q.updateTable('mails').set({ attempts: attempt, error: reason }).where('id', '=', id).execute());
          throw error;
        }
        return async ({ q }) => {
          await q.updateTable('mails').set({ state: 'sent', sent_at: now(), attempts: attempt, error: null }).where('id', '=', id).where('state', '=', 'queued').execute();
        };
      },
      onFailed: (tx, payload, error) => giveUp(tx, (payload as { id: number }).id, error, mostAttempts),
    },
  };
}

/** The part of a sender's address after the @, for message ids; they need a name that is ours. */
const domainOf = (from: string | undefined): string => /@([\w.-]+)/.exec(from ?? '')?.[1] ?? 'sede.invalid';
