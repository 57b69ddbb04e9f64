import type { Endpoint } from '../../../server/contracts/core/endpoint.js';
import type { FieldDef } from '../../ui/fields/field-def.js';
import { addressOf } from '../api.js';
import { download } from '../download.js';
import type { ListedRecord, ListKind } from './list-kind.js';

/** A column of the list as columns of the file: field and title. */
export interface ExportColumn {
  field: string;
  title: string;
}

/** The kinds of file, the usual one first. */
export const exportFormats = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * Lets the browser fetch the records of a list as a file, with the columns as they stand on the screen.
 * @param defs the kind's fields: they have the words for the options of choices.
 */
export function exportList(
  endpoint: Pick<Endpoint, 'path'>,
  query: Record<string, string>,
  columns: readonly ExportColumn[],
  defs: readonly FieldDef[],
  format: ExportFormat,
): void {
  const words = defs.flatMap(({ name, field, optionLabel }) =>
    field.kind === 'choice' && optionLabel && columns.some((column) => column.field === name)
      ? [[name, Object.fromEntries(field.options.map((option) => [option, optionLabel(option)]))] as const]
      : [],
  );
  const href = addressOf(endpoint, {
    query: {
      ...query,
      columns: columns.map(({ field }) => field).join(','),
      titles: JSON.stringify(columns.map(({ title }) => title)),
      ...(words.length > 0 ? { words: JSON.stringify(Object.fromEntries(words)) } : {}),
      format,
    },
  });
  download(href);
}

/** The columns of a list as columns of its file; those that are made of several fields are taken apart. */
export function exportedColumns(
  visible: readonly { id: string }[],
  { made = {}, exported = [] }: Pick<ListKind<ListedRecord>, 'made' | 'exported'>,
  titleOf: (field: string) => string,
): ExportColumn[] {
  const fields = new Set([...visible.flatMap(({ id }) => made[id] ?? [id]), ...exported]);
  return [...fields].map((field) => ({ field, title: titleOf(field) }));
}
