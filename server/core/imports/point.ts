import type { WayOfUnknownPeople } from '../../contracts/core/imports.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';
import type { Row, Values } from '../records/kind.js';
import type { ImportTarget } from './target.js';
import type { CellValue } from './values.js';

/** A row whose cells were read; only fields that a column is put into are there, null where the cell is empty. */
export interface CheckedRow {
  values: Readonly<Record<string, CellValue | null>>;
}

/** Why a row was not taken in. Text `core:import.error.<code>`. */
export interface RowFault {
  /** Field whose column is to blame; null: the row as a whole. */
  field: string | null;
  code: string;
  params: Readonly<Record<string, unknown>>;
}

export interface BatchOutcome {
  created: number;
  updated: number;
  /** By the place of the row in the batch. */
  faults: Map<number, RowFault>;
  /** What was done beyond the records themselves, counted; text `core:import.note.<name>`. A later batch may take something back by less than 0. */
  notes: Record<string, number>;
  /**
   * What later batches are to know, as JSON; missing: what they know already. Stored in the same transaction and gone when
   * the import ends. To be kept small: every transaction writes it anew.
   */
  kept?: unknown;
}

export interface ImportContext {
  actor: Actor;
  /** Number of the import, by which `createdBy` finds what it made in earlier transactions. */
  importId: number;
  /** ISO 4217, of amounts that do not name theirs. */
  currency: string;
  /** Take in what was archived, too. */
  archived: boolean;
  /** What becomes of unknown names in {@link Importer.people}; not chosen: added by who may, else left out. */
  unknownPeople: WayOfUnknownPeople | undefined;
  /** Who is meant by names that are nobody's, by their folded form. */
  meant: ReadonlyMap<string, number>;
}

/** Rows in the columns of an importer. */
export interface ImportRows {
  columns: string[];
  rows: string[][];
  /** How many of them were archived where they come from, and come along on request alone. */
  archived?: number;
}

/** A file of another system that is turned into rows; text `core:imports.format.<id>`. */
export type ImportFormat = { id: string } & (
  | { of: 'rows'; recognises(columns: readonly string[]): boolean; convert(rows: readonly Readonly<Record<string, string>>[], fileName: string): ImportRows }
  | { of: 'json'; recognises(value: unknown): boolean; convert(value: unknown, fileName: string): ImportRows }
);

/** One kind of file that can be imported, as a module offers it. */
export interface Importer {
  /** In addresses and on the command line: `companies`. */
  kind: string;
  /** What the actor needs, in any scope. */
  permission: string;
  /** Needs that permission for the whole portal. */
  forEverybody?: true;
  targets: readonly ImportTarget[];
  /** The field that names a colleague, and what may become of rows whose name is nobody's, the usual way first. */
  people?: { field: string; ways: readonly WayOfUnknownPeople[] };
  /** Files of other systems, recognised by themselves; `file` is the module that exports them as `formats`, for a thread. */
  formats?: { list: readonly ImportFormat[]; file: URL };
  /** Kinds of record whose lists are to be read again when all is done. */
  records: readonly string[];
  /**
   * What two rows about the same thing have in common; null: none has. Of rows with one key each comes in a transaction
   * of its own, so that the second finds what the first made.
   */
  keyOf(row: CheckedRow): string | null;
  /**
   * Gets ready for some batches.
   * @returns what stores one batch, looking up all it relies on in the same transaction. It is run again with fewer rows
   * when the database refuses the batch. Given what earlier batches have kept for it, see {@link BatchOutcome.kept}.
   */
  prepare(context: ImportContext): Promise<(tx: Tx, rows: readonly CheckedRow[], kept?: unknown) => Promise<BatchOutcome>>;
}

export const Importers = definePoint<Importer>()('core', 'importers');

/** How changes of one kind of record are stored with all that belongs to them, such as the history of stages; without one they are stored as they are. */
export interface Reverter {
  type: string;
  change?(tx: Tx, actor: Actor, changes: readonly { before: Row; values: Values }[]): Promise<void>;
  /** What goes along when records that the import made went into the bin. */
  removed?(tx: Tx, rows: readonly Row[]): Promise<void>;
  /** Kinds of lines on the timeline that only tell which value a change has given the record: nobody wrote anything on it. */
  tells?: readonly string[];
}

/** Used when an import is taken back. */
export const Reverters = definePoint<Reverter>()('core', 'reverters');

export const emptyOutcome = (): BatchOutcome => ({ created: 0, updated: 0, faults: new Map(), notes: {} });

export function addNote(outcome: BatchOutcome, name: string, count = 1): void {
  if (count !== 0) outcome.notes[name] = (outcome.notes[name] ?? 0) + count;
}
