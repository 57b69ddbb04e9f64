import type { ModuleWork } from '../../contracts/core/modules.js';
import type { Actor } from '../access/actor.js';
import { grantPermissions } from '../access/built-in-roles.js';
import { audit } from '../audit/audit.js';
import type { Tx } from '../db/database.js';
import { conflict, notFound } from '../http/problem.js';
import { planAgain } from '../privacy/plan.js';
import type { Services } from '../services.js';
import { type ArchiveShelf, createShelf } from './archive-shelf.js';
import type { AttachNeeds } from './attach-archive.js';
import { BadArchive, Interrupted } from './bad-archive.js';
import type { Holder } from './belongings.js';
import { clearModule } from './clear.js';
import type { CatalogEntry, ModuleRow } from './entry.js';
import { keepMarks, marksOf } from './id-marks.js';
import { interruptionOf, type MoveStage, noteBegun, noteInterrupted, noteUnchanged } from './interruptions.js';
import { readArchiveManifest } from './read-archive.js';
import { coreTables, countOf, ownTables } from './rows-of.js';
import { putBackIntoTokens } from './token-scopes.js';

/** What a move is about to do, as `module_moves` remembers it over a kill. */
interface Remembered {
  contents?: 'later' | 'now';
  since?: string;
  people?: number[];
  /** Archives that go with it. */
  archives?: string[];
}

/** What is under way with a module. */
export interface Doing {
  rows(count: number): void;
  /** @param count how many rows are to come, besides those that were. */
  total(count: number): void;
  end(): void;
}

export interface MovesNeeds {
  services: Services;
  catalog: readonly CatalogEntry[];
  /** How many nightly snapshots are kept. */
  keep: number;
  version: string;
  stateOf(id: string): ModuleRow;
  /** The state of a module as it is stored from now on. */
  stateIs(id: string, row: ModuleRow): void;
  writeState(tx: Tx, id: string, row: ModuleRow): Promise<void>;
}

/** A module's data leaves and comes back: archive, purge, attach. One at a time; each is before or after at any kill. */
export interface Moves extends Pick<ArchiveShelf, 'archives' | 'removeArchive' | 'receive' | 'handOut' | 'pathOf'> {
  /** What is under way with a module. */
  work(id: string): ModuleWork | null;
  /** Names of all files with data of a module: the one it lies in, should it not be readable any more, and all others. */
  archivesOf(id: string): Promise<string[]>;
  archive(actor: Actor, id: string): Promise<void>;
  /** @returns names of the archives that went with it. */
  purge(actor: Actor, id: string, options: { withArchive: boolean }): Promise<string[]>;
  /** Brings a module back, parked. @param name of the file in `archives/`. @returns the module's id. */
  attach(actor: Actor, name: string): Promise<string>;
  /** Has what a process that is gone had begun under way from now on. @returns what goes on with it, or takes it back. */
  recall(): Promise<() => Promise<void>>;
  /** Refuses while something is under way. */
  demandIdle(): void;
  /** Has something under way with a module's data, so that nothing else begins with any. */
  begin(id: string, action: ModuleWork['action']): Doing;
  /** Whether what takes long may go on; else it ends at its next step. */
  mayGoOn(): boolean;
  /** Lets what is under way end at its next step; it is gone on with at the next start. */
  stop(): void;
}

