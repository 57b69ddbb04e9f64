import { setImmediate as turn } from 'node:timers/promises';
import type { Actor } from '../access/actor.js';
import type { Dialect, Tx } from '../db/database.js';
import { isAboutTheRow } from '../db/refused-row.js';
import { Refusal } from '../http/problem.js';
import { fold } from '../search/fold.js';
import { lastHistory, noteChanges } from './changes.js';
import type { BatchOutcome, CheckedRow, Importer, RowFault } from './point.js';
import { emptyOutcome } from './point.js';
import { type FileRow, readRows } from './read.js';
import { fromImportRow, type ImportData, type ImportDeps, pathOf, type StoredImport } from './state.js';
import { readCell } from './values.js';

/** The portal answers others after so long: a transaction of many rows is written piece by piece. */
const PIECE_MS = 15;
const MOST_IN_PIECE = 500;
/** Fewer cost more in looking up what they point at than in the rows. */
const FEWEST_IN_PIECE = 100;
/** The more rows share a commit, the less often the pages of the indexes are written; but its writing holds the others up. */
const MOST_ROWS = 4000;
const FEWEST_ROWS = 1000;
const COMMIT_MS = 30;

interface ReadRow extends CheckedRow {
  /** From 0, among all rows of the file. */
  number: number;
  faults: RowFault[];
  /** See {@link Importer.keyOf}; null for rows with faults. */
  key: string | null;
}

type Reader = (row: FileRow, number: number) => ReadRow;

function readerOf(importer: Importer, data: ImportData, language: string, country: string | null): Reader {
  const locale = { language, country, currency: data.currency };
  const mapped = new Set(Object.values(data.map));
  const columns = Object.entries(data.map).map(([column, name]) => {
    const target = importer.targets.find((one) => one.name === name);
    const style = data.styles[column];
    if (!target || !style) throw new Error(`The column ${column} is put into ${name}, which is no field of ${importer.kind}`);
    // A required field may be made of others; then an empty cell is no fault.
    const isOptional = !target.required || (target.unless?.every((other) => mapped.has(other)) ?? false);
    const field = isOptional ? { ...target.field, required: undefined } : target.field;
    return { name, index: data.shape.columns.indexOf(column), field, style };
  });
  return (row, number) => {
    if (row.error) return { number, values: {}, key: null, faults: [{ field: null, code: row.error.code, params: row.error.params }] };
    const values: Record<string, CheckedRow['values'][string]> = {};
    const faults: RowFault[] = [];
    for (const { name, index, field, style } of columns) {
      const result = readCell(field, row.cells[index] ?? '', style, locale);
      if (result.ok) values[name] = result.value;
      else faults.push({ field: name, code: result.code, params: result.params });
    }
    return { number, values, faults, key: faults.length > 0 ? null : importer.keyOf({ values }) };
  };
}

export interface SliceOptions {
  actor: Actor;
  importer: Importer;
  /** Called after every transaction, outside it. */
  onProgress(now: StoredImport): void;
  /** Whether to end the transaction here and let other jobs have their turn. */
  isEnough(): boolean;
}

/**
 * Takes in rows from where the import stands, transaction by transaction, each with its progress: whoever goes on after a
 * kill begins at the first row that is not stored.
 * @returns the import as it stands now; `isWhole` when no row is left.
 */
export async function importSlice(
  deps: ImportDeps,
  start: StoredImport,
  { actor, importer, onProgress, isEnough }: SliceOptions,
): Promise<{ now: StoredImport; isWhole: boolean }> {
  const { services } = deps;
  const read = readerOf(importer, start.data, actor.language, services.settings.get('company')?.country ?? null);
  const store = await importer.prepare({
    actor,
    importId: start.id,
    currency: start.data.currency,
    archived: start.data.withArchived ?? false,
    unknownPeople: start.data.unknownPeople,
    meant: new Map(Object.entries(start.data.people ?? {}).map(([name, id]) => [fold(name), id])),
  });
  let now = start;
  const pace: Pace = { inPiece: FEWEST_IN_PIECE, inOne: MOST_ROWS, isEnough };
  const bulk = services.db.beginBulk();
  let settled = Promise.resolve();
  let number = 0;
  let waiting: ReadRow[] = [];
  const flush = async (all: boolean): Promise<boolean> => {
    while (waiting.length >= pace.inOne || (all && waiting.length > 0)) {
      const before = now.data.done;
      await settled;
      now = await storeBatch(deps, now, firstBatch(waiting, pace.inOne), store, pace);
      settled = bulk.settle();
      waiting = waiting.slice(now.data.done - before);
      onProgress(now);
      await turn();
      if (isEnough()) return true;
    }
    return false;
  };
  try {
    for await (const rows of readRows(pathOf(services, start.data), start.data.shape, MOST_IN_PIECE)) {
      for (const row of rows) {
        if (number >= start.data.done) waiting.push(read(row, number));
        number += 1;
      }
      if (await flush(false)) return { now, isWhole: false };
      // A file whose rows wait for nothing else would be read without a pause.
      await turn();
    }
    return (await flush(true)) && waiting.length > 0 ? { now, isWhole: false } : { now, isWhole: true };
  } finally {
    await settled;
    await bulk.end();
  }
}

