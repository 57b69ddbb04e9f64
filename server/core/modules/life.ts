import type { ModuleState } from '../../contracts/core/modules.js';
import type { Actor } from '../access/actor.js';
import { grantNewModule } from '../access/built-in-roles.js';
import { audit } from '../audit/audit.js';
import type { Tx } from '../db/database.js';
import { type Migration, migrate } from '../db/migrate.js';
import { conflict, notFound } from '../http/problem.js';
import { inOrderOfRequirements, type Manifest } from '../kernel/manifest.js';
import type { Implementation } from '../module.js';
import type { Services } from '../services.js';
import { type Composition, compose } from './composition.js';

export interface CatalogEntry {
  manifest: Manifest;
  load(): Promise<{ default: Implementation<never> }>;
  migrations(): Promise<{ migrations: readonly Migration[] }>;
}

export interface ModuleRow {
  state: ModuleState;
  since: string | null;
  failure: string | null;
}

/** The life of modules: absent → on ⇄ parked. Every switch builds the new portal beside the old one and swaps it in. */
export interface Life {
  /** State of every module of the catalog. */
  states(): ReadonlyMap<string, ModuleRow>;
  /** Ids of the modules that are on, in the order of the rail. */
  on(): string[];
  /** What is composed now. */
  composition(): Composition;
  add(actor: Actor, id: string): Promise<void>;
  park(actor: Actor, id: string): Promise<void>;
  resume(actor: Actor, id: string): Promise<void>;
  /** Adds the first modules, in the transaction of set-up: `work` stores the rest. */
  install(ids: readonly string[], language: string, work: (tx: Tx) => Promise<void>, onStep: (id: string) => void): Promise<void>;
  /** Loads what is on at start; a module that fails is marked so with its reason, and the rest runs. */
  start(): Promise<void>;
  /** Brings the tables of the modules that are on or parked up to date. */
  migrate(): Promise<void>;
}

export interface LifeOptions {
  services: Services;
  catalog: readonly CatalogEntry[];
  /** Builds and swaps in the routing of a composition; throws when it cannot be built, and then nothing has changed. */
  swap(composition: Composition, on: readonly string[]): Promise<void>;
}

async function writeState(tx: Tx, id: string, row: ModuleRow): Promise<void> {
  const values = { state: row.state, since: row.since ?? '', failure: row.failure };
  await tx.q
    .insertInto('modules')
    .values({ id, ...values })
    .onConflict((oc) => oc.column('id').doUpdateSet(values))
    .execute();
}

/** A module fills its dictionaries once in the life of its tables; the ledger of migrations remembers it. */
const installed = 'installed';
async function installOnce(tx: Tx, composition: Composition, id: string, language: string, at: string): Promise<void> {
  const member = composition.members.find(({ implementation }) => implementation.manifest.id === id);
  const { numInsertedOrUpdatedRows } = await tx.q
    .insertInto('migrations')
    .values({ module: id, name: installed, at })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirstOrThrow();
  if (member && numInsertedOrUpdatedRows) await member.implementation.install?.(tx, member.run, language);
}

