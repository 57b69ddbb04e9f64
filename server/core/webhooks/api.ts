import { Type } from 'typebox';
import { type WebhookDelivery, webhookEndpoints } from '../../contracts/core/webhooks.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { createRateLimit } from '../auth/throttle.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { needed, version } from '../people/fields.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { attemptNow, type WebhookRow } from './deliver.js';
import { changeWebhook, createWebhook, listWebhooks, readWebhook, removeWebhook, replaceSecret, webhookRow } from './edit.js';
import { addTest, deliveryRow, listDeliveries, toDelivery } from './log.js';
import { eventsOf, offeredEvents } from './offered.js';
import type { DeliveryRow, Sender } from './send.js';

const active = Type.Optional(Type.Boolean());

/** @param names of the events there are, for the description of the API. */
function bodies(names: readonly string[]) {
  const fields = {
    name: needed(120),
    url: needed(2000),
    events: Type.Array(Type.String({ minLength: 1, maxLength: 120, examples: names }), { minItems: 1, maxItems: 500 }),
  };
  return {
    create: Type.Object({ ...fields, active }, { additionalProperties: false }),
    change: Type.Object(
      { name: Type.Optional(fields.name), url: Type.Optional(fields.url), events: Type.Optional(fields.events), active, version },
      { additionalProperties: false },
    ),
  };
}

const schemasFor = ({ create, change }: ReturnType<typeof bodies>): Schemas<typeof webhookEndpoints> => ({
  list: {},
  // The answer holds the secret and must not be kept to be given a second time.
  create: { body: create, secretReply: true },
  get: { params: byId },
  change: { params: byId, body: change },
  remove: { params: byId },
  secret: { params: byId, secretReply: true },
  test: { params: byId },
  deliveries: {
    params: byId,
    query: Type.Object(
      {
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String()),
        state: Type.Optional(Type.Unsafe<'waiting' | 'sent' | 'failed'>({ type: 'string', enum: ['waiting', 'sent', 'failed'] })),
      },
      { additionalProperties: false },
    ),
  },
  again: { params: byId },
});

/** @param announced names of the domain events of the modules that are on. */
export function webhooksApi(services: Services, records: RecordContext, sender: Sender, announced: readonly string[]): Api {
  const { db, access } = services;
  const limit = createRateLimit(30, 60_000);
  const demand = (actor: Actor) => demandAll(access, actor, 'core.webhooks.manage');
  const offered = (actor: Actor) => offeredEvents(records, announced, actor);
  const sendNow = async (actor: Actor, hook: WebhookRow, delivery: DeliveryRow): Promise<WebhookDelivery> => {
    await attemptNow(services, sender, hook, delivery);
    return toDelivery(await deliveryRow(db.read, delivery.id), actor.language);
  };
  const names = (actor: Actor) => new Set(offered(actor).map(({ name }) => name));
  const schemas = schemasFor(bodies([...records.kinds.keys()].flatMap((type) => eventsOf(type, announced).map(({ name }) => name))));
  return api(webhookEndpoints, schemas, {
    list: async ({ actor }) => {
      demand(actor);
      return { items: await listWebhooks(db.read), next: null, events: offered(actor) };
    },
    create: async ({ actor, body }) => {
      demand(actor);
      return createWebhook(services, sender.guard, actor, body, names(actor));
    },
    get: async ({ actor, params }) => {
      demand(actor);
      return readWebhook(db.read, params.id);
    },
    change: async ({ actor, params, body }) => {
      demand(actor);
      return changeWebhook(services, sender.guard, actor, params.id, body, names(actor));
    },
    remove: async ({ actor, params }) => {
      demand(actor);
      return removeWebhook(services, actor, params.id);
    },
    secret: async ({ actor, params }) => {
      demand(actor);
      return replaceSecret(services, actor, params.id);
    },
    test: async ({ actor, params }) => {
      demand(actor);
      const hook = await webhookRow(db.read, params.id);
      limit(String(actor.personId));
      return sendNow(actor, hook, await addTest(services, hook));
    },
    deliveries: async ({ actor, params, query }) => {
      demand(actor);
      const { id } = await webhookRow(db.read, params.id);
      return listDeliveries(db.read, id, query, actor.language);
    },
    again: async ({ actor, params }) => {
      demand(actor);
      const delivery = await deliveryRow(db.read, params.id);
      limit(String(actor.personId));
      return sendNow(actor, await webhookRow(db.read, delivery.webhook_id), delivery);
    },
  });
}
