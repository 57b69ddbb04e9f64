import type { Selectable } from 'kysely';
import type { Tables } from '../db/tables.js';
import type { Services } from '../services.js';
import type { Secrets } from '../settings/encryption.js';
import type { Guard } from './guard.js';
import { judge, post, timeoutMs } from './post.js';
import { signatureOf } from './signature.js';
import { Undelivered } from './undelivered.js';

export type DeliveryRow = Selectable<Tables['webhook_deliveries']>;
type WebhookRow = Selectable<Tables['webhooks']>;

/** A record as the API gives it to somebody who may do everything; null when it is in the bin or gone. */
export type ReadRecord = (type: string, id: number) => Promise<Record<string, unknown> | null>;

export const testEvent = 'core.webhook.test';

export interface Sender extends Pick<Services, 'now'> {
  secrets: Secrets;
  guard: Guard;
  read: ReadRecord;
  version: string;
}

/** What became of one attempt; `why` is missing when it arrived. */
interface Outcome {
  code: number | null;
  ms: number;
  why?: Undelivered;
}

async function bodyOf({ read }: Sender, hook: WebhookRow, delivery: DeliveryRow): Promise<string> {
  const { uid, event, at, record_type: type, record_id: id } = delivery;
  const data = event === testEvent ? { name: hook.name } : await read(type, id);
  const version = delivery.record_version ?? data?.version ?? null;
  return JSON.stringify({ id: uid, event, at, record: { type, id, version }, data });
}

const inTime = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Undelivered('timeout', { seconds: timeoutMs / 1000 }, true)), { once: true });
    work.then(resolve, reject);
  });

/** One attempt to deliver. Never throws for what the other side does. */
export async function send(sender: Sender, hook: WebhookRow, delivery: DeliveryRow): Promise<Outcome> {
  const body = await bodyOf(sender, hook, delivery);
  const secrets = [sender.secrets.decrypt(hook.secret)];
  if (hook.old_secret !== null && hook.old_secret_until !== null && hook.old_secret_until > sender.now()) secrets.push(sender.secrets.decrypt(hook.old_secret));
  const began = performance.now();
  let code: number | null = null;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const url = new URL(hook.url);
    const to = await inTime(sender.guard.resolve(url), signal);
    const headers = {
      'user-agent': `Sede/${sender.version}`,
      'sede-event': delivery.event,
      'sede-delivery': delivery.uid,
      'sede-signature': signatureOf(secrets, new Date(sender.now()), body),
    };
    code = await post(url, to, headers, body, signal);
    judge(code);
    return { code, ms: Math.round(performance.now() - began) };
  } catch (error) {
    if (!(error instanceof Undelivered)) throw error;
    return { code, ms: Math.round(performance.now() - began), why: error };
  }
}
