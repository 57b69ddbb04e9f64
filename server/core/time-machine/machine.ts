import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { plusDays } from '../../contracts/core/calendar-day.js';
import type {
  BringBackPreview,
  BringBackWish,
  BroughtBack,
  Inside,
  KeptDetail,
  KeptKind,
  KeptModule,
  KeptQuery,
  KeptRef,
  TakenModule,
  Undone,
} from '../../contracts/core/time-machine.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { BadBackup } from '../backup/manifest.js';
import type { BackupDefaults } from '../backup/plan.js';
import { createdOf, isSetId } from '../backup/set-manifest.js';
import { sourceOf } from '../backup/source.js';
import type { Stored } from '../db/database.js';
import { instantAt } from '../db/days.js';
import type { Migration } from '../db/migrate.js';
import { conflict, invalidField, notFound, Refusal } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import type { Registry } from '../kernel/registry.js';
import { archivesFolder, contentPath } from '../modules/archive-format.js';
import { asRefusal } from '../modules/bad-archive.js';
import { declaredRecords } from '../modules/declared.js';
import type { CatalogEntry } from '../modules/entry.js';
import { countRecords, countRows } from '../modules/holdings.js';
import type { Life } from '../modules/life-interface.js';
import { writeArchive } from '../modules/write-archive.js';
import { eraseInComing } from '../privacy/erase-coming.js';
import { planAgain } from '../privacy/plan.js';
import type { RecordContext } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import type { Services } from '../services.js';
import { aroundOf, missingNow, rowsOf } from './around.js';
import { bringBack, returnOf } from './bring-back.js';
import { type Coming, closureOf, mostComing } from './closure.js';
import { comparedColumns, differs, rowsWithIds, stateOf } from './compare.js';
import { eraseNamed } from './erase-named.js';
import { type Erased, erasedSince, shownTitle } from './erased.js';
import { type Beside, comparedOf, forgetCompared, keptDetail, listKept } from './look.js';
import type { Opening, Openings } from './openings.js';
import { takeBack } from './take-back.js';

function demandSetId(id: string): void {
  if (!isSetId(id)) throw notFound();
}

export interface TimeMachineDeps {
  services: Services;
  records: RecordContext;
  registry: Registry;
  catalog: readonly CatalogEntry[];
  life: Pick<Life, 'states' | 'moves' | 'alone'>;
  coreMigrations(): Promise<readonly Migration[]>;
  openings: Openings;
  backup: BackupDefaults;
  version: string;
}

const sameRows = (some: readonly Stored[], others: readonly Stored[]): boolean => {
  // Those that were put back have numbers of their own.
  const sorted = (rows: readonly Stored[]) => JSON.stringify(rows.map(({ id: _, ...row }) => JSON.stringify(Object.entries(row).sort())).sort());
  return sorted(some) === sorted(others);
};

type Inner = Beside & { opening: Opening };

/** What can be done with a backup that is opened. */
export interface TimeMachine {
  /** How it stands. @throws Refusal 404, as all of these, where its name is none. */
  inside(actor: Actor, id: string): Promise<Inside>;
  /** Begins to open it, or compares one that is open anew. */
  open(actor: Actor, id: string): Promise<Opening>;
  close(id: string): Promise<void>;
  /** @throws Refusal 409 where it is not open, as the rest. */
  records(actor: Actor, id: string, query: KeptQuery): ReturnType<typeof listKept>;
  record(id: string, ref: KeptRef): Promise<KeptDetail>;
  preview(actor: Actor, id: string, wish: BringBackWish): Promise<BringBackPreview>;
  bringBack(actor: Actor, id: string, wish: BringBackWish): Promise<{ items: BroughtBack[] }>;
  undo(actor: Actor, items: readonly (KeptRef & { run: string })[]): Promise<Undone>;
  /** Puts a module of it into an archive. */
  takeModule(actor: Actor, id: string, module: string): Promise<TakenModule>;
}

