import type { Queries, Tx } from '../db/database.js';
import type { JobKind } from '../jobs/jobs.js';
import type { MailContent } from './render.js';

/** What files belong to that only a mail has. */
export const mailType = 'core.outgoing-mail';

export interface OutgoingMail {
  to: string;
  content: Omit<MailContent, 'companyName' | 'accent'>;
  /** Files of core's store to attach. */
  attachments?: readonly number[];
  /** Who sent it: told when it fails for good, and answered to. Null: the portal itself. */
  senderId: number | null;
  /** The record it belongs to. */
  record?: { type: string; id: number };
  /** Not to be sent before this instant; left out: at once. */
  after?: string;
}

export interface Mailer {
  /** Whether mail is set up. */
  ready(): boolean;
  /** Queues a mail in the transaction that causes it; sent after commit, retried with growing pauses. @returns its id. */
  queue(tx: Tx, mail: OutgoingMail): Promise<number>;
  /** Queues a mail that failed once more. */
  again(tx: Tx, id: number): Promise<void>;
  /** Those of the mails that their records want sent no more, since they were settled otherwise. */
  settled(q: Queries, ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Sends at once, to try settings out. @param settings with the password in clear. @throws Refusal 422 with what the mail server said. */
  test(settings: { smtp: string; from: string }, to: string, language: string): Promise<void>;
  /** Core's job that sends what is queued. */
  job: JobKind;
}
