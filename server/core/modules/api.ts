import { Type } from 'typebox';
import { type ModuleCard, moduleEndpoints } from '../../contracts/core/modules.js';
import type { Actor } from '../access/actor.js';
import { type Api, api } from '../http/call.js';
import { texts } from '../i18n/texts.js';
import { JobKinds } from '../module.js';
import type { Services } from '../services.js';
import { countRecords } from './holdings.js';
import type { CatalogEntry, Life } from './life.js';

/** A module in plain words, without what it holds: for the wizard and as the ground of the modules page. */
export function describeModule(catalog: readonly CatalogEntry[], { manifest }: CatalogEntry, language: string): ModuleCard {
  const t = texts(language);
  const { id, requires, cooperates, intent, icon } = manifest;
  const users = catalog.filter((other) => other.manifest.requires.includes(id) || other.manifest.cooperates.includes(id)).map((other) => other.manifest.id);
  return {
    id,
    state: 'absent',
    name: t(`${id}:module.name`),
    what: t(`${id}:module.what`),
    takeIf: t(`${id}:module.takeIf`),
    leaveIf: t(`${id}:module.leaveIf`),
    intent,
    icon,
    requires: [...requires],
    worksWith: [...new Set([...cooperates, ...users])],
    failure: null,
    since: null,
    records: 0,
    tables: 0,
    routes: 0,
    jobs: 0,
    bytes: 0,
  };
}

export interface ModulesApiOptions {
  services: Services;
  catalog: readonly CatalogEntry[];
  life: Life;
  routes(): ReadonlyMap<string, number>;
}

/** The modules page: what is on, what it holds, and the switches. */
export function modulesApi({ services, catalog, life, routes }: ModulesApiOptions): Api {
  const card = async (entry: CatalogEntry, actor: Actor): Promise<ModuleCard> => {
    const { id, owns } = entry.manifest;
    const row = life.states().get(id);
    const described = {
      ...describeModule(catalog, entry, actor.language),
      state: row?.state ?? 'absent',
      since: row?.since ?? null,
      failure: row?.failure ?? null,
    };
    const { tables, records } = await countRecords(services.db, owns.tables);
    return {
      ...described,
      tables: tables.length,
      records,
      bytes: await services.db.bytesOf(tables),
      routes: routes().get(id) ?? 0,
      jobs: life
        .composition()
        .registry.items(JobKinds)
        .filter(({ module }) => module === id).length,
    };
  };
  const one = async (actor: Actor, id: string) => card(catalog.find(({ manifest }) => manifest.id === id) as CatalogEntry, actor);
  const params = Type.Object({ id: Type.String({ maxLength: 40 }) });
  return api(
    moduleEndpoints,
    { list: {}, add: { params }, park: { params }, resume: { params } },
    {
      list: async ({ actor }) => ({ items: await Promise.all(catalog.map((entry) => card(entry, actor))), next: null }),
      add: async ({ actor, params: { id } }) => {
        await life.add(actor, id);
        return one(actor, id);
      },
      park: async ({ actor, params: { id } }) => {
        await life.park(actor, id);
        return one(actor, id);
      },
      resume: async ({ actor, params: { id } }) => {
        await life.resume(actor, id);
        return one(actor, id);
      },
    },
  );
}
