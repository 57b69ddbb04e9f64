import type { Endpoint } from '../../../server/contracts/core/endpoint.js';
import { addressOf } from '../api.js';

/** A column of the list as columns of the file: field and title. */
export interface ExportColumn {
  field: string;
  title: string;
}

/** Lets the browser fetch the records of a list as a file, with the columns as they stand on the screen. */
export function exportList(endpoint: Pick<Endpoint, 'path'>, query: Record<string, string>, columns: readonly ExportColumn[]): void {
  const link = document.createElement('a');
  link.href = addressOf(endpoint, {
    query: { ...query, columns: columns.map(({ field }) => field).join(','), titles: JSON.stringify(columns.map(({ title }) => title)) },
  });
  link.download = '';
  link.click();
}
