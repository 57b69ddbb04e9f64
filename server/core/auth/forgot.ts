import { createHash } from 'node:crypto';
import { audit } from '../audit/audit.js';
import { plusMilliseconds } from '../db/instant.js';
import { publicLink } from '../http/links.js';
import type { JobKind } from '../jobs/jobs.js';
import { mailLink } from '../people/invites.js';
import { askedLifeMs, createLink } from '../people/links.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';

const JOB = 'core.forgotten-password';
/** Whoever asks again and again fills no mailbox. */
const pauseMs = 10 * 60_000;

/**
 * Whether a forgotten password can be replaced by mail: mail is set up, and the portal knows its own address. The address
 * under which a stranger reached it must not stand in a mail to somebody else.
 */
export const recoverable = ({ mail, settings }: Pick<Services, 'mail' | 'settings'>): boolean => mail.ready() && publicLink(settings, '/') !== null;

/** Does the same work for every address, so that neither the answer nor its time tells who has an account. */
export async function askForLink({ db, jobs, now }: Services, email: string): Promise<void> {
  const folded = fold(email);
  const key = createHash('sha256').update(folded).digest('hex');
  await db.write((tx) => jobs.schedule(tx, JOB, key, now(), { email: folded }));
}

/** Makes and mails the link, where there is somebody who can use it and who did not get one just now. */
export const forgottenPasswordJob = (services: Services): JobKind => ({
  kind: JOB,
  mostAttempts: 3,
  handler: async (payload) => async (tx) => {
    if (!recoverable(services)) return;
    const now = services.now();
    const { email } = payload as { email: string };
    const person = await tx.q
      .selectFrom('people')
      .select(['id', 'name', 'email', 'language', 'time_zone'])
      .where('folded_email', '=', email)
      .where('status', '=', 'active')
      .executeTakeFirst();
    if (!person?.email) return;
    const recent = await tx.q
      .selectFrom('invites')
      .select('id')
      .where('person_id', '=', person.id)
      .where('created_at', '>', plusMilliseconds(now, -pauseMs))
      .executeTakeFirst();
    if (recent) return;
    const { path, expiresAt } = await createLink(tx, person.id, 'reset', now, askedLifeMs);
    const url = publicLink(services.settings, path) as string;
    const reader = { name: person.name, email: person.email, language: person.language, timeZone: person.time_zone, kind: 'reset' as const };
    await mailLink(services, tx, null, reader, url, expiresAt);
    await audit(tx, now, { personId: null }, 'person.link-asked', `core.person:${person.id}`);
  },
});
