import type { Endpoint, ListQuery, Page } from '../../../server/contracts/core/endpoint.js';
import type { RecordDeclaration } from '../../../server/contracts/core/fields.js';
import type { FieldDef } from '../../ui/fields/field-def.js';
import type { IconName } from '../../ui/icon.js';
import type { Column } from '../../ui/list/use-columns.js';
import type { BulkEndpoint } from './bulk/bulk-dialog.js';

/** What listed records have in common. */
export interface ListedRecord {
  id: number;
  version: number;
}

/** One kind of record, as its list needs it. */
export interface ListKind<T extends ListedRecord> {
  /** The prefix of its texts in its module's namespace: `sales:quote.plural`. */
  name: string;
  declaration: RecordDeclaration;
  icon: IconName;
  endpoints: { list: Endpoint<{ query: ListQuery; reply: Page<T> }>; bulk: BulkEndpoint; export: Pick<Endpoint, 'path'> };
  /** Fields that are changed for many at once; without it all that lists are filtered by. */
  bulkFields?: readonly string[];
  /** The fields in words, where more is to be said of them than their declaration knows; a hook. */
  useDefs?: (declaration: RecordDeclaration) => FieldDef[];
  /** How the list is sorted until the person sorts it otherwise. */
  sort: string;
  /** Columns that are made of several fields, with these. */
  made?: Record<string, readonly string[]>;
  /** Fields that no column of their own is offered for: they mean nothing by themselves. */
  unlisted?: readonly string[];
  /** What stands in every file of them after the columns of the list, so that it can be read back whole. */
  exported?: readonly string[];
  /** What names a record in its row. */
  titleOf(record: T): string;
  /** Column under which the count stands, and the one under which the sum stands. */
  foot: { count: string; sum?: string };
  columns(label: (name: string) => string): Column<T>[];
}

export const typeOf = (kind: { declaration: RecordDeclaration }): string => kind.declaration.type;
export const pathOf = (kind: { declaration: RecordDeclaration }): string => `/${kind.declaration.module}/${kind.declaration.plural}`;
