import type { Manifest } from '../kernel/manifest.js';
import { createRegistry, type Registry } from '../kernel/registry.js';
import { type Implementation, Kinds, onFor, type Run, runFor } from '../module.js';
import { type ContainerRights, Containers, type RecordContext } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { NextStepKeepers, NextStepSources, type NextSteps } from '../records/next-steps.js';
import type { Services } from '../services.js';

/** The modules that are on, put together: one registry, and each module's view of it. */
export interface Composition {
  registry: Registry;
  records: RecordContext;
  members: { implementation: Implementation; run: Run<Manifest> }[];
}

/**
 * Lets each module register. @param implementations in order of requirements. @param onCreate is told of every record made with these services.
 * @throws what a module throws while it registers, with the module's id in front.
 */
export function compose(services: Services, implementations: readonly Implementation[], onCreate?: RecordContext['onCreate']): Composition {
  const registry = createRegistry();
  const kinds = new Map<string, Kind>();
  const containers = new Map<string, ContainerRights>();
  const nextSteps: NextSteps = { sources: [], keepers: [] };
  const { db, access, live, outbox, search, now, settings } = services;
  const weekStart = () => settings.company().weekStart;
  const records: RecordContext = { db, access, live, outbox, search, now, weekStart, kinds, containers, nextSteps, ...(onCreate ? { onCreate } : {}) };
  const members = implementations.map((implementation) => ({ implementation, run: runFor(implementation.manifest, registry, services, records) }));
  for (const { implementation, run } of members) {
    try {
      implementation.register(onFor(implementation.manifest, registry), run);
    } catch (error) {
      throw new Error(`Module "${implementation.manifest.id}" could not register: ${(error as Error).message}`, { cause: error });
    }
  }
  for (const { item } of registry.items(Kinds)) kinds.set(item.type, item);
  for (const { item } of registry.items(Containers)) containers.set(item.type, item);
  nextSteps.sources.push(...registry.items(NextStepSources).map(({ item }) => item));
  nextSteps.keepers.push(...registry.items(NextStepKeepers).map(({ item }) => item));
  return { registry, records, members };
}
