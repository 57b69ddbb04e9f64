import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Type } from 'typebox';
import { type Interruption, type ModuleCard, moduleEndpoints } from '../../contracts/core/modules.js';
import type { Actor } from '../access/actor.js';
import { presentTables } from '../db/stored-table.js';
import { uploadsOf, uploadToken } from '../files/uploads-api.js';
import { type Api, api } from '../http/call.js';
import { invalidField, notFound } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import { JobKinds } from '../module.js';
import type { Services } from '../services.js';
import { type KnownCosts, readCosts } from './costs.js';
import { declaredRecords } from './declared.js';
import type { CatalogEntry } from './entry.js';
import { describeArchive } from './found-archive.js';
import { countAll, countRecords, countRunning, previewOf } from './holdings.js';
import { interruptions } from './interruptions.js';
import type { Life } from './life-interface.js';
import type { FoundArchive } from './read-archive.js';

/** A module in plain words, without what it holds: for the wizard and as the ground of the modules page. */
export function describeModule(catalog: readonly CatalogEntry[], { manifest }: CatalogEntry, language: string, costs: KnownCosts): ModuleCard {
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
    work: null,
    interrupted: null,
    cost: costs.of(id),
    archive: null,
  };
}

/** Null when there is no such file. */
const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

export interface ModulesApiOptions {
  services: Services;
  catalog: readonly CatalogEntry[];
  life: Life;
  routes(): ReadonlyMap<string, number>;
  /** The file with what was measured at preparation. */
  costsFile: string;
}

/** The modules page: what is on, what it holds, and the switches. */
export function modulesApi({ services, catalog, life, routes, costsFile }: ModulesApiOptions): Api {
  const card = async (entry: CatalogEntry, actor: Actor, costs: KnownCosts, told: ReadonlyMap<string, Interruption>): Promise<ModuleCard> => {
    const { id } = entry.manifest;
    const row = life.states().get(id);
    const inWords = {
      ...describeModule(catalog, entry, actor.language, costs),
      state: row?.state ?? 'absent',
      since: row?.since ?? null,
      failure: row?.failure ?? null,
    };
    const { db } = services;
    const present = await presentTables(db, entry.manifest.owns.tables);
    const counts = await countRecords(db, await declaredRecords(entry));
    return {
      ...inWords,
      tables: present.length,
      records: [...counts.values()].reduce((sum, count) => sum + count, 0),
      bytes: await db.bytesOf(present),
      routes: routes().get(id) ?? 0,
      jobs: life
        .composition()
        .registry.items(JobKinds)
        .filter(({ module }) => module === id).length,
      work: life.moves.work(id),
      interrupted: told.get(id) ?? null,
      archive: row?.archive ? { name: row.archive, bytes: await sizeOf(life.moves.pathOf(row.archive)) } : null,
    };
  };
  const entryOf = (id: string): CatalogEntry => {
    const entry = catalog.find(({ manifest }) => manifest.id === id);
    if (!entry) throw notFound();
    return entry;
  };
  const toldNow = () => interruptions(services.db, services.now());
  const one = async (actor: Actor, id: string) => card(entryOf(id), actor, await readCosts(costsFile), await toldNow());
  const described = (found: FoundArchive) => describeArchive(found, catalog, services.settings.get('portal.id'));
  const archives = async () => ({ items: await Promise.all((await life.moves.archives()).map(described)), next: null });
  const params = Type.Object({ id: Type.String({ maxLength: 40 }) });
  const file = Type.Object({ name: Type.String({ maxLength: 200 }) });
  return api(
    moduleEndpoints,
    {
      list: {},
      numbers: { params },
      preview: { params },
      add: { params },
      park: { params },
      resume: { params },
      archive: { params },
      purge: {
        params,
        body: Type.Object({ confirm: Type.String({ maxLength: 40 }), withArchive: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
      },
      archives: {},
      receiveArchive: { body: Type.Object({ upload: uploadToken }, { additionalProperties: false }) },
      downloadArchive: { params: file },
      attach: { params: file, body: Type.Object({ parked: Type.Optional(Type.Boolean()) }, { additionalProperties: false }) },
      removeArchive: { params: file },
    },
    {
      list: async ({ actor }) => {
        const [costs, told] = await Promise.all([readCosts(costsFile), toldNow()]);
        return { items: await Promise.all(catalog.map((entry) => card(entry, actor, costs, told))), next: null };
      },
      numbers: async ({ params: { id } }) => {
        const { manifest } = entryOf(id);
        return {
          ...countRunning(life.composition(), id, routes().get(id) ?? 0, life.measured(id)),
          ...(await countAll(services.db, manifest)),
        };
      },
      preview: async ({ actor, params: { id } }) => previewOf(services.db, entryOf(id).manifest, await life.describe(id), actor.language),
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
      archive: async ({ actor, params: { id } }) => {
        await life.archive(actor, id);
        return one(actor, id);
      },
      purge: async ({ actor, params: { id }, body: { confirm, withArchive = false } }) => {
        entryOf(id);
        if (confirm !== id) throw invalidField('confirm', 'not-the-id', { id });
        await life.purge(actor, id, { withArchive });
        return one(actor, id);
      },
      archives,
      receiveArchive: async ({ actor, body: { upload } }) => {
        const name = await uploadsOf(services).take(actor, upload, (path, named) => life.moves.receive(actor, path, named));
        return described((await life.moves.archives()).find((one) => one.name === name) ?? { name, bytes: 0 });
      },
      downloadArchive: async ({ actor, params: { name }, reply }) => {
        const path = await life.moves.handOut(actor, name);
        return reply
          .header('content-type', 'application/octet-stream')
          .header('content-disposition', `attachment; filename="${name}"`)
          .header('content-length', await sizeOf(path))
          .header('cache-control', 'no-store')
          .send(createReadStream(path));
      },
      attach: async ({ actor, params: { name }, body: { parked = false } }) => one(actor, await life.attach(actor, name, { parked })),
      removeArchive: async ({ actor, params: { name } }) => {
        await life.moves.removeArchive(actor, name);
        return archives();
      },
    },
  );
}