export function createMoves({ services, catalog, keep, version, stateOf, stateIs, writeState }: MovesNeeds): Moves {
  const { db, settings, now, log } = services;
  const under = new Map<string, ModuleWork>();
  let stopped = false;
  const needs: AttachNeeds & { version: string } = {
    ...services,
    keep,
    version,
    migrationsOf: async ({ id }) => (await entryOf(id).migrations()).migrations,
  };

  function entryOf(id: string): CatalogEntry {
    const entry = catalog.find(({ manifest }) => manifest.id === id);
    if (!entry) throw notFound();
    return entry;
  }
  /** @throws BadArchive */
  function archivedEntry(id: string): CatalogEntry {
    if (!catalog.some(({ manifest }) => manifest.id === id)) throw new BadArchive('archive-unknown-module', id);
    return entryOf(id);
  }
  const demandIdle = () => {
    const [busy] = under;
    if (busy) throw conflict('module-busy', { module: busy[0], action: busy[1].action });
  };
  const shelf = createShelf({
    services,
    demandIdle,
    async demandAttachable(manifest) {
      const { demandAttachable } = await import('./attach-archive.js');
      await demandAttachable(needs, archivedEntry(manifest.module).manifest, manifest);
    },
  });
  function begin(id: string, action: ModuleWork['action']): Doing {
    const seen: ModuleWork = under.get(id) ?? { action, done: 0, total: 0 };
    under.set(id, seen);
    return {
      rows: (count) => {
        seen.done += count;
      },
      total: (count) => {
        seen.total += count;
      },
      end: () => void under.delete(id),
    };
  }
  /** Runs `work` with its progress in view. */
  async function inView<T>(id: string, action: ModuleWork['action'], work: (doing: Doing) => Promise<T>) {
    const doing = begin(id, action);
    try {
      return await work(doing);
    } finally {
      doing.end();
    }
  }
  /** The part of a step that changes nothing yet: should it not come to its end, the next start tells of it. */
  async function untouched<T>(id: string, stage: 'archiving' | 'reading', work: () => Promise<T>): Promise<T> {
    await noteBegun(services, id, stage);
    try {
      return await work();
    } catch (error) {
      // This process ends: what it leaves is told of by the next.
      if (!(error instanceof Interrupted)) await noteUnchanged(services, id).catch(() => undefined);
      throw error;
    }
  }
  const rowsOf = async (holder: Holder) => {
    let rows = 0;
    for (const one of [...(await ownTables(db, holder)), ...(await coreTables(db, holder, ['carried', 'passing']))]) rows += await countOf(db, one);
    return rows;
  };
  /** From this one commit on the module is gone; what follows takes away what is left of it, also after a kill. */
  async function leave(actor: Actor, holder: Holder, state: 'archived' | 'purged', archive: string | null, remember: Remembered): Promise<void> {
    const row: ModuleRow = { state, since: now(), failure: null, archive };
    const marks = await marksOf(db, holder);
    await db.write(async (tx) => {
      await keepMarks(tx, marks);
      await writeState(tx, holder.id, row);
      const move = { work: 'clearing', data: JSON.stringify(remember) };
      await tx.q
        .insertInto('module_moves')
        .values({ module: holder.id, ...move, at: now() })
        .onConflict((oc) => oc.column('module').doUpdateSet(move))
        .execute();
      const { archives = [] } = remember;
      await audit(tx, now(), actor, `module.${state}`, holder.id, { ...(archive === null ? {} : { archive }), ...(archives.length > 0 ? { archives } : {}) });
    });
    stateIs(holder.id, row);
    await services.access.forget();
  }
  const clear = async (holder: Holder, { contents = 'later', since = now(), people = [], archives = [] }: Remembered, onRows: (count: number) => void) => {
    await shelf.letGo(archives);
    await clearModule(needs, holder, { contents, since, people, onRows, mayGoOn: () => !stopped });
  };
  const archivesOf = async (id: string) => {
    const { archive } = stateOf(id);
    return [...new Set([...(await shelf.ofModule(id)), ...(archive === null ? [] : [archive])])];
  };
  return {
    work: (id) => under.get(id) ?? null,
    archivesOf,
    demandIdle,
    begin,
    mayGoOn: () => !stopped,
    ...shelf,
    async archive(actor, id) {
      const { manifest } = entryOf(id);
      const { state } = stateOf(id);
      if (state === 'purged' || state === 'absent') throw conflict('module-not-here');
      if (state === 'archived') throw conflict('module-in-archive');
      if (state !== 'parked') throw conflict('module-not-parked');
      await inView(id, 'archive', async ({ rows, total }) => {
        total(3 * (await rowsOf(manifest)));
        const remember: Remembered = { contents: 'later', since: stateOf(id).since ?? now() };
        const { writeArchive } = await import('./write-archive.js');
        const { name } = await untouched(id, 'archiving', () =>
          writeArchive(needs, entryOf(id), (count) => {
            if (stopped) throw new Interrupted();
            rows(count);
          }),
        );
        await leave(actor, manifest, 'archived', name, remember);
        await clear(manifest, remember, rows);
      });
    },
    async purge(actor, id, { withArchive }) {
      const { manifest } = entryOf(id);
      const { state, since } = stateOf(id);
      if (state === 'purged' || state === 'absent') throw conflict('module-not-here');
      if (state !== 'parked' && state !== 'archived') throw conflict('module-not-away');
      return inView(id, 'purge', async ({ rows, total }) => {
        total(await rowsOf(manifest));
        const archives = withArchive ? await archivesOf(id) : [];
        const remember: Remembered = { contents: 'now', since: since ?? now(), archives };
        await leave(actor, manifest, 'purged', null, remember);
        await clear(manifest, remember, rows);
        return archives;
      });
    },
    async attach(actor, name) {
      const { module: id } = await readArchiveManifest(shelf.demand(name));
      const { manifest } = archivedEntry(id);
      const { state } = stateOf(id);
      if (state !== 'absent' && state !== 'archived' && state !== 'purged') throw conflict('module-already-added');
      await inView(id, 'attach', async ({ rows, total }) => {
        const row: ModuleRow = { state: 'parked', since: now(), failure: null, archive: null };
        const { attachArchive } = await import('./attach-archive.js');
        await untouched(id, 'reading', () =>
          attachArchive(needs, manifest, name, {
            onRows: rows,
            onTotal: total,
            mayGoOn: () => !stopped,
            async commit(tx, archived) {
              await writeState(tx, id, row);
              // Rights that came with a later version; what an administrator had changed of the others is in the archive.
              await grantPermissions(
                tx,
                manifest.permissions.filter((permission) => !archived.permissions.includes(permission)),
              );
              if (archived.portal === settings.get('portal.id')) await putBackIntoTokens(tx, manifest, archived.tokens);
              await audit(tx, now(), actor, 'module.attached', id, { archive: name });
              // An archive that was brought here from elsewhere may hold whoever was erased before; in one of another portal the numbers are others.
              if (archived.portal === settings.get('portal.id')) await planAgain(services, tx, 'here');
            },
          }),
        );
        stateIs(id, row);
        await settings.reload();
        await services.access.forget();
      });
      return id;
    },
    async recall() {
      const left = await db.read.selectFrom('module_moves').selectAll().execute();
      const open: Parameters<typeof finish>[0][number][] = [];
      for (const row of left) {
        if (!catalog.some(({ manifest }) => manifest.id === row.module)) continue;
        const { state } = stateOf(row.module);
        await noteInterrupted(services, row, state);
        if (row.work === 'archiving' || row.work === 'reading') continue;
        const { action } = interruptionOf(row.work as MoveStage, state);
        open.push({ ...row, action });
        under.set(row.module, { action, done: 0, total: 0 });
      }
      return () => finish(open);
    },
    stop() {
      stopped = true;
    },
  };

  async function finish(left: readonly { module: string; work: string; data: string; action: ModuleWork['action'] }[]): Promise<void> {
    await shelf.clearUp();
    for (const row of left) {
      const entry = catalog.find(({ manifest }) => manifest.id === row.module);
      if (!entry) continue;
      log.info({ module: row.module, work: row.work }, 'goes on with what a process that is gone had begun');
      await inView(row.module, row.action, async ({ rows, total }) => {
        total(await rowsOf(entry.manifest));
        await clear(entry.manifest, JSON.parse(row.data) as Remembered, rows);
      });
    }
  }
}