/** As many of the first rows as belong into one transaction: no two with one key. */
function firstBatch(rows: readonly ReadRow[], size: number): ReadRow[] {
  const keys = new Set<string>();
  const batch: ReadRow[] = [];
  for (const row of rows) {
    if (batch.length >= size || (row.key !== null && keys.has(row.key))) break;
    if (row.key !== null) keys.add(row.key);
    batch.push(row);
  }
  return batch;
}

type Store = Awaited<ReturnType<Importer['prepare']>>;

/** Found by measuring: rows in a piece and in a transaction. */
interface Pace {
  inPiece: number;
  inOne: number;
  isEnough(): boolean;
}

const within = (least: number, value: number, most: number) => Math.max(least, Math.min(most, Math.round(value)));

/** @returns the import after the first of the rows, or all: others who wait for the database come first. */
async function storeBatch(deps: ImportDeps, before: StoredImport, batch: readonly ReadRow[], store: Store, pace: Pace): Promise<StoredImport> {
  try {
    let written = 0;
    const now = await deps.services.db.write(async (tx) => {
      const after = await storeRows(deps.services.db.dialect, tx, before, batch, store, pace);
      written = performance.now();
      return after;
    });
    pace.inOne = within(FEWEST_ROWS, pace.inOne * (performance.now() - written > COMMIT_MS ? 0.8 : 1.2), MOST_ROWS);
    return now;
  } catch (error) {
    if (!(error instanceof Refusal || isAboutTheRow(error))) throw error;
    const [only] = batch;
    if (batch.length === 1 && only) {
      deps.services.log.warn({ import: before.id, row: only.number, reason: (error as Error).name }, 'row of an import refused');
      const refused = [{ ...only, faults: [{ field: null, code: 'not-stored', params: {} }] }];
      return deps.services.db.write((tx) => storeRows(deps.services.db.dialect, tx, before, refused, store, pace));
    }
    // The row to blame is found by halves.
    const half = Math.ceil(batch.length / 2);
    const first = await storeBatch(deps, before, batch.slice(0, half), store, pace);
    return first.data.done < before.data.done + half ? first : storeBatch(deps, first, batch.slice(half), store, pace);
  }
}

async function storeRows(dialect: Dialect, tx: Tx, before: StoredImport, batch: readonly ReadRow[], store: Store, pace: Pace): Promise<StoredImport> {
  // The write is for its lock: should two ever run the same import, the second sees here what the first has done.
  const row = await tx.q
    .updateTable('imports')
    .set({ state: 'running' })
    .where('id', '=', before.id)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();
  const stored = row && fromImportRow(row);
  if (!stored || stored.data.done !== before.data.done) throw new Error(`The import ${before.id} is no longer where this run of it stands`);
  const historyBefore = await lastHistory(tx);
  const data: ImportData = { ...stored.data, notes: { ...stored.data.notes } };
  for (let at = 0; at < batch.length; ) {
    const piece = batch.slice(at, at + pace.inPiece);
    const began = performance.now();
    await storePiece(tx, before.id, data, piece, store);
    pace.inPiece = within(FEWEST_IN_PIECE, (piece.length * PIECE_MS) / (performance.now() - began), Math.min(MOST_IN_PIECE, pace.inPiece * 2));
    at += piece.length;
    const isLast = tx.isAwaited() || pace.isEnough();
    // After the last one, too: the commit is a piece of its own.
    await turn();
    if (isLast) break;
  }
  await tx.q
    .updateTable('imports')
    .set({ data: JSON.stringify(data) })
    .where('id', '=', before.id)
    .execute();
  await noteChanges(dialect, tx, before.id, historyBefore);
  return { ...stored, data };
}

/** Stores some rows and counts them in `data`. */
async function storePiece(tx: Tx, importId: number, data: ImportData, piece: readonly ReadRow[], store: Store): Promise<void> {
  const sound = piece.filter(({ faults }) => faults.length === 0);
  const outcome: BatchOutcome = sound.length > 0 ? await store(tx, sound, data.kept) : emptyOutcome();
  const refused = piece.filter(({ faults }) => faults.length > 0).map(({ number, faults }) => ({ number, faults }));
  for (const [index, fault] of outcome.faults) refused.push({ number: (sound[index] as ReadRow).number, faults: [fault] });
  await tx.insertMany(
    'import_errors',
    refused.map(({ number, faults }) => ({ import_id: importId, row_number: number, reasons: JSON.stringify(faults) })),
  );
  for (const [name, count] of Object.entries(outcome.notes)) data.notes[name] = (data.notes[name] ?? 0) + count;
  if (outcome.kept !== undefined) data.kept = outcome.kept;
  data.done += piece.length;
  data.created += outcome.created;
  data.updated += outcome.updated;
  data.failed += refused.length;
}
