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
import { instantAt } from '../db/days.js';
import type { Migration } from '../db/migrate.js';
import { conflict, notFound } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import type { Registry } from '../kernel/registry.js';
import { asRefusal } from '../modules/bad-archive.js';
import { declaredRecords } from '../modules/declared.js';
import type { CatalogEntry } from '../modules/entry.js';
import { countRecords } from '../modules/holdings.js';
import type { Life } from '../modules/life-interface.js';
import type { RecordContext } from '../records/context.js';
import type { Services } from '../services.js';
import { bringBack } from './bring-back.js';
import { eraseNamed } from './erase-named.js';
import { erasedSince } from './erased.js';
import { type Beside, comparedOf, forgetCompared, keptDetail, listKept } from './look.js';
import type { Opening, Openings } from './openings.js';
import { comingOf, previewOf, titleOf } from './preview.js';
import { takeBack } from './take-back.js';
import { archivesOf, type Inner, takeModule } from './take-module.js';

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
  const { services, records, registry, catalog, life, openings, backup } = deps;
  const { db, now } = services;
  const parts = catalog.flatMap(({ manifest }) => manifest.owns.parts ?? []);

  /** An open one. @throws Refusal 409 where it is not open (any more). */
  function opened(id: string): Inner {
    demandSetId(id);
    const opening = openings.find(id);
    if (!opening?.db) throw conflict('backup-not-open');
    return { opening, past: opening.db, live: db, kinds: records.kinds, registry, parts, catalog, created: createdOf(id) };
  }

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
          items.push({ ...brought, title: titleOf(beside, erased, one) });
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
    preview: async (actor, id, wish) => previewOf(opened(id), actor.language, wish),
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
        .alone(() => takeModule(deps, inner, actor, module))
        .catch((error: unknown) => {
          throw asRefusal(error);
        });
    },
  };
}
