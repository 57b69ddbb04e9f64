import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database, Tx } from '../db/database.js';
import type { Jobs } from '../jobs/jobs.js';

/** The job that sends what waits for one webhook; its key is the webhook's id. */
export const deliverJob = 'core.webhook';

export type ChangeOfRecord = 'created' | 'changed' | 'deleted';

/** Where webhooks hear of what happens, in the transaction in which it does. Costs one look into a map where none listens. */
export interface Outbox {
  /** @param rows the records, each with the version that the change gave it. */
  changed(tx: Tx, type: string, what: ChangeOfRecord, rows: readonly { id: number; version: number }[]): Promise<void>;
  /** Whether anybody wants to hear of such a change, for callers that would have to read the records first. */
  listens(type: string, what: ChangeOfRecord): boolean;
  /** A domain event about a record. */
  happened(tx: Tx, event: string, record: { type: string; id: number }): Promise<void>;
  /** To be called after every change of the webhooks. */
  reload(): Promise<void>;
  /** Sees to it that what waits for a webhook is sent: now, or after its rest where its receiver is down. */
  wake(webhookId: number): Promise<void>;
}

async function load(db: Database): Promise<Map<string, number[]>> {
  const rows = await db.read.selectFrom('webhooks').select(['id', 'events']).where('active', '=', 1).orderBy('id').execute();
  const listening = new Map<string, number[]>();
  for (const row of rows) for (const event of JSON.parse(row.events) as string[]) listening.set(event, [...(listening.get(event) ?? []), row.id]);
  return listening;
}

export async function createOutbox(db: Database, jobs: Jobs, now: () => string, log: Logger): Promise<Outbox> {
  let listening = await load(db);
  const waking = new Map<number, Promise<void>>();

  async function add(tx: Tx, event: string, records: readonly { type: string; id: number; version: number | null }[]): Promise<void> {
    const webhooks = listening.get(event);
    if (!webhooks || records.length === 0) return;
    const at = now();
    const rows = webhooks.flatMap((webhook) =>
      records.map(({ type, id, version }) => ({
        uid: randomUUID(),
        webhook_id: webhook,
        event,
        at,
        record_type: type,
        record_id: id,
        record_version: version,
        state: 'waiting',
        attempts: 0,
        due_at: at,
        first_failed_at: null,
        last_at: null,
        code: null,
        ms: null,
        error: null,
      })),
    );
    await tx.insertMany('webhook_deliveries', rows);
    // Planned after the commit: planned inside, every change would wait for the one row of the webhook's job.
    tx.afterCommit(() => {
      for (const webhook of webhooks) outbox.wake(webhook).catch((error) => log.error({ err: error, webhook }, 'webhook could not be woken'));
    });
  }

  const outbox: Outbox = {
    async changed(tx, type, what, rows) {
      const event = `${type}.${what}`;
      if (!listening.has(event)) return;
      await add(
        tx,
        event,
        rows.map(({ id, version }) => ({ type, id, version })),
      );
    },
    listens: (type, what) => listening.has(`${type}.${what}`),
    happened: (tx, event, record) => add(tx, event, [{ ...record, version: null }]),
    async reload() {
      listening = await load(db);
    },
    wake(webhookId) {
      const present = waking.get(webhookId);
      if (present) return present;
      // Removed before the write begins: a delivery that is committed meanwhile wakes again.
      const woken = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        waking.delete(webhookId);
        return db.write(async (tx) => {
          const hook = await tx.q.selectFrom('webhooks').select('failures').where('id', '=', webhookId).executeTakeFirst();
          const rests = hook !== undefined && hook.failures > 0;
          await (rests ? jobs.plan : jobs.hasten)(tx, deliverJob, String(webhookId), { id: webhookId });
        });
      });
      waking.set(webhookId, woken);
      return woken;
    },
  };
  return outbox;
}
