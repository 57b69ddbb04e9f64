import type { Selectable } from 'kysely';
import type { Queries, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import type { Tables } from '../db/tables.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { deliverJob } from './outbox.js';
import { type DeliveryRow, type Sender, send } from './send.js';
import { reasonText, type Undelivered } from './undelivered.js';

export type WebhookRow = Selectable<Tables['webhooks']>;

const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;
/** Pauses of a delivery after its failures; the last one goes on until a day is over. */
const pauses = [10_000, minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour];
const pauseMs = (failures: number): number => pauses[Math.min(failures, pauses.length) - 1] ?? 0;
/** A webhook whose receiver is down rests no longer than this: what was not tried yet tells soon that it is there again. */
const longestRestMs = 5 * minute;
const restMs = (failures: number): number => Math.min(pauseMs(failures), longestRestMs);
/** A job has two minutes before another process would take it over. */
const longestRunMs = 60_000;
const switchOffAfterMs = 3 * day;

type Needs = Pick<Services, 'db' | 'now' | 'notify' | 'access' | 'jobs' | 'outbox'>;

/** Of each record only the first delivery that waits, so that its changes arrive in their order. */
const firstOfEach = (q: Queries, webhookId: number, types: readonly string[]) =>
  q
    .selectFrom('webhook_deliveries as d')
    .where('d.webhook_id', '=', webhookId)
    .where('d.state', '=', 'waiting')
    .where('d.record_type', 'in', [...types])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('webhook_deliveries as b')
            .select('b.id')
            .where('b.webhook_id', '=', webhookId)
            .where('b.state', '=', 'waiting')
            .whereRef('b.record_type', '=', 'd.record_type')
            .whereRef('b.record_id', '=', 'd.record_id')
            .whereRef('b.id', '<', 'd.id'),
        ),
      ),
    );

/**
 * What may be sent now: first what was tried least, so that what is refused again and again holds up no other record, then the oldest.
 * After a rest one alone, the newest: many that are refused for what they have in common hold up no other for longer than a rest.
 */
function dueDeliveries({ db, now }: Needs, hook: WebhookRow, types: readonly string[]): Promise<DeliveryRow[]> {
  const due = firstOfEach(db.read, hook.id, types).selectAll().where('d.due_at', '<=', now()).orderBy('d.attempts');
  const next = hook.failures > 0 ? due.orderBy('d.id', 'desc').limit(1) : due.orderBy('d.id').limit(20);
  return next.execute();
}

/** Who is told about a webhook that does not work: whoever made it, or everybody who may mend it when that person is gone. */
async function readersOf({ access }: Needs, hook: WebhookRow): Promise<number[]> {
  const creator = hook.created_by === null ? undefined : await access.actorOf(hook.created_by);
  return creator ? [creator.personId as number] : access.whoMay('core.webhooks.manage');
}

/** Stores an attempt that arrived, and lets go at once what waited only because its receiver was down. */
async function storeSent(tx: Tx, delivery: DeliveryRow, at: string, code: number, ms: number): Promise<void> {
  await tx.q
    .updateTable('webhook_deliveries')
    .set({ state: 'sent', attempts: delivery.attempts + 1, code, ms, error: null, last_at: at })
    .where('id', '=', delivery.id)
    .execute();
  const hook = await tx.q.selectFrom('webhooks').select(['id', 'failures', 'failing_since']).where('id', '=', delivery.webhook_id).executeTakeFirst();
  if (!hook?.failing_since) return;
  await tx.q.updateTable('webhooks').set({ failures: 0, failing_since: null }).where('id', '=', hook.id).execute();
  if (hook.failures === 0) return;
  const heldUp = tx.q
    .updateTable('webhook_deliveries')
    .where('webhook_id', '=', hook.id)
    .where('state', '=', 'waiting')
    .where('first_failed_at', '>=', hook.failing_since);
  await heldUp.set({ due_at: at }).execute();
  await heldUp.set({ first_failed_at: null }).where('attempts', '=', 0).execute();
}

/**
 * Whether a failure that speaks of the whole receiver can be believed: nothing has arrived since another record's delivery failed
 * for the first time. What had failed before something arrived is refused for itself and says nothing of the receiver.
 */
