import type { Logger } from 'pino';
import type { Database, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import type { Outbox } from '../webhooks/outbox.js';

/** A domain event by its dotted name in the past tense, such as `crm.deal.won`. */
export interface EventToken<Payload> {
  readonly name: string;
  /** The record it is about. Events that name theirs are offered to webhooks too, under the text `<module>:event.<rest>`. */
  record?(payload: Payload): { type: string; id: number };
  /** Never set: carries the type. */
  readonly payload?: Payload;
}

export interface EventHandler {
  /** Unique over the portal, stable over versions: receipts are kept under it. */
  id: string;
  event: string;
  /** Asked in the transaction in which it happens; where it answers false, nothing is put into the outbox for this handler. */
  concerns?(tx: Tx, payload: unknown): Promise<boolean>;
  /** Runs in the transaction that also takes the delivery off the list: exactly once in its effect. */
  handle(tx: Tx, payload: unknown): Promise<void>;
}

export interface Events {
  /** Puts an event into the outbox, in the transaction in which it happened; delivered after commit, at least once. */
  emit<P>(tx: Tx, event: EventToken<P>, payload: P): Promise<void>;
  /** Handlers of the present generation; the deliveries of a handler that is off wait for it. */
  use(handlers: readonly EventHandler[]): void;
  /** Delivers what is due. Called after commits. */
  deliver(): Promise<void>;
  /** Delivers what is due now, and by and by what failed and waits to be tried again; called at the start and after a fault. */
  catchUp(): void;
  /** Ends that; what is under way is finished. */
  stop(): Promise<void>;
}

/** The database may be gone for a while: milliseconds until it is asked again. */
const afterFaultMs = 2000;
/** So often it is looked whether what failed is due again. */
const waitingMs = 30_000;
const backOffMs = (attempts: number) => Math.min(3_600_000, 1000 * 2 ** attempts);

export function createEvents(db: Database, now: () => string, log: Logger, outbox: Pick<Outbox, 'happened'>): Events {
  let handlers = new Map<string, EventHandler>();
  let delivering: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function deliverOne(row: { event_id: number; handler: string; attempts: number; payload: string }): Promise<void> {
    const handler = handlers.get(row.handler);
    if (!handler) return;
    try {
      await db.write(async (tx) => {
        const taken = await tx.q
          .deleteFrom('event_deliveries')
          .where('event_id', '=', row.event_id)
          .where('handler', '=', row.handler)
          .returning('event_id')
          .executeTakeFirst();
        if (taken) await handler.handle(tx, JSON.parse(row.payload));
      });
    } catch (error) {
      log.error({ err: error, handler: row.handler, event: row.event_id }, 'event handler failed');
      await db.write(({ q }) =>
        q
          .updateTable('event_deliveries')
          .set({ attempts: row.attempts + 1, due_at: plusMilliseconds(now(), backOffMs(row.attempts)), error: String(error).slice(0, 500) })
          .where('event_id', '=', row.event_id)
          .where('handler', '=', row.handler)
          .execute(),
      );
      // A little later, for timers may be early.
      catchUpIn(Math.min(backOffMs(row.attempts), waitingMs) + 50);
    }
  }

  const isWaiting = async (): Promise<boolean> =>
    handlers.size > 0 &&
    (await db.read
      .selectFrom('event_deliveries')
      .select('event_id')
      .where('handler', 'in', [...handlers.keys()])
      .limit(1)
      .executeTakeFirst()) !== undefined;

  function catchUpIn(milliseconds: number): void {
    if (stopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      events.catchUp();
    }, milliseconds).unref();
  }
  const afterFault = (error: unknown) => {
    log.error({ err: error }, 'events could not be delivered');
    catchUpIn(afterFaultMs);
  };

  async function deliverDue(): Promise<void> {
    do {
      again = false;
      const ids = [...handlers.keys()];
      if (ids.length === 0) return;
      for (;;) {
        const rows = await db.read
          .selectFrom('event_deliveries as d')
          .innerJoin('events as e', 'e.id', 'd.event_id')
          .select(['d.event_id', 'd.handler', 'd.attempts', 'e.payload'])
          .where('d.due_at', '<=', now())
          .where('d.handler', 'in', ids)
          .orderBy('d.event_id')
          .limit(100)
          .execute();
        for (const row of rows) await deliverOne(row);
        if (rows.length < 100) break;
      }
    } while (again);
  }

  const events: Events = {
    async emit(tx, event, payload) {
      if (event.record) await outbox.happened(tx, event.name, event.record(payload));
      const listening: EventHandler[] = [];
      for (const handler of handlers.values())
        if (handler.event === event.name && (!handler.concerns || (await handler.concerns(tx, payload)))) listening.push(handler);
      if (listening.length === 0) return;
      const id = await tx.insert('events', { name: event.name, payload: JSON.stringify(payload), at: now() });
      await tx.insertMany(
        'event_deliveries',
        listening.map((handler) => ({ event_id: id, handler: handler.id, attempts: 0, due_at: now(), error: null })),
      );
      tx.afterCommit(() => void events.deliver().catch(afterFault));
    },
    use(list) {
      handlers = new Map(list.map((handler) => [handler.id, handler]));
    },
    deliver() {
      if (delivering) {
        again = true;
        return delivering;
      }
      delivering = deliverDue().finally(() => {
        delivering = undefined;
      });
      return delivering;
    },
    catchUp() {
      events
        .deliver()
        .then(isWaiting)
        .then((waits) => waits && catchUpIn(waitingMs))
        .catch(afterFault);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await delivering?.catch(() => undefined);
    },
  };
  return events;
}
