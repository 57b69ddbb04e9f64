import { type ById, endpoint, type Page } from './endpoint.js';

/** An address outside that is told of what happens here. */
export interface Webhook {
  id: number;
  version: number;
  name: string;
  /** `http` or `https`. */
  url: string;
  /** Dotted names such as `crm.deal.won`. */
  events: string[];
  active: boolean;
  /** When the portal switched it off by itself, because nothing arrived for three days. */
  switchedOffAt: string | null;
  /** Since when nothing has arrived; null while the last delivery did. */
  failingSince: string | null;
  /** Until when the secret before this one is still used beside it. */
  oldSecretUntil: string | null;
  waiting: number;
  createdAt: string;
  createdBy: number | null;
}

/** An event that webhooks can hear of. */
export interface OfferedEvent {
  name: string;
  /** Kind of the record it is about: `crm.deal`. */
  type: string;
  /** The kind's name and what happened, in the reader's language: "Deals", "won". */
  records: string;
  what: string;
}

/** One delivery of one event to one webhook. */
export interface WebhookDelivery {
  id: number;
  webhookId: number;
  /** The value of `Sede-Delivery`, the same at every attempt. */
  delivery: string;
  event: string;
  at: string;
  recordType: string;
  recordId: number;
  state: 'waiting' | 'sent' | 'failed';
  attempts: number;
  lastAt: string | null;
  /** When it is tried again, while it waits. */
  nextAt: string | null;
  /** HTTP status of the last answer. */
  code: number | null;
  /** How long the last attempt took, in milliseconds. */
  ms: number | null;
  /** Why the last attempt failed, in the reader's language. */
  error: string | null;
}

export interface WebhookDraft {
  name: string;
  url: string;
  events: string[];
  active?: boolean;
}

const right = 'core.webhooks.manage';

export const webhookEndpoints = {
  /** `events`: what can be heard of, as far as the person may read all records of its kind. */
  list: endpoint<{ reply: Page<Webhook> & { events: OfferedEvent[] } }>()('GET', '/webhooks', right),
  /** Together with `secret` the only answers that carry the secret. */
  create: endpoint<{ body: WebhookDraft; reply: Webhook & { secret: string } }>()('POST', '/webhooks', right, 201),
  get: endpoint<{ params: ById; reply: Webhook }>()('GET', '/webhooks/:id', right),
  change: endpoint<{ params: ById; body: Partial<WebhookDraft> & { version?: number }; reply: Webhook }>()('PATCH', '/webhooks/:id', right),
  remove: endpoint<{ params: ById; reply: Webhook }>()('DELETE', '/webhooks/:id', right),
  /** A new secret; the one before is used beside it for 24 hours. */
  secret: endpoint<{ params: ById; reply: Webhook & { secret: string } }>()('POST', '/webhooks/:id/secret', right),
  /** Sends an event `core.webhook.test` at once and answers with what became of it. */
  test: endpoint<{ params: ById; reply: WebhookDelivery }>()('POST', '/webhooks/:id/test', right),
  deliveries: endpoint<{ params: ById; query: { limit?: number; after?: string; state?: WebhookDelivery['state'] }; reply: Page<WebhookDelivery> }>()(
    'GET',
    '/webhooks/:id/deliveries',
    right,
  ),
  /** Sends one again at once, whatever became of it before. */
  again: endpoint<{ params: ById; reply: WebhookDelivery }>()('POST', '/webhook-deliveries/:id/send', right),
};
