import type { Webhook, WebhookDraft } from '../../contracts/core/webhooks.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { newSecret } from '../auth/secrets.js';
import type { Queries, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { lockRow } from '../db/lock.js';
import { conflict, invalid, notFound, staleVersion } from '../http/problem.js';
import type { Services } from '../services.js';
import { day, type WebhookRow } from './deliver.js';
import type { Guard } from './guard.js';
import { deliverJob } from './outbox.js';
import { Undelivered } from './undelivered.js';

const mostWebhooks = 100;

type Needs = Pick<Services, 'db' | 'now' | 'secrets' | 'outbox' | 'jobs'>;

const withPrefix = () => newSecret('whsec_').secret;

function toWebhook(row: WebhookRow, waiting: number): Webhook {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    url: row.url,
    events: JSON.parse(row.events),
    active: row.active === 1,
    switchedOffAt: row.switched_off_at,
    failingSince: row.failing_since,
    oldSecretUntil: row.old_secret_until,
    waiting,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

async function countWaiting(q: Queries): Promise<Map<number, number>> {
  const rows = await q
    .selectFrom('webhook_deliveries')
    .select((eb) => ['webhook_id', eb.fn.countAll<number>().as('n')])
    .where('state', '=', 'waiting')
    .groupBy('webhook_id')
    .execute();
  return new Map(rows.map((row) => [row.webhook_id, row.n]));
}

export async function listWebhooks(q: Queries): Promise<Webhook[]> {
  const [rows, waiting] = [await q.selectFrom('webhooks').selectAll().orderBy('id').execute(), await countWaiting(q)];
  return rows.map((row) => toWebhook(row, waiting.get(row.id) ?? 0));
}

/** @throws Refusal 404. */
export async function webhookRow(q: Queries, id: number): Promise<WebhookRow> {
  const row = await q.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

export async function readWebhook(q: Queries, id: number): Promise<Webhook> {
  return toWebhook(await webhookRow(q, id), (await countWaiting(q)).get(id) ?? 0);
}

/** Refuses events that the person is not offered. @throws Refusal 422. */
function checkEvents(events: readonly string[], offered: ReadonlySet<string>): void {
  const errors = events.flatMap((event, i) => (offered.has(event) ? [] : [{ path: `events.${i}`, message: 'unknown-event', params: { name: event } }]));
  if (errors.length > 0) throw invalid(errors);
}

/**
 * The address in its plain form. A host that has no address just now is taken; one that leads inside is refused at once, and again
 * at every delivery. @throws Refusal 422 on `url`.
 */
async function checkUrl(guard: Guard, text: string): Promise<string> {
  const url = guard.read(text.trim());
  try {
    await guard.resolve(url);
  } catch (error) {
    if (!(error instanceof Undelivered)) throw error;
    if (error.code === 'address') throw invalid([{ path: 'url', message: 'inside-address', params: error.params }]);
  }
  return url.href;
}

/** @throws Refusal 422 naming the wrong field, 409 when there are too many. @returns the webhook with its secret, which is shown this once. */
export async function createWebhook(
  needs: Needs,
  guard: Guard,
  actor: Actor,
  draft: WebhookDraft,
  offered: ReadonlySet<string>,
): Promise<Webhook & { secret: string }> {
  checkEvents(draft.events, offered);
  const url = await checkUrl(guard, draft.url);
  const secret = withPrefix();
  const made = await needs.db.write(async (tx) => {
    const { n } = await tx.q
      .selectFrom('webhooks')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    if (n >= mostWebhooks) throw conflict('too-many-webhooks');
    const row = await tx.q
      .insertInto('webhooks')
      .values({
        version: 1,
        name: draft.name.trim(),
        url,
        events: JSON.stringify([...new Set(draft.events)]),
        active: draft.active === false ? 0 : 1,
        secret: needs.secrets.encrypt(secret),
        old_secret: null,
        old_secret_until: null,
        created_by: actor.personId,
        created_at: needs.now(),
        failures: 0,
        failing_since: null,
        told_at: null,
        switched_off_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, needs.now(), actor, 'webhook.created', `core.webhook:${row.id}`, { host: new URL(url).host, events: draft.events });
    return toWebhook(row, 0);
  });
  await needs.outbox.reload();
  return { ...made, secret };
}

/** @throws Refusal 404. */
async function lockWebhook(tx: Tx, id: number): Promise<WebhookRow> {
  const row = await lockRow(tx, 'webhooks', id);
  if (!row) throw notFound();
  return row;
}

/** A changed address, and being switched on again, begin afresh: what waits is tried at once. */
export async function changeWebhook(
  needs: Needs,
  guard: Guard,
  actor: Actor,
  id: number,
  patch: Partial<WebhookDraft> & { version?: number },
  offered: ReadonlySet<string>,
): Promise<Webhook> {
  const present = await webhookRow(needs.db.read, id);
  // What it hears already stays, also while the module of it is off.
  if (patch.events) checkEvents(patch.events, new Set([...offered, ...(JSON.parse(present.events) as string[])]));
  const url = patch.url === undefined ? undefined : await checkUrl(guard, patch.url);
  const changed = await needs.db.write(async (tx) => {
    const row = await lockWebhook(tx, id);
    const { version, ...given } = patch;
    if (version !== undefined && version !== row.version) throw staleVersion(toWebhook(row, 0), { ...toWebhook(row, 0), ...given, version });
    const afresh = (url !== undefined && url !== row.url) || (patch.active === true && row.active === 0);
    const next = await tx.q
      .updateTable('webhooks')
      .set({
        version: row.version + 1,
        ...(patch.name === undefined ? {} : { name: patch.name.trim() }),
        ...(url === undefined ? {} : { url }),
        ...(patch.events === undefined ? {} : { events: JSON.stringify([...new Set(patch.events)]) }),
        ...(patch.active === undefined ? {} : { active: patch.active ? 1 : 0, switched_off_at: null }),
        ...(afresh ? { failures: 0, failing_since: null, told_at: null } : {}),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (afresh) {
      await tx.q
        .updateTable('webhook_deliveries')
        .set({ due_at: needs.now(), first_failed_at: null })
        .where('webhook_id', '=', id)
        .where('state', '=', 'waiting')
        .execute();
      await needs.jobs.schedule(tx, deliverJob, String(id), needs.now(), { id });
    }
    await audit(tx, needs.now(), actor, 'webhook.changed', `core.webhook:${id}`, {
      fields: Object.keys(given),
      ...(url === undefined ? {} : { host: new URL(url).host }),
      ...(patch.events ? { events: patch.events } : {}),
    });
    return toWebhook(next, (await countWaiting(tx.q)).get(id) ?? 0);
  });
  await needs.outbox.reload();
  return changed;
}

/** What waits for it and what was sent goes with it. */
export async function removeWebhook(needs: Needs, actor: Actor, id: number): Promise<Webhook> {
  const removed = await needs.db.write(async (tx) => {
    const row = await lockWebhook(tx, id);
    await tx.q.deleteFrom('webhooks').where('id', '=', id).execute();
    await tx.q.deleteFrom('webhook_deliveries').where('webhook_id', '=', id).execute();
    await needs.jobs.cancel(tx, deliverJob, String(id));
    await audit(tx, needs.now(), actor, 'webhook.removed', `core.webhook:${id}`, { host: new URL(row.url).host });
    return toWebhook(row, 0);
  });
  await needs.outbox.reload();
  return removed;
}

/** A new secret; deliveries are signed with the one before as well for a day, so that the receiver can change in its own time. */
export async function replaceSecret(needs: Needs, actor: Actor, id: number): Promise<Webhook & { secret: string }> {
  const secret = withPrefix();
  return needs.db.write(async (tx) => {
    const row = await lockWebhook(tx, id);
    const next = await tx.q
      .updateTable('webhooks')
      .set({ version: row.version + 1, secret: needs.secrets.encrypt(secret), old_secret: row.secret, old_secret_until: plusMilliseconds(needs.now(), day) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, needs.now(), actor, 'webhook.secret-replaced', `core.webhook:${id}`);
    return { ...toWebhook(next, (await countWaiting(tx.q)).get(id) ?? 0), secret };
  });
}