/** Looks into backups beside the portal, and brings records and modules back out of them. Who may is asked before. */
export function createTimeMachine(deps: TimeMachineDeps): TimeMachine {
  const { services, records, registry, catalog, life, openings, backup, version } = deps;
  const { db, now } = services;
  const parts = catalog.flatMap(({ manifest }) => manifest.owns.parts ?? []);

  /** An open one. @throws Refusal 409 where it is not open (any more). */
  function opened(id: string): Inner {
    demandSetId(id);
    const opening = openings.find(id);
    if (!opening?.db) throw conflict('backup-not-open');
    return { opening, past: opening.db, live: db, kinds: records.kinds, registry, parts, catalog, created: createdOf(id) };
  }

  /** What records of the backup are called to whoever looks. */
  const titleOf = (erased: Erased, { type, id, row }: Pick<Coming, 'type' | 'id' | 'row'>): string =>
    shownTitle(erased, records.kinds.get(type) as Kind, { type, id }, row);

  async function kindsOf(beside: Beside, actor: Actor): Promise<KeptKind[]> {
    const found: KeptKind[] = [];
    for (const kind of beside.kinds.values()) {
      const there = await beside.past.read.selectFrom('migrations').select('name').where('module', '=', kind.declaration.module).limit(1).execute();
      if (there.length === 0) continue;
      const { count, away, changed } = await comparedOf(beside, kind);
      const gone = [...away.values()].filter((state) => state === 'gone' || state === 'bin').length;
      if (count > 0)
        found.push({ type: kind.type, module: kind.declaration.module, name: recordsName(kind.type, actor.language), count, gone, changed: changed.size });
    }
    return found;
  }

  async function modulesOf({ past, opening }: Inner, actor: Actor): Promise<KeptModule[]> {
    const found: KeptModule[] = [];
    for (const entry of catalog) {
      const { manifest } = entry;
      const counts = await countRecords(past, await declaredRecords(entry));
      const archives = counts.size === 0 ? archivesOf(opening, manifest.id) : [];
      if (counts.size === 0 && archives.length === 0) continue;
      const state = life.states().get(manifest.id)?.state ?? 'absent';
      const name = texts(actor.language)(`${manifest.id}:module.name`);
      found.push({
        id: manifest.id,
        name,
        records: [...counts.values()].reduce((sum, count) => sum + count, 0),
        archives,
        state,
        ready: ['absent', 'archived', 'purged'].includes(state),
      });
    }
    return found;
  }

  async function insideOf(actor: Actor, id: string): Promise<Inside> {
    const opening = openings.find(id);
    const said = { id, created: createdOf(id), kinds: [], modules: [] };
    if (!opening) return { ...said, state: 'closed', step: null, failure: null };
    if (opening.failure) return { ...said, state: 'failed', step: null, failure: opening.failure };
    if (!opening.db) return { ...said, state: 'opening', step: opening.step, failure: null };
    const beside = opened(id);
    return { ...said, state: 'open', step: null, failure: null, kinds: await kindsOf(beside, actor), modules: await modulesOf(beside, actor) };
  }

  /** @throws Refusal 404 for an unknown record, 422 for too many. */
  async function comingOf(beside: Beside, given: BringBackWish): Promise<Coming[]> {
    const coming = await closureOf(beside.past, db, beside.kinds, given);
    if (!coming) throw invalidField('records', 'too-many-values', { max: mostComing });
    if (!coming.some(({ why }) => why === 'asked')) throw notFound();
    return coming;
  }

  async function previewOf(beside: Beside, actor: Actor, given: BringBackWish): Promise<BringBackPreview> {
    const coming = await comingOf(beside, given);
    const widest = await comingOf(beside, { ...given, withPointing: true, withPointed: true });
    const erased = await erasedSince(beside.past, db, catalog);
    const preview: BringBackPreview = {
      kinds: [],
      files: 0,
      fileBytes: 0,
      comments: 0,
      rowsBack: 0,
      rowsStay: 0,
      partsBack: 0,
      refused: [],
      pointing: widest.filter(({ why }) => why === 'pointing').length,
      pointed: widest.filter(({ why }) => why === 'pointed').length,
    };
    for (const type of new Set(coming.map((one) => one.type))) {
      const kind = records.kinds.get(type);
      if (!kind) continue;
      const of = coming.filter((one) => one.type === type);
      const there = await rowsWithIds(
        db,
        kind.table,
        of.map(({ id }) => id),
      );
      const counts = { type, name: recordsName(type, actor.language), insert: 0, restore: 0, change: 0, same: 0 };
      for (const { id, row } of of) {
        const is = there.get(id);
        const state = stateOf(row, is, erased.own(type).has(id));
        if (state === 'other' || state === 'erased') {
          preview.refused.push({ type, id, title: titleOf(erased, { type, id, row }), state, updatedAt: row.updated_at as string, since: null, why: state });
          continue;
        }
        if (state === 'gone') counts.insert += 1;
        else if (state === 'bin') counts.restore += 1;
        else if (is && differs(comparedColumns(kind, returnOf(registry, type)), erased.row({ type, id }, row), is)) counts.change += 1;
        else counts.same += 1;
        const around = await aroundOf(beside.past, parts, { type, id });
        const rows = returnOf(registry, type)?.rows;
        if (rows && is) {
          const present = rowsOf(await aroundOf(db, parts, { type, id }), rows.table);
          const isSame = sameRows(rowsOf(around, rows.table), present);
          if (!isSame) preview[(await rows.mayPut(db.read, is)) ? 'rowsBack' : 'rowsStay'] += 1;
        }
        const { files, comments, rows: details } = await missingNow(db, around);
        preview.files += files.length;
        preview.fileBytes += files.reduce((sum, { size }) => sum + (size as number), 0);
        preview.comments += comments.length;
        if (is) preview.partsBack += details.length;
      }
      preview.kinds.push(counts);
    }
    return preview;
  }

  async function bringAll(beside: Inner, actor: Actor, given: BringBackWish): Promise<{ items: BroughtBack[] }> {
    const coming = await comingOf(beside, given);
    const erased = await erasedSince(beside.past, db, catalog);
    const items: BroughtBack[] = [];
    try {
      try {
        for (const one of coming) {
          const { type, id } = one;
          const brought = erased.own(type).has(id)
            ? { type, id, outcome: 'refused' as const, run: null, left: [] }
            : await bringBack({ services, records, registry, parts }, beside.past, beside.opening, actor, one);
          items.push({ ...brought, title: titleOf(erased, one) });
        }
      } finally {
        await eraseNamed(services, catalog, beside.past, coming);
      }
    } catch (error) {
      if (error instanceof BadBackup) throw conflict('backup-damaged');
      throw error;
    } finally {
      forgetCompared(beside.past);
    }
    return { items };
  }

  /** The newest archive in it of each module that was archived then, but one, as files in a folder. */
  async function archivesBeside({ past, opening }: Inner, but: string, folder: string): Promise<string[]> {
    const files: string[] = [];
    for (const { manifest } of catalog) {
      const [name] = manifest.id === but ? [] : archivesOf(opening, manifest.id);
      const content = name === undefined ? undefined : opening.archives[name];
      if (name === undefined || !content || (await countRows(past, manifest)).tables.length > 0) continue;
      try {
        await opening.repository.writeContent(content, join(folder, name));
        files.push(join(folder, name));
      } catch (error) {
        if (!(error instanceof BadBackup)) throw error;
      }
    }
    return files;
  }

  /** Erases in a file that is to lie among our archives whoever was erased since. @returns of how many the backup does not say what they were called. */
  async function eraseIn(inner: Inner, module: string, file: string): Promise<number> {
    const folder = await mkdtemp(join(inner.opening.folder, 'archives-'));
    try {
      return await eraseInComing(deps, file, { past: inner.past, archives: () => archivesBeside(inner, module, folder) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Puts the newest archive of a module that was archived then among ours. */
  async function takeArchive(inner: Inner, actor: Actor, module: string): Promise<TakenModule> {
    const { opening } = inner;
    const [name] = archivesOf(opening, module);
    const content = name === undefined ? undefined : opening.archives[name];
    if (name === undefined || !content) throw notFound();
    const root = archivesFolder(services.folder);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const staging = await mkdtemp(join(root, '.making-'));
    let unknown = 0;
    try {
      await opening.repository.writeContent(content, join(staging, name));
      unknown = await eraseIn(inner, module, join(staging, name));
      return { archive: await life.moves.receive(actor, join(staging, name), name), unknown };
    } catch (error) {
      if (error instanceof BadBackup) throw conflict('backup-damaged');
      // The same one lies there.
      const there = error instanceof Refusal && error.code === 'archive-exists' ? error.options.params?.name : undefined;
      if (typeof there !== 'string') throw error;
      return { archive: there, unknown };
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  async function takeModule(inner: Inner, actor: Actor, id: string): Promise<TakenModule> {
    const { past, opening } = inner;
    const entry = catalog.find(({ manifest }) => manifest.id === id);
    if (!entry) throw notFound();
    if ((await countRows(past, entry.manifest)).tables.length === 0) return takeArchive(inner, actor, id);
    const contents = join(opening.folder, 'files');
    let unknown = 0;
    try {
      await mkdir(contents, { recursive: true });
      const { name } = await writeArchive(
        {
          db: past,
          settings: services.settings,
          folder: services.folder,
          now: () => createdOf(opening.id),
          version,
          fromBackup: true,
          contents: { folder: contents, fetch: fetchInto(opening) },
        },
        entry,
        () => undefined,
        async (made) => {
          unknown = await eraseIn(inner, id, made);
        },
      );
      await db.write(async (tx) => {
        await audit(tx, now(), actor, 'time-machine.module-taken', id, { backup: opening.id });
        await planAgain(services, tx, 'everywhere');
      });
      return { archive: name, unknown };
    } catch (error) {
      if (error instanceof BadBackup) throw conflict('backup-damaged');
      throw error;
    }
  }

  const span = ({ from, to }: { from?: string; to?: string }, actor: Actor) => ({
    ...(from === undefined ? {} : { from: instantAt(from, 0, actor.timeZone) }),
    ...(to === undefined ? {} : { to: instantAt(plusDays(to, 1), 0, actor.timeZone) }),
  });

  return {
    async inside(actor, id) {
      demandSetId(id);
      return insideOf(actor, id);
    },
    async open(actor, id) {
      demandSetId(id);
      const known = openings.find(id);
      // Asked again it is compared anew.
      if (known?.db) forgetCompared(known.db);
      const opening = await openings.open(sourceOf(services, backup), id);
      if (!opening) throw notFound();
      if (!known?.db) await db.write((tx) => audit(tx, now(), actor, 'time-machine.opened', id));
      return opening;
    },
    async close(id) {
      demandSetId(id);
      await openings.close(id);
    },
    records: async (actor, id, query) => listKept(opened(id), query, span(query, actor)),
    record: async (id, ref) => keptDetail(opened(id), ref),
    preview: async (actor, id, wish) => previewOf(opened(id), actor, wish),
    bringBack: async (actor, id, wish) => bringAll(opened(id), actor, wish),
    async undo(actor, items) {
      const result: Undone = { undone: 0, left: [] };
      // What came last goes first.
      for (const one of [...items].reverse()) {
        const stays = await takeBack({ services, records, registry, parts }, actor, one);
        if (stays) result.left.push(stays);
        else result.undone += 1;
      }
      return result;
    },
    takeModule: async (actor, id, module) => {
      const inner = opened(id);
      // In turn with erasures: each is over before, and on the list, or finds the archive.
      return life
        .alone(() => takeModule(inner, actor, module))
        .catch((error: unknown) => {
          throw asRefusal(error);
        });
    },
  };
}

/** Names of the archives of a module in it, the newest first. */
const archivesOf = ({ archives }: Opening, module: string): string[] =>
  Object.keys(archives)
    .filter((name) => name.startsWith(`${module}-`))
    .sort()
    .reverse();

/** Copies contents out of the backup to where an archive expects them. */
const fetchInto =
  ({ repository, folder }: Opening) =>
  async (contents: Readonly<Record<string, number>>): Promise<void> => {
    for (const [sha256, bytes] of Object.entries(contents)) {
      const target = join(folder, contentPath(sha256));
      if (!existsSync(target)) await repository.writeContent({ sha256, bytes }, target);
    }
  };