async function isDown(tx: Tx, hook: WebhookRow, delivery: DeliveryRow): Promise<boolean> {
  const since = hook.failing_since;
  if (since === null || (delivery.first_failed_at !== null && delivery.first_failed_at < since)) return false;
  const other = await tx.q
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('webhook_id', '=', hook.id)
    .where('first_failed_at', '>=', since)
    .where('attempts', '>', 0)
    .where((eb) => eb.or([eb('record_type', '<>', delivery.record_type), eb('record_id', '<>', delivery.record_id)]))
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** Tells of deliveries that were given up, or of a webhook that was switched off. */
async function tellReaders(needs: Needs, tx: Tx, hook: WebhookRow, off: boolean, count: number, error: string): Promise<void> {
  for (const person of await readersOf(needs, hook)) {
    const reader = await needs.access.actorOf(person);
    const params = { name: hook.name, count, reason: reasonText(error, reader?.language ?? 'en') };
    await needs.notify.notify(tx, [person], { code: off ? 'core.webhook.off' : 'core.webhook.failed', params });
  }
}

/**
 * Stores an attempt that failed. What has been tried for a day is given up; a webhook at which nothing has arrived for three days
 * is switched off. Its maker hears of either, of the first once a day.
 * @returns for how many milliseconds the whole webhook rests; 0 where the receiver is not down.
 */
async function storeFailure(needs: Needs, tx: Tx, delivery: DeliveryRow, why: Undelivered, code: number | null, ms: number): Promise<number> {
  const now = needs.now();
  const hook = await tx.q.selectFrom('webhooks').selectAll().where('id', '=', delivery.webhook_id).executeTakeFirst();
  if (!hook) return 0;
  const down = why.everything && (await isDown(tx, hook, delivery));
  const failures = hook.failures + (down ? 1 : 0);
  const attempts = delivery.attempts + 1;
  const error = why.toText();
  await tx.q
    .updateTable('webhook_deliveries')
    .set({
      attempts,
      code,
      ms,
      error,
      last_at: now,
      first_failed_at: delivery.first_failed_at ?? now,
      due_at: plusMilliseconds(now, pauseMs(attempts)),
    })
    .where('id', '=', delivery.id)
    .execute();
  const waiting = tx.q.updateTable('webhook_deliveries').where('webhook_id', '=', hook.id).where('state', '=', 'waiting');
  // What is due and held up by the same failure has its day from here on as well.
  const heldUp = waiting.set({ first_failed_at: now }).where('first_failed_at', 'is', null).where('due_at', '<=', now);
  const ofRecord = heldUp.where('record_type', '=', delivery.record_type).where('record_id', '=', delivery.record_id);
  if (why.everything) await (down ? heldUp : ofRecord).execute();
  const given = await waiting
    .set((eb) => ({ state: 'failed', error: eb.fn.coalesce('error', eb.val(error)) }))
    .where('first_failed_at', '<=', plusMilliseconds(now, -day))
    .returning('id')
    .execute();
  const failingSince = hook.failing_since ?? now;
  const off = given.length > 0 && failingSince <= plusMilliseconds(now, -switchOffAfterMs);
  const tell = off || (given.length > 0 && (hook.told_at === null || hook.told_at <= plusMilliseconds(now, -day)));
  await tx.q
    .updateTable('webhooks')
    .set({
      failures,
      failing_since: failingSince,
      ...(tell ? { told_at: now } : {}),
      ...(off ? { active: 0, switched_off_at: now, version: hook.version + 1 } : {}),
    })
    .where('id', '=', hook.id)
    .execute();
  if (off) tx.afterCommit(() => void needs.outbox.reload());
  if (tell) await tellReaders(needs, tx, hook, off, given.length, error);
  return down ? restMs(failures) : 0;
}

/** One attempt and what it leads to. @returns for how many milliseconds the whole webhook rests now. */
async function attempt(needs: Needs, sender: Sender, hook: WebhookRow, delivery: DeliveryRow): Promise<number> {
  const { code, ms, why } = await send(sender, hook, delivery);
  return needs.db.write(async (tx) => {
    if (why) return storeFailure(needs, tx, delivery, why, code, ms);
    await storeSent(tx, delivery, needs.now(), code as number, ms);
    return 0;
  });
}

/** Sends one delivery at once, for a person who waits for it; what waits goes on where it arrives. */
export async function attemptNow(needs: Needs, sender: Sender, hook: WebhookRow, delivery: DeliveryRow): Promise<void> {
  const { code, ms, why } = await send(sender, hook, delivery);
  const now = needs.now();
  await needs.db.write(async (tx) => {
    if (!why) return storeSent(tx, delivery, now, code as number, ms);
    // What a person tries by hand neither moves the day after which it is given up, nor brings back what was given up.
    await tx.q
      .updateTable('webhook_deliveries')
      .set({ attempts: delivery.attempts + 1, code, ms, error: why.toText(), last_at: now, ...(delivery.state === 'waiting' ? {} : { state: 'failed' }) })
      .where('id', '=', delivery.id)
      .execute();
  });
  if (!why) await needs.outbox.wake(hook.id);
}

/** Plans the next run for when the first of what still waits is due; nothing when nothing does. */
async function planNext(needs: Needs, tx: Tx, webhookId: number, types: readonly string[], notBefore: string): Promise<void> {
  const next = await firstOfEach(tx.q, webhookId, types)
    .select((eb) => eb.fn.min('d.due_at').as('due'))
    .executeTakeFirst();
  if (!next?.due) return;
  await needs.jobs.schedule(tx, deliverJob, String(webhookId), next.due > notBefore ? next.due : notBefore, { id: webhookId });
}

/**
 * The job that sends what waits for one webhook, one delivery after the other. Where one does not arrive, only that record's
 * deliveries wait for a growing pause; where those of different records do not, the receiver is down and the whole webhook rests.
 */
export function deliverKind(needs: Needs, sender: Sender, types: () => readonly string[]): JobKind {
  return {
    kind: deliverJob,
    // What is tried again and for how long is written in the deliveries; the job itself never ends for good.
    mostAttempts: Number.POSITIVE_INFINITY,
    async handler(payload) {
      const { id } = payload as { id: number };
      const began = Date.now();
      for (;;) {
        const hook = await needs.db.read.selectFrom('webhooks').selectAll().where('id', '=', id).where('active', '=', 1).executeTakeFirst();
        if (!hook || types().length === 0) return undefined;
        const due = await dueDeliveries(needs, hook, types());
        for (const delivery of due) {
          const rest = await attempt(needs, sender, hook, delivery);
          if (rest > 0) return (tx) => planNext(needs, tx, id, types(), plusMilliseconds(needs.now(), rest));
          if (Date.now() - began > longestRunMs) return (tx) => planNext(needs, tx, id, types(), needs.now());
        }
        if (due.length === 0) return (tx) => planNext(needs, tx, id, types(), needs.now());
      }
    },
  };
}
