import { randomUUID } from 'node:crypto';
import type { Page } from '../../contracts/core/endpoint.js';
import type { WebhookDelivery } from '../../contracts/core/webhooks.js';
import type { Queries } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { invalidField, notFound } from '../http/problem.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { day, type WebhookRow } from './deliver.js';
import { type DeliveryRow, testEvent } from './send.js';
import { reasonText } from './undelivered.js';

const keptDays = 30;

export function toDelivery(row: DeliveryRow, language: string): WebhookDelivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    delivery: row.uid,
    event: row.event,
    at: row.at,
    recordType: row.record_type,
    recordId: row.record_id,
    state: row.state as WebhookDelivery['state'],
    attempts: row.attempts,
    lastAt: row.last_at,
    nextAt: row.state === 'waiting' ? row.due_at : null,
    code: row.code,
    ms: row.ms,
    error: row.error === null ? null : reasonText(row.error, language),
  };
}

/** Newest first; the cursor is the id of the last one shown. */
export async function listDeliveries(
  q: Queries,
  webhookId: number,
  asked: { limit?: number; after?: string; state?: WebhookDelivery['state'] },
  language: string,
): Promise<Page<WebhookDelivery>> {
  const { limit = 50, after, state } = asked;
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  let query = q.selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', webhookId);
  if (after !== undefined) query = query.where('id', '<', Number(after));
  if (state !== undefined) query = query.where('state', '=', state);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return { items: shown.map((row) => toDelivery(row, language)), next: rows.length > limit ? String(shown.at(-1)?.id) : null };
}

/** @throws Refusal 404. */
export async function deliveryRow(q: Queries, id: number): Promise<DeliveryRow> {
  const row = await q.selectFrom('webhook_deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

/** A delivery of nothing but a test; failed until its attempt has been made, so that nothing tries it again by itself. */
export function addTest({ db, now }: Pick<Services, 'db' | 'now'>, hook: WebhookRow): Promise<DeliveryRow> {
  return db.write(({ q }) =>
    q
      .insertInto('webhook_deliveries')
      .values({
        uid: randomUUID(),
        webhook_id: hook.id,
        event: testEvent,
        at: now(),
        record_type: 'core.webhook',
        record_id: hook.id,
        record_version: hook.version,
        state: 'failed',
        attempts: 0,
        due_at: now(),
        first_failed_at: null,
        last_at: null,
        code: null,
        ms: null,
        error: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

/** Wakes webhooks for which something waits, which a killed process may have left without a job, and forgets old deliveries. */
export const webhooksSweep = ({ db, now, outbox }: Pick<Services, 'db' | 'now' | 'outbox'>): JobKind => ({
  kind: 'core.webhooks-sweep',
  cron: '*/5 * * * *',
  async handler() {
    await outbox.reload();
    const waiting = await db.read
      .selectFrom('webhook_deliveries as d')
      .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
      .select('w.id')
      .distinct()
      .where('d.state', '=', 'waiting')
      .where('w.active', '=', 1)
      .execute();
    for (const { id } of waiting) await outbox.wake(id);
    return async (tx) => {
      await tx.q
        .deleteFrom('webhook_deliveries')
        .where('at', '<', plusMilliseconds(now(), -keptDays * day))
        .execute();
    };
  },
});
