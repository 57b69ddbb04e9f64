import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FaultyRow } from '../../contracts/core/imports.js';
import { texts } from '../i18n/texts.js';
import { reasonTitles } from './begin.js';
import { openErrorsFile } from './errors-file.js';
import type { RowFault } from './point.js';
import { readRows } from './read.js';
import { type ImportDeps, importsFolder, pathOf, type StoredImport } from './state.js';

/** The faults of rows `from` … `to` (without it), by row. */
async function faultsBetween({ services }: ImportDeps, id: number, from: number, to: number): Promise<Map<number, RowFault[]>> {
  const rows = await services.db.read
    .selectFrom('import_errors')
    .select(['row_number', 'reasons'])
    .where('import_id', '=', id)
    .where('row_number', '>=', from)
    .where('row_number', '<', to)
    .execute();
  return new Map(rows.map((row) => [row.row_number, JSON.parse(row.reasons) as RowFault[]]));
}

/** What is wrong with a row, in `language`, with the column of the file that it is about. */
function faultWords({ data }: StoredImport, language: string): (fault: RowFault) => FaultyRow['faults'][number] {
  const t = texts(language);
  const columnOf = new Map(Object.entries(data.map).map(([column, field]) => [field, column]));
  return ({ field, code, params }) => ({
    column: (field === null ? undefined : columnOf.get(field)) ?? null,
    reason: t(`core:import.error.${code}`, params),
  });
}

/** As many as a person reads before they take the file. */
const mostTold = 10;

/** The first rows that were not taken in. */
export async function firstFaults({ services }: ImportDeps, one: StoredImport, language: string): Promise<FaultyRow[]> {
  const words = faultWords(one, language);
  const rows = await services.db.read
    .selectFrom('import_errors')
    .select(['row_number', 'reasons'])
    .where('import_id', '=', one.id)
    .orderBy('row_number')
    .limit(mostTold)
    .execute();
  // Counted from 0 below the titles of the columns.
  return rows.map(({ row_number, reasons }) => ({ row: row_number + 2, faults: (JSON.parse(reasons) as RowFault[]).map(words) }));
}

/** Writes the rows that were not taken in, as they stand in the file, each with its reasons in `language`. */
export async function writeErrors(deps: ImportDeps, one: StoredImport, language: string, path: string): Promise<void> {
  const t = texts(language);
  const { shape } = one.data;
  const words = faultWords(one, language);
  const inWords = (fault: RowFault): string => {
    const { column, reason } = words(fault);
    return column === null ? reason : t('core:import.reason', { column, reason });
  };
  const file = await openErrorsFile(path, {
    columns: shape.columns,
    separator: shape.separator,
    reasonTitle: t('core:import.reasonTitle'),
    reasonTitles: reasonTitles(),
  });
  try {
    let number = 0;
    for await (const rows of readRows(pathOf(deps.services, one.data), shape)) {
      const faults = await faultsBetween(deps, one.id, number, number + rows.length);
      for (const row of rows) {
        const own = faults.get(number);
        if (own) await file.write(row.cells, own.map(inWords));
        number += 1;
      }
    }
  } finally {
    await file.close();
  }
}

/** The same as a stream; its file is gone when the stream ends. */
export async function errorsStream(deps: ImportDeps, one: StoredImport, language: string): Promise<Readable> {
  const path = join(importsFolder(deps.services), `.${randomBytes(12).toString('hex')}.errors`);
  try {
    await writeErrors(deps, one, language, path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  const stream = createReadStream(path);
  stream.once('close', () => {
    rm(path, { force: true }).catch((error) => deps.services.log.warn({ err: error }, 'file of rows left out could not be removed'));
  });
  return stream;
}
