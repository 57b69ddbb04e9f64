import type { Logger } from 'pino';
import type { Access } from './access/access.js';
import type { Database } from './db/database.js';
import type { Events } from './events/events.js';
import type { Files } from './files/files.js';
import type { Jobs } from './jobs/jobs.js';
import type { Mailer } from './mail/mailer.js';
import type { Meter } from './metrics/meter.js';
import type { Notify } from './notify/notify.js';
import type { Live } from './realtime/live.js';
import type { SearchQueue } from './search/queue.js';
import type { Secrets } from './settings/encryption.js';
import type { Settings } from './settings/settings.js';
import type { Outbox } from './webhooks/outbox.js';

/** What core keeps running for the life of the process, whatever modules come and go. */
export interface Services {
  db: Database;
  access: Access;
  settings: Settings;
  /** Encrypts what must not lie in the database in clear, with the key file of the data folder. */
  secrets: Secrets;
  live: Live;
  events: Events;
  outbox: Outbox;
  search: SearchQueue;
  jobs: Jobs;
  notify: Notify;
  mail: Mailer;
  files: Files;
  /** Counts the answers, for `/metrics`. */
  meter: Meter;
  log: Logger;
  /** The data folder. */
  folder: string;
  /** Path below which the portal is reached behind a proxy, such as `/portal`; empty for none. */
  basePath: string;
  now(): string;
}