export function createLife({ services, catalog, swap }: LifeOptions): Life {
  const { db, now, log } = services;
  const absent: ModuleRow = { state: 'absent', since: null, failure: null };
  let states = new Map<string, ModuleRow>(catalog.map(({ manifest }) => [manifest.id, absent]));
  let current: Composition = compose(services, []);
  /** One switch at a time. */
  let turn: Promise<unknown> = Promise.resolve();

  const entryOf = (id: string): CatalogEntry => {
    const entry = catalog.find(({ manifest }) => manifest.id === id);
    if (!entry) throw notFound();
    return entry;
  };
  const idsOn = (rows: ReadonlyMap<string, ModuleRow>) => catalog.map(({ manifest }) => manifest.id).filter((id) => rows.get(id)?.state === 'on');
  const readStates = async () => {
    const rows = await db.read.selectFrom('modules').selectAll().execute();
    const found = new Map(rows.map((row) => [row.id, { state: row.state as ModuleState, since: row.since, failure: row.failure }]));
    return new Map(catalog.map(({ manifest }) => [manifest.id, found.get(manifest.id) ?? absent]));
  };
  const load = async (ids: readonly string[]): Promise<Implementation[]> => {
    const ordered = inOrderOfRequirements(ids.map((id) => entryOf(id).manifest));
    return Promise.all(ordered.map(async ({ id }) => (await entryOf(id).load()).default as unknown as Implementation));
  };
  const migrateModule = async (id: string) => migrate(db, id, (await entryOf(id).migrations()).migrations, now);

  /** Composes and starts `ids`, swaps them in, then stops what is left. The old portal stays when anything fails. */
  async function become(ids: readonly string[], commit: (composition: Composition) => Promise<void>): Promise<void> {
    const composition = compose(services, await load(ids));
    const startedBefore = new Set(current.members.map(({ implementation }) => implementation.manifest.id));
    const fresh = composition.members.filter(({ implementation }) => !startedBefore.has(implementation.manifest.id));
    await commit(composition);
    for (const { implementation, run } of fresh) await implementation.start?.(run);
    await swap(composition, ids);
    const gone = current.members.filter(({ implementation }) => !ids.includes(implementation.manifest.id));
    current = composition;
    for (const { implementation, run } of gone) await implementation.stop?.(run);
  }

  async function switchTo(
    actor: Actor,
    id: string,
    state: ModuleState,
    action: string,
    prepare?: (tx: Tx, composition: Composition) => Promise<void>,
  ): Promise<void> {
    const before = states.get(id) ?? absent;
    const after = new Map(states).set(id, { state, since: now(), failure: null });
    const store = (rows: ReadonlyMap<string, ModuleRow>, composition?: Composition) =>
      db.write(async (tx) => {
        await writeState(tx, id, rows.get(id) as ModuleRow);
        if (composition) await prepare?.(tx, composition);
        await audit(tx, now(), actor, action, id);
      });
    try {
      await become(idsOn(after), async (composition) => {
        await store(after, composition);
        await services.access.forget();
      });
      states = after;
    } catch (error) {
      log.error({ err: error, module: id }, 'module could not be switched');
      const failed = new Map(states).set(id, before.state === 'absent' ? { state: 'failed', since: now(), failure: String((error as Error).message) } : before);
      await store(failed);
      states = failed;
      throw conflict('module-failed', { reason: (error as Error).message });
    }
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    states: () => states,
    on: () => idsOn(states),
    composition: () => current,
    add: (actor, id) =>
      inTurn(async () => {
        const { manifest } = entryOf(id);
        const state = states.get(id)?.state;
        if (state === 'on' || state === 'parked') throw conflict('module-already-added');
        const missing = manifest.requires.filter((needed) => states.get(needed)?.state !== 'on');
        if (missing.length > 0) throw conflict('module-requires', { requires: missing });
        await migrateModule(id);
        await switchTo(actor, id, 'on', 'module.added', async (tx, composition) => {
          await grantNewModule(tx, manifest.permissions);
          await installOnce(tx, composition, id, services.settings.company().language, now());
        });
      }),
    park: (actor, id) =>
      inTurn(async () => {
        entryOf(id);
        if (states.get(id)?.state !== 'on') throw conflict('module-not-on');
        const needing = catalog
          .filter(({ manifest }) => manifest.requires.includes(id) && states.get(manifest.id)?.state === 'on')
          .map(({ manifest }) => manifest.id);
        if (needing.length > 0) throw conflict('module-needed', { neededBy: needing });
        await switchTo(actor, id, 'parked', 'module.parked');
      }),
    resume: (actor, id) =>
      inTurn(async () => {
        const { manifest } = entryOf(id);
        if (states.get(id)?.state !== 'parked') throw conflict('module-not-parked');
        const missing = manifest.requires.filter((needed) => states.get(needed)?.state !== 'on');
        if (missing.length > 0) throw conflict('module-requires', { requires: missing });
        await migrateModule(id);
        await switchTo(actor, id, 'on', 'module.resumed');
      }),
    install: (ids, language, work, onStep) =>
      inTurn(async () => {
        for (const { id } of inOrderOfRequirements(ids.map((one) => entryOf(one).manifest))) {
          onStep(id);
          await migrateModule(id);
        }
        const rows = new Map(states);
        for (const id of ids) rows.set(id, { state: 'on', since: now(), failure: null });
        await become(idsOn(rows), async (composition) => {
          await db.write(async (tx) => {
            for (const id of ids) {
              await writeState(tx, id, rows.get(id) as ModuleRow);
              await installOnce(tx, composition, id, language, now());
            }
            await work(tx);
          });
          states = rows;
          await services.settings.reload();
          await services.access.forget();
        });
      }),
    async start() {
      states = await readStates();
      const runnable: string[] = [];
      for (const { id, requires } of inOrderOfRequirements(catalog.map(({ manifest }) => manifest))) {
        if (states.get(id)?.state !== 'on') continue;
        const lacking = requires.find((needed) => !runnable.includes(needed));
        try {
          if (lacking) throw new Error(`It requires "${lacking}", which is not running`);
          compose(services, await load([...runnable, id]));
          runnable.push(id);
        } catch (error) {
          log.error({ err: error, module: id }, 'module failed to load');
          states.set(id, { state: 'failed', since: now(), failure: (error as Error).message });
        }
      }
      await become(runnable, async () => undefined);
    },
    async migrate() {
      const rows = await readStates();
      for (const { id } of inOrderOfRequirements(catalog.map(({ manifest }) => manifest))) {
        const state = rows.get(id)?.state;
        if (state === 'on' || state === 'parked') await migrateModule(id);
      }
    },
  };
}
