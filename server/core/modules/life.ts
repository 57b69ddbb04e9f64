import type { ModuleState } from '../../contracts/core/modules.js';
import type { Actor } from '../access/actor.js';
import { grantPermissions } from '../access/built-in-roles.js';
import { audit } from '../audit/audit.js';
import type { Tx } from '../db/database.js';
import { conflict, notFound } from '../http/problem.js';
import { inOrderOfRequirements, type Manifest } from '../kernel/manifest.js';
import type { Implementation } from '../module.js';
import type { Services } from '../services.js';
import { asRefusal } from './bad-archive.js';
import { type Composition, compose } from './composition.js';
import type { CatalogEntry, ModuleRow } from './entry.js';
import { goOnAfterMarks } from './id-marks.js';
import { installOnce } from './installed.js';
import type { Life } from './life-interface.js';
import { createMeasures } from './measures.js';
import { createModuleTables } from './module-tables.js';
import { createMoves } from './moves.js';
import { absent, readStates, writeState } from './stored-states.js';

export interface LifeOptions {
  services: Services;
  catalog: readonly CatalogEntry[];
  /** Builds and swaps in the routing of a composition; throws when it cannot be built, and then nothing has changed. */
  swap(composition: Composition, on: readonly string[]): Promise<void>;
  /** How many nightly snapshots are kept. */
  keep: number;
  version: string;
}

