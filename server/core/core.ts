import type { Api } from './http/call.js';
import type { JobKind } from './jobs/jobs.js';
import type { Registry } from './kernel/registry.js';
import { modulesApi } from './modules/api.js';
import type { CatalogEntry, Life } from './modules/life.js';
import { noticesApi } from './notify/api.js';
import type { RecordContext } from './records/context.js';
import type { Services } from './services.js';

/** What core's own routes and jobs are made of, in one generation. */
export interface CoreDeps {
  services: Services;
  catalog: readonly CatalogEntry[];
  life: Life;
  records: RecordContext;
  registry: Registry;
  /** Number of routes of each module in the generation that answers. */
  routes(): ReadonlyMap<string, number>;
  /** Modules of this generation, in the order of the rail. */
  on(): string[];
  /** Path of the portal behind a proxy, '' for none. */
  basePath: string;
  backup: { hour: number; keep: number };
}

/** Every table of routes that core has once the portal is set up. */
export function coreApis(deps: CoreDeps): Api[] {
  const { services, records } = deps;
  return [modulesApi(deps), noticesApi(services, records)];
}

/** Core's own jobs. */
export function coreJobs({ services }: CoreDeps): JobKind[] {
  return [services.mail.job];
}
