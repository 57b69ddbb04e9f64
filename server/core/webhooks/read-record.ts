import { systemActor } from '../access/actor.js';
import { Refusal } from '../http/problem.js';
import type { Registry } from '../kernel/registry.js';
import { Apis } from '../module.js';
import { get } from '../records/change.js';
import type { RecordContext } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import type { ReadRecord } from './send.js';

/** Asks the route by which the kind is read, since a module may add to the plain record there; the record kit where there is none. */
export function recordReader(records: RecordContext, registry: Registry): ReadRecord {
  const actor = systemActor();
  const readerOf = (kind: Kind): ((id: number) => Promise<unknown>) => {
    const path = `/api/v1/${kind.declaration.module}/${kind.declaration.plural}/:id`;
    for (const { item } of registry.items(Apis)) {
      const name = Object.keys(item.endpoints).find((key) => item.endpoints[key]?.method === 'GET' && item.endpoints[key]?.path === path);
      const handler = name === undefined ? undefined : item.handlers[name];
      if (handler) return (id) => handler({ params: { id }, query: {}, body: undefined, actor } as never);
    }
    return (id) => get(records, records.db.read, actor, kind, id);
  };
  const readers = new Map([...records.kinds.values()].map((kind) => [kind.type, readerOf(kind)]));
  return async (type, id) => {
    try {
      return ((await readers.get(type)?.(id)) as Record<string, unknown> | undefined) ?? null;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return null;
      throw error;
    }
  };
}
