import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { insertMany } from '../db/insert-many.js';
import { Refusal } from '../http/problem.js';
import type { BatchOutcome, CheckedRow, Importer, RowFault } from './point.js';
import { emptyOutcome } from './point.js';
import { type FileRow, readRows } from './read.js';
import { fromImportRow, type ImportData, type ImportDeps, pathOf, type StoredImport } from './state.js';
import { readCell } from './values.js';

/** A transaction should not hold the others up for longer. */
const BATCH_MS = 20;
const MOST_ROWS = 500;
/** Fewer cost more in the transaction than in the rows. */
const FEWEST_ROWS = 200;

interface ReadRow extends CheckedRow {
  /** From 0, among all rows of the file. */
  number: number;
  faults: RowFault[];
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
    if (row.error) return { number, values: {}, faults: [{ field: null, code: row.error.code, params: row.error.params }] };
    const values: Record<string, CheckedRow['values'][string]> = {};
    const faults: RowFault[] = [];
    for (const { name, index, field, style } of columns) {
      const result = readCell(field, row.cells[index] ?? '', style, locale);
      if (result.ok) values[name] = result.value;
      else faults.push({ field: name, code: result.code, params: result.params });
    }
    return { number, values, faults };
  };
}

/** The database refuses the row for what is in it; anything else is not the row's fault and must not be taken for it. */
const isAboutTheRow = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code ?? '');
  return error instanceof Refusal || code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_TOOBIG' || /^2[23]\d{3}$/.test(code);
};

export interface SliceOptions {
  actor: Actor;
  importer: Importer;
  /** Called after every batch, outside the transaction. */
  onProgress(now: StoredImport): void;
  /** Whether to stop after this batch and let others have their turn. */
  isEnough(): boolean;
}

/**
 * Takes in rows from where the import stands, a batch a transaction, each with its progress: whoever goes on after a kill
 * begins at the first row that is not stored.
 * @returns the import as it stands now; `isWhole` when no row is left.
 */
export async function importSlice(
  deps: ImportDeps,
  start: StoredImport,
  { actor, importer, onProgress, isEnough }: SliceOptions,
): Promise<{ now: StoredImport; isWhole: boolean }> {
  const { services } = deps;
  const read = readerOf(importer, start.data, actor.language, services.settings.get('company')?.country ?? null);
  const store = await importer.prepare({ actor, currency: start.data.currency });
  let now = start;
  let size = FEWEST_ROWS;
  let number = 0;
  let waiting: ReadRow[] = [];
  const flush = async (all: boolean): Promise<boolean> => {
    while (waiting.length >= size || (all && waiting.length > 0)) {
      const batch = firstBatch(importer, waiting, size);
      waiting = waiting.slice(batch.length);
      const began = performance.now();
      now = await storeBatch(deps, now, batch, store, services.log);
      const perRow = (performance.now() - began) / batch.length;
      if (batch.length >= size) size = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.round(BATCH_MS / perRow), size * 2));
      onProgress(now);
      await turn();
      if (isEnough()) return true;
    }
    return false;
  };
  for await (const rows of readRows(pathOf(services, start.data), start.data.shape, MOST_ROWS)) {
    for (const row of rows) {
      if (number >= start.data.done) waiting.push(read(row, number));
      number += 1;
    }
    if (await flush(false)) return { now, isWhole: false };
    // A file whose rows wait for nothing else would be read without a pause.
    await turn();
  }
  return (await flush(true)) && waiting.length > 0 ? { now, isWhole: false } : { now, isWhole: true };
}

/** As many of the first rows as belong into one transaction: no two with one key. */
function firstBatch(importer: Importer, rows: readonly ReadRow[], size: number): ReadRow[] {
  const keys = new Set<string>();
  const batch: ReadRow[] = [];
  for (const row of rows) {
    if (batch.length >= size) break;
    const key = row.faults.length > 0 ? null : importer.keyOf(row);
    if (key !== null && keys.has(key)) break;
    if (key !== null) keys.add(key);
    batch.push(row);
  }
  return batch;
}

type Store = Awaited<ReturnType<Importer['prepare']>>;

async function storeBatch(deps: ImportDeps, before: StoredImport, batch: readonly ReadRow[], store: Store, log: Logger): Promise<StoredImport> {
  try {
    return await deps.services.db.write((tx) => storeRows(deps, tx, before, batch, store));
  } catch (error) {
    if (!isAboutTheRow(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only) {
      log.warn({ import: before.id, row: only.number, reason: (error as Error).name }, 'row of an import refused');
      const refused = [{ ...only, faults: [{ field: null, code: 'not-stored', params: {} }] }];
      return deps.services.db.write((tx) => storeRows(deps, tx, before, refused, store));
    }
    let now = before;
    for (const row of batch) now = await storeBatch(deps, now, [row], store, log);
    return now;
  }
}

async function storeRows(deps: ImportDeps, tx: Tx, before: StoredImport, batch: readonly ReadRow[], store: Store): Promise<StoredImport> {
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
  const sound = batch.filter(({ faults }) => faults.length === 0);
  const outcome: BatchOutcome = sound.length > 0 ? await store(tx, sound) : emptyOutcome();
  const refused = batch.filter(({ faults }) => faults.length > 0).map(({ number, faults }) => ({ number, faults }));
  for (const [index, fault] of outcome.faults) refused.push({ number: (sound[index] as ReadRow).number, faults: [fault] });
  await insertMany(
    deps.services.db.dialect,
    tx,
    'import_errors',
    refused.map(({ number, faults }) => ({ import_id: before.id, row_number: number, reasons: JSON.stringify(faults) })),
  );
  const notes = { ...stored.data.notes };
  for (const [name, count] of Object.entries(outcome.notes)) notes[name] = (notes[name] ?? 0) + count;
  const data: ImportData = {
    ...stored.data,
    done: stored.data.done + batch.length,
    created: stored.data.created + outcome.created,
    updated: stored.data.updated + outcome.updated,
    failed: stored.data.failed + refused.length,
    notes,
  };
  await tx.q
    .updateTable('imports')
    .set({ data: JSON.stringify(data) })
    .where('id', '=', before.id)
    .execute();
  return { ...stored, data };
}
