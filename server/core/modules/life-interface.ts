import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import type { Manifest } from '../kernel/manifest.js';
import type { Composition } from './composition.js';
import type { ModuleRow } from './entry.js';
import type { Measured } from './measures.js';
import type { Moves } from './moves.js';

/**
 * The life of modules: absent → on ⇄ parked → archived → purged, and back from an archive. Every switch builds the new portal beside the old
 * one and swaps it in; data moves only of a module that is not on.
 */
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
  /** Of a parked module: puts its data into one file in `archives/`, and takes it out of the database. */
  archive(actor: Actor, id: string): Promise<void>;
  /** Of a module that is archived, or parked: takes away everything, contents of files at once. `withArchive`: its archives too. @returns the names of these. */
  purge(actor: Actor, id: string, options: { withArchive: boolean }): Promise<string[]>;
  /** Brings a module back from an archive and, unless it is to stay parked, switches it on. @returns its id. */
  attach(actor: Actor, archive: string, options: { parked: boolean }): Promise<string>;
  /** What is under way with the data of modules, and the archives. */
  moves: Pick<Moves, 'work' | 'archives' | 'archivesOf' | 'removeArchive' | 'receive' | 'handOut' | 'pathOf' | 'begin' | 'mayGoOn'>;
  /** Runs `work` while no module comes or goes and no data is moved. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The kinds of record of a module, on or not; its code is loaded for it. */
  describe(id: string): Promise<Composition>;
  /** @throws Refusal 404 when the catalog does not name it. */
  manifest(id: string): Manifest;
  measured(id: string): Measured | null;
  /** Lets what is under way with data end at its next step, to be gone on with at the next start. */
  stop(): Promise<void>;
  /** Adds the first modules, in the transaction of set-up: `work` stores the rest. */
  install(ids: readonly string[], language: string, work: (tx: Tx) => Promise<void>, onStep: (id: string) => void): Promise<void>;
  /** Loads what is on at start; a module that fails is marked so with its reason, and the rest runs. */
  start(): Promise<void>;
  /** Brings the tables of the modules that are on or parked up to date; one that fails keeps its own as they were, and does not start. */
  migrate(): Promise<void>;
}
