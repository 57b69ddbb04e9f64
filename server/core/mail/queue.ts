import { randomUUID } from 'node:crypto';
import { tonesOf } from '../../contracts/core/accent.js';
import type { Tx } from '../db/database.js';
import { invalidField, Refusal } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import type { Jobs } from '../jobs/jobs.js';
import { settledMails, tellFollowers } from './followers.js';
import { type MailJobNeeds, mailJob, mailJobKind } from './job.js';
import { type Mailer, mailType } from './mailer.js';
import { type MailContent, renderMail } from './render.js';
import { isMailAddress, isSender, isSmtp, readSmtp } from './smtp.js';
import { MailError, mailErrorWords, sendOver } from './transport.js';

/** The part of a sender's address after the @, for message ids; they need a name that is ours. */
const domainOf = (from: string | undefined): string => /@([\w.-]+)/.exec(from ?? '')?.[1] ?? 'sede.invalid';

const messageIdOf = (from: string | undefined): string => `<${randomUUID()}@${domainOf(from)}>`;

/** A mail of the portal itself, about nothing, that nobody has tried to send. */
const blank = { attachments: '[]', attempts: 0, error: null, sent_at: null, sender_id: null, record_type: null, record_id: null };

/** What is attached and belongs to nothing yet is the mail's, so that nobody takes it for left over. */
async function bindAttachments(tx: Tx, id: number, files: readonly number[]): Promise<void> {
  if (files.length === 0) return;
  await tx.q.updateTable('files').set({ record_type: mailType, record_id: id }).where('id', 'in', files).where('record_type', 'is', null).execute();
}

export function createMailer(needs: MailJobNeeds & { jobs: Jobs }): Mailer {
  const { db, settings, jobs, now } = needs;
  const sender = (): Pick<MailContent, 'companyName' | 'accent'> => {
    const company = settings.get('company');
    return { companyName: company?.name ?? 'Sede', ...(company?.accent ? { accent: tonesOf(company.accent).light.accent } : {}) };
  };
  return {
    job: mailJobKind(needs),
    ready: () => settings.get('mail') !== undefined,
    async queue(tx, mail) {
      const rendered = renderMail({ ...mail.content, ...sender() });
      const { id } = await tx.q
        .insertInto('mails')
        .values({
          ...blank,
          at: now(),
          recipient: mail.to,
          ...rendered,
          attachments: JSON.stringify(mail.attachments ?? []),
          message_id: messageIdOf(settings.get('mail')?.from),
          state: 'queued',
          sender_id: mail.senderId,
          record_type: mail.record?.type ?? null,
          record_id: mail.record?.id ?? null,
          language: mail.content.language,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await bindAttachments(tx, id, mail.attachments ?? []);
      await jobs.schedule(tx, mailJob, String(id), mail.after ?? now(), { id });
      return id;
    },
    async again(tx, id) {
      await tx.q.updateTable('mails').set({ state: 'queued', attempts: 0, error: null }).where('id', '=', id).execute();
      await jobs.schedule(tx, mailJob, String(id), now(), { id });
      await tellFollowers(needs.followers(), tx, id);
    },
    settled: (q, ids) => settledMails(needs.followers(), q, ids),
    async test(config, to, language) {
      if (!isSmtp(config.smtp)) throw invalidField('smtp', 'smtp');
      if (!isSender(config.from)) throw invalidField('from', 'format-email');
      if (!isMailAddress(to)) throw invalidField('to', 'format-email');
      const t = texts(language);
      const names = { portal: sender().companyName, server: readSmtp(config.smtp).host };
      const content = {
        language,
        subject: t('core:mail.test.subject', names),
        heading: t('core:mail.test.heading', names),
        paragraphs: [t('core:mail.test.text', names)],
      };
      const rendered = renderMail({ ...content, ...sender() });
      const messageId = messageIdOf(config.from);
      try {
        await sendOver(config.smtp, { from: config.from, to, ...rendered, messageId });
      } catch (error) {
        if (!(error instanceof MailError)) throw error;
        throw new Refusal(422, error.reached ? 'mail-refused' : 'mail-unreachable', {
          params: { reason: mailErrorWords(t, error, config.smtp), server: names.server },
        });
      }
      // It stands among what was sent; one that did not go out was said at once, and is not to be sent again with settings that were only tried.
      await db.write(({ q }) =>
        q
          .insertInto('mails')
          .values({ ...blank, ...rendered, at: now(), sent_at: now(), recipient: to, message_id: messageId, state: 'sent', attempts: 1, language })
          .execute(),
      );
    },
  };
}
