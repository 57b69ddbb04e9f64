import type { Tx } from './db/database.js';
import type { EventHandler, EventToken } from './events/events.js';
import type { EndpointTable, Handlers, Schemas } from './http/call.js';
import { type Api, api } from './http/call.js';
import type { JobHandler, JobKind } from './jobs/jobs.js';
import type { Manifest } from './kernel/manifest.js';
import { mayName, type Registry } from './kernel/registry.js';
import { definePoint, type Point, type Port } from './kernel/tokens.js';
import type { RecordContext } from './records/context.js';
import { columnOf, type Kind } from './records/kind.js';
import type { Services } from './services.js';

/** Core's own extension points: what a module consists of. */
export const Apis = definePoint<Api>()('core', 'apis');
export const Kinds = definePoint<Kind>()('core', 'kinds');
export const EventHandlers = definePoint<EventHandler>()('core', 'event-handlers');
/** Names of the events that are offered to webhooks: each names its record, and has its text under `<module>:event.<rest>`. */
export const AnnouncedEvents = definePoint<string>()('core', 'announced-events');
export const JobKinds = definePoint<JobKind>()('core', 'job-kinds');

type ServiceOf<P> = P extends Port<string, infer S> ? S : never;
type ItemOf<P> = P extends Point<string, infer I> ? I : never;
type Named<M extends Manifest> = 'core' | M['id'] | M['requires'][number] | M['cooperates'][number];

/** How a module says what it consists of; synchronous and declarative. */
export interface On<M extends Manifest> {
  api<E extends EndpointTable>(endpoints: E, schemas: Schemas<E>, handlers: Handlers<E>): void;
  record(kind: Kind): void;
  /**
   * @param name of the handler inside the module, stable over versions.
   * @param concerns leaves out, when it happens, what the handler would do nothing about.
   */
  event<P>(event: EventToken<P>, name: string, handle: (tx: Tx, payload: P) => Promise<void>, concerns?: (tx: Tx, payload: P) => Promise<boolean>): void;
  /** Offers an event of the module to webhooks; it must name its record. */
  announce(event: { readonly name: string; readonly record?: unknown }): void;
  /** A narrow set of functions that the module owns. */
  provide<S>(port: Port<M['id'], S>, service: S): void;
  contribute<P extends Point<Named<M>, unknown>>(point: P, item: ItemOf<P>): void;
  /** Recurring work; @param expression cron, in the company's time zone. */
  job(name: string, expression: string, handler: JobHandler): void;
  /** Work planned for one moment with `run.jobs.schedule(tx, '<module>.<name>', …)`. */
  task(name: string, handler: JobHandler, options?: Pick<JobKind, 'mostAttempts' | 'onFailed'>): void;
}

/** What a module works with. Ports of others compile only for owners that the manifest names. */
export interface Run<M extends Manifest> extends Services {
  records: RecordContext;
  use<P extends Port<M['requires'][number], unknown>>(port: P): ServiceOf<P>;
  /** Undefined when its owner is off. */
  find<P extends Port<M['cooperates'][number], unknown>>(port: P): ServiceOf<P> | undefined;
  /** What others added at a point of this module. Only after all have registered, so not inside `register` itself. */
  items<I>(point: Point<M['id'], I>): I[];
}

/** A module's code, loaded only when it is on. */
export interface Implementation<M extends Manifest = Manifest> {
  manifest: M;
  register(on: On<M>, run: Run<M>): void;
  /** Fills the module's dictionaries when it is added for the first time. @param language in which to name things. */
  install?(tx: Tx, run: Run<M>, language: string): Promise<void>;
  start?(run: Run<M>): Promise<void>;
  stop?(run: Run<M>): Promise<void>;
}

export const implement = <const M extends Manifest>(manifest: M, code: Omit<Implementation<M>, 'manifest'>): Implementation<M> => ({ manifest, ...code });

/** The `on` of one module: everything it declares becomes an item at one of core's points, marked with its id. */
export function onFor<M extends Manifest>(manifest: M, registry: Registry): On<M> {
  const { id } = manifest;
  const check = (owner: string) => {
    if (!mayName(manifest, owner)) throw new Error(`Module "${id}" names "${owner}", which its manifest does not`);
  };
  return {
    api: (endpoints, schemas, handlers) => registry.contribute(id, Apis, api(endpoints, schemas, handlers)),
    record(kind) {
      // Else nobody would know that they are in use.
      for (const [name, field] of kind.fields) {
        const column = `${kind.table}.${columnOf(name)}`;
        if (field.kind === 'file' && !manifest.owns.fileColumns?.some((one) => one === column))
          throw new Error(`Module "${id}" keeps files in ${column}, which its manifest does not name`);
      }
      registry.contribute(id, Kinds, kind);
    },
    event: (event, name, handle, concerns) =>
      registry.contribute(id, EventHandlers, {
        id: `${id}.${name}`,
        event: event.name,
        handle: handle as EventHandler['handle'],
        ...(concerns ? { concerns: concerns as EventHandler['concerns'] } : {}),
      }),
    announce(event) {
      if (!event.record || !event.name.startsWith(`${id}.`)) throw new Error(`Module "${id}" announces ${event.name} without a record of its own`);
      registry.contribute(id, AnnouncedEvents, event.name);
    },
    provide(port, service) {
      if (port.owner !== id) throw new Error(`Module "${id}" provides a port of "${port.owner}"`);
      registry.provide(port, service);
    },
    contribute(point, item) {
      check(point.owner);
      registry.contribute(id, point as Point<string, unknown>, item);
    },
    job: (name, expression, handler) => registry.contribute(id, JobKinds, { kind: `${id}.${name}`, cron: expression, handler }),
    task: (name, handler, options = {}) => registry.contribute(id, JobKinds, { kind: `${id}.${name}`, handler, ...options }),
  };
}

/** The `run` of one module. Sees the registry when it is used, so that order of registration does not matter. */
export function runFor<M extends Manifest>(manifest: M, registry: Registry, services: Services, records: RecordContext): Run<M> {
  return {
    ...services,
    records,
    use(port) {
      if (!manifest.requires.includes(port.owner)) throw new Error(`Module "${manifest.id}" uses "${port.owner}", which it does not require`);
      return registry.use(port) as never;
    },
    find(port) {
      if (!manifest.cooperates.includes(port.owner)) throw new Error(`Module "${manifest.id}" looks for "${port.owner}", which its manifest does not name`);
      return registry.find(port) as never;
    },
    items: (point) => registry.items(point).map(({ item }) => item),
  };
}
