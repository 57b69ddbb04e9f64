import { type ById, endpoint, type Page } from './endpoint.js';

/** The sign that parts whole from fraction in a column of figures. */
export const decimalSigns = ['.', ','] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/** What becomes of rows that name a responsible who is nobody here: made a colleague without sign-in, read as an empty cell, or left out with the reason. */
export const waysOfUnknownPeople = ['as-empty', 'add', 'leave-out'] as const;
export type WayOfUnknownPeople = (typeof waysOfUnknownPeople)[number];

/** What an import begins with. */
export interface StartImport {
  /** Column of the file → field of the record. */
  map: Record<string, string>;
  currency?: string;
  /** What is the decimal sign of columns in which it is doubtful; without it their doubtful figures are left out. */
  decimals?: Record<string, DecimalSign>;
  /** Take in what was archived where the file comes from, too. */
  archived?: boolean;
  unknownPeople?: WayOfUnknownPeople;
  /** Who is meant by some of the names that are nobody's here, by the name as the file writes it: the id of a colleague. */
  people?: Record<string, number>;
}

/** Those whom a column of a file names and who are nobody here. */
export interface UnknownPeople {
  /** As written, those of the most rows first; at most fifty. Where some were asked for by `q`, only those that have it in them. */
  names: { name: string; rows: number }[];
  /** So many have it in them. */
  found: number;
  /** How many different names there are, and rows that have one. */
  total: number;
  rows: number;
  /** What may become of these rows, the usual way first; one alone leaves no choice. */
  ways: WayOfUnknownPeople[];
}

export interface ImportState {
  id: number;
  at: string;
  kind: string;
  fileName: string;
  state: 'uploaded' | 'running' | 'done' | 'failed';
  /** Recognised as a file of another system, such as `todoist`; null: of none. */
  format: string | null;
  /** So many of the rows were archived there; they come along on request alone. */
  archived: number;
  encoding: string;
  separator: string;
  columns: string[];
  sample: string[][];
  /** Column of the file → field of the record. */
  map: Record<string, string>;
  fields: { name: string; required: boolean; hasDecimals: boolean }[];
  /** Columns in which nothing tells whether the sign of a figure such as `1.234` groups thousands, each with the first of them. */
  doubtful: Record<string, string>;
  /** The field that names a colleague, whose unknown names are asked for; null: none. */
  peopleField: string | null;
  total: number;
  done: number;
  created: number;
  updated: number;
  failed: number;
  /** ISO 4217, of amounts that do not name theirs. */
  currency: string;
  /** What was done beyond the records themselves, such as companies made; `text` in the reader's language. */
  notes: { code: string; count: number; text: string }[];
  failure: string | null;
  /** Who started it; null: the command line. */
  personId: number | null;
  undo: ImportUndo | null;
}
/** How far the taking back of an import is, and what came of it. */
export interface ImportUndo {
  state: 'running' | 'done' | 'failed';
  at: string;
  by: number | null;
  total: number;
  done: number;
  /** Records that went into the bin, and that have their former values back. */
  removed: number;
  restored: number;
  /** Records left as they are, by the reason: `changed` by somebody since, `used` by others, `not-yours`, `module-off`. */
  left: Record<string, number>;
}
/** A row that was not taken in. */
export interface FaultyRow {
  /** As a spreadsheet numbers it: the titles of the columns are row 1. */
  row: number;
  /** Each with the column of the file that it is about, null: the whole row; `reason` in the reader's language. */
  faults: { column: string | null; reason: string }[];
}
export const importEndpoints = {
  /** multipart/form-data: `kind` and `file`; answers what was found in it, nothing is stored in the records yet. */
  upload: endpoint<{ reply: ImportState }>()('POST', '/imports', 'signed-in', 201),
  get: endpoint<{ params: ById; reply: ImportState }>()('GET', '/imports/:id', 'signed-in'),
  list: endpoint<{ reply: Page<ImportState> }>()('GET', '/imports', 'signed-in'),
  kinds: endpoint<{ reply: { items: { kind: string; module: string }[] } }>()('GET', '/imports/kinds', 'signed-in'),
  /** Whom a column names that is nobody here, before the import is started. */
  unknownPeople: endpoint<{ params: ById; query: { column: string; q?: string }; reply: UnknownPeople }>()('GET', '/imports/:id/unknown-people', 'signed-in'),
  start: endpoint<{ params: ById; body: StartImport; reply: ImportState }>()('POST', '/imports/:id/start', 'signed-in'),
  /** Takes the whole import back: what it made goes into the bin, what it changed gets its former values, both where nobody has changed it since. */
  undo: endpoint<{ params: ById; reply: ImportState }>()('POST', '/imports/:id/undo', 'signed-in'),
  /** Why the first rows in error were not taken in. */
  faults: endpoint<{ params: ById; reply: { items: FaultyRow[] } }>()('GET', '/imports/:id/faults', 'signed-in'),
  /** The rows in error, with a last column saying why; to mend and load again. */
  errors: endpoint<{ params: ById; reply: unknown }>()('GET', '/imports/:id/errors', 'signed-in'),
};