/** A module threw when it was to begin its work. */
class NotStarted extends Error {
  constructor(
    readonly module: string,
    cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

export function createLife({ services, catalog, swap, keep, version }: LifeOptions): Life {
  const { db, now, log } = services;
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
  const tables = createModuleTables(services, catalog);
  const { measuring, measured } = createMeasures();
  const load = async (ids: readonly string[]): Promise<Implementation[]> => {
    const ordered = inOrderOfRequirements(ids.map((id) => entryOf(id).manifest));
    const loaded: Implementation[] = [];
    // One after the other, so that what is measured is of one module.
    for (const { id } of ordered) loaded.push(await measuring(id, async () => (await entryOf(id).load()).default as unknown as Implementation));
    return loaded;
  };
  /** Composes and starts `ids`, swaps them in, then stops what is left. The old portal stays when anything fails. */
  async function become(ids: readonly string[], commit: (composition: Composition) => Promise<void>): Promise<void> {
    const composition = compose(services, await load(ids));
    const startedBefore = new Set(current.members.map(({ implementation }) => implementation.manifest.id));
    const fresh = composition.members.filter(({ implementation }) => !startedBefore.has(implementation.manifest.id));
    await commit(composition);
    for (const [at, { implementation, run }] of fresh.entries()) {
      try {
        await implementation.start?.(run);
      } catch (error) {
        for (const one of fresh.slice(0, at)) await one.implementation.stop?.(one.run);
        throw new NotStarted(implementation.manifest.id, error as Error);
      }
    }
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
    const after = new Map(states).set(id, { state, since: now(), failure: null, archive: null });
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
      const failed = new Map(states).set(
        id,
        before.state === 'absent' ? { state: 'failed', since: now(), failure: String((error as Error).message), archive: null } : before,
      );
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

  const moves = createMoves({
    services,
    catalog,
    keep,
    version,
    stateOf: (id) => states.get(id) ?? absent,
    stateIs: (id, row) => {
      states = new Map(states).set(id, row);
    },
    writeState,
  });
  /** A move of data: never a second one while one is under way. */
  const moving = async <T>(work: () => Promise<T>): Promise<T> => {
    moves.demandIdle();
    try {
      return await inTurn(work);
    } catch (error) {
      throw asRefusal(error);
    }
  };
  const demandRequired = ({ requires }: Manifest) => {
    const missing = requires.filter((needed) => states.get(needed)?.state !== 'on');
    if (missing.length > 0) throw conflict('module-requires', { requires: missing });
  };
  const resume = async (actor: Actor, id: string, action: string) => {
    demandRequired(entryOf(id).manifest);
    await tables.bringUpToDate(id);
    await switchTo(actor, id, 'on', action);
  };

  async function describe(id: string): Promise<Composition> {
    const manifests = catalog.map(({ manifest }) => manifest);
    const wanted = new Set<string>();
    const take = (one: string) => {
      wanted.add(one);
      for (const needed of manifests.find((manifest) => manifest.id === one)?.requires ?? []) if (!wanted.has(needed)) take(needed);
    };
    for (const one of [...idsOn(states), id]) take(one);
    return compose(services, await load([...wanted]));
  }

  return {
    states: () => states,
    moves,
    manifest: (id) => entryOf(id).manifest,
    measured,
    archive: (actor, id) =>
      moving(async () => {
        // What waits for its place in the index goes into the archive with it, for it would not be asked for again.
        if (await services.search.waits(entryOf(id).manifest.owns.records)) await services.search.catchUp((await describe(id)).records.kinds);
        await moves.archive(actor, id);
      }),
    purge: (actor, id, options) => moving(() => moves.purge(actor, id, options)),
    attach: (actor, archive, { parked }) =>
      moving(async () => {
        if (!parked) {
          const found = (await moves.archives()).find(({ name }) => name === archive)?.manifest;
          if (found && states.has(found.module)) demandRequired(entryOf(found.module).manifest);
        }
        const id = await moves.attach(actor, archive);
        if (!parked) await resume(actor, id, 'module.resumed');
        return id;
      }),
    alone: inTurn,
    describe,
    async stop() {
      moves.stop();
      await turn.catch(() => undefined);
    },
    on: () => idsOn(states),
    composition: () => current,
    add: (actor, id) =>
      inTurn(async () => {
        const { manifest } = entryOf(id);
        const state = states.get(id)?.state;
        if (state === 'on' || state === 'parked') throw conflict('module-already-added');
        if (state === 'archived') throw conflict('module-archived');
        demandRequired(manifest);
        await tables.bringUpToDate(id);
        await switchTo(actor, id, 'on', 'module.added', async (tx, composition) => {
          await goOnAfterMarks(tx, manifest.owns.tables);
          await grantPermissions(tx, manifest.permissions);
          await installOnce(tx, composition, id, services.settings.company().language, now());
        });
      }),
    park: (actor, id) =>
      inTurn(async () => {
        entryOf(id);
        const { state = 'absent' } = states.get(id) ?? {};
        if (state !== 'on' && state !== 'failed') throw conflict('module-not-on');
        const needing = catalog
          .filter(({ manifest }) => manifest.requires.includes(id) && states.get(manifest.id)?.state === 'on')
          .map(({ manifest }) => manifest.id);
        if (needing.length > 0) throw conflict('module-needed', { neededBy: needing });
        await switchTo(actor, id, 'parked', 'module.parked');
      }),
    resume: (actor, id) =>
      inTurn(async () => {
        entryOf(id);
        const { state = 'absent' } = states.get(id) ?? {};
        if (state === 'archived') throw conflict('module-needs-attach');
        if (state !== 'parked' && state !== 'failed') throw conflict('module-not-parked');
        await resume(actor, id, 'module.resumed');
      }),
    install: (ids, language, work, onStep) =>
      inTurn(async () => {
        for (const { id } of inOrderOfRequirements(ids.map((one) => entryOf(one).manifest))) {
          onStep(id);
          await tables.bringUpToDate(id);
        }
        const rows = new Map(states);
        for (const id of ids) rows.set(id, { state: 'on', since: now(), failure: null, archive: null });
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
      states = await readStates(db, catalog);
      const fail = (id: string, error: Error) => {
        log.error({ err: error, module: id }, 'module failed to start');
        states.set(id, { state: 'failed', since: now(), failure: error.message, archive: null });
      };
      /** Those that can be loaded, now that some have failed. */
      const loadable = async () => {
        const found: string[] = [];
        for (const { id, requires } of inOrderOfRequirements(catalog.map(({ manifest }) => manifest))) {
          if (states.get(id)?.state !== 'on') continue;
          const lacking = requires.find((needed) => !found.includes(needed));
          try {
            const fault = tables.fault(id);
            if (fault) throw fault;
            if (lacking) throw new Error(`It requires "${lacking}", which is not running`);
            compose(services, await load([...found, id]));
            found.push(id);
          } catch (error) {
            fail(id, error as Error);
          }
        }
        return found;
      };
      for (let started = false; !started; ) {
        try {
          await become(await loadable(), async () => undefined);
          started = true;
        } catch (error) {
          if (!(error instanceof NotStarted)) throw error;
          fail(error.module, error);
        }
      }
      // None of it can be seen, so nobody needs to wait for it; whoever moves data waits for their turn.
      const goOn = await moves.recall();
      inTurn(goOn).catch((error) => log.error({ err: error }, 'what was under way with modules could not be ended'));
    },
    migrate: () => tables.bringAllUpToDate(),
  };
}
