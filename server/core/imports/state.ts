import { join } from 'node:path';
import type { ImportState, WayOfUnknownPeople } from '../../contracts/core/imports.js';
import type { Queries } from '../db/database.js';
import { texts } from '../i18n/texts.js';
import type { Registry } from '../kernel/registry.js';
import type { RecordContext } from '../records/context.js';
import type { Services } from '../services.js';
import type { FileShape } from './detect.js';
import { peopleImporter } from './people-importer.js';
import { type BatchOutcome, type Importer, Importers } from './point.js';
import { type ColumnStyle, mayHaveDecimals } from './values.js';

export interface ImportDeps {
  services: Services;
  records: RecordContext;
  registry: Registry;
}

/** What an import is about and how far it is, as the JSON text of its row. */
export interface ImportData {
  /** Name of the file below `imports/` in the data folder. */
  stored: string;
  /** Of which other system the file is; missing and null: of none that is known. */
  format?: string | null;
  /** Rows that were archived there; they are left out unless `withArchived`. */
  archived?: number;
  withArchived?: boolean;
  unknownPeople?: WayOfUnknownPeople;
  /** Who is meant by names of the file that are nobody's. */
  people?: Record<string, number>;
  shape: FileShape;
  /** Rows to show, with their cells cut. */
  sample: string[][];
  /** Column → field. */
  map: Record<string, string>;
  /** How each column that is put into a field is written. */
  styles: Record<string, ColumnStyle>;
  currency: string;
  /** See {@link ImportState.doubtful}; missing: of an import that was begun before. */
  doubtful?: Record<string, string>;
  total: number;
  /** Rows that are stored or refused; in step with the records, because it changes in the same transaction. */
  done: number;
  created: number;
  updated: number;
  failed: number;
  notes: Record<string, number>;
  /** See {@link BatchOutcome.kept}. */
  kept?: unknown;
  /** Text of what stopped it, in the language of who started it. */
  failure: string | null;
  /** When its last row was stored. */
  endedAt?: string;
  undo?: UndoData;
}

/** How far the taking back of an import is. */
export interface UndoData {
  state: 'running' | 'done' | 'failed';
  at: string;
  by: number | null;
  /** Lines of history still to be looked at are below this number. */
  below: number;
  total: number;
  done: number;
  /** Records that went into the bin, and that have their former values back. */
  removed: number;
  restored: number;
  /** Records that were left as they are, by the reason: `changed`, `used`, `not-yours`, `module-off`. */
  left: Record<string, number>;
}

export interface StoredImport {
  id: number;
  at: string;
  personId: number | null;
  kind: string;
  fileName: string;
  state: ImportState['state'];
  data: ImportData;
}

declare module '../db/tables.js' {
  interface Tables {
    import_errors: { import_id: number; row_number: number; reasons: string };
    import_changes: { import_id: number; first_id: number; last_id: number };
  }
}

/** Importers of core and of the modules that are on. */
export function importersOf({ services, registry }: Pick<ImportDeps, 'services' | 'registry'>): { module: string; item: Importer }[] {
  return [{ module: 'core', item: peopleImporter(services) }, ...registry.items(Importers)];
}

export const importerOf = (deps: ImportDeps, kind: string): Importer | undefined => importersOf(deps).find(({ item }) => item.kind === kind)?.item;

export const importsFolder = (services: Pick<Services, 'folder'>): string => join(services.folder, 'imports');
export const pathOf = (services: Pick<Services, 'folder'>, data: ImportData): string => join(importsFolder(services), data.stored);

export function fromImportRow(row: {
  id: number;
  at: string;
  person_id: number | null;
  kind: string;
  file_name: string;
  state: string;
  data: string;
}): StoredImport {
  const { id, at, person_id: personId, kind, file_name: fileName } = row;
  return { id, at, personId, kind, fileName, state: row.state as ImportState['state'], data: JSON.parse(row.data) as ImportData };
}

export async function readImport(q: Queries, id: number): Promise<StoredImport | undefined> {
  const row = await q.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromImportRow(row);
}

/** How far it is, for the open browsers. */
export const progressOf = ({ id, state, data: { total, done, created, updated, failed } }: StoredImport) => ({
  id,
  state,
  total,
  done,
  created,
  updated,
  failed,
});

const undoOf = ({ undo }: ImportData): ImportState['undo'] => {
  if (!undo) return null;
  const { below: _, ...told } = undo;
  return told;
};

/** An import as the API tells of it. */
export function toState(deps: ImportDeps, one: StoredImport, language: string): ImportState {
  const t = texts(language);
  const { data } = one;
  const importer = importerOf(deps, one.kind);
  return {
    kind: one.kind,
    fileName: one.fileName,
    at: one.at,
    ...progressOf(one),
    format: data.format ?? null,
    archived: data.archived ?? 0,
    encoding: data.shape.encoding,
    separator: data.shape.separator,
    columns: data.shape.columns,
    sample: data.sample,
    map: data.map,
    fields: importer?.targets.map(({ name, required, field }) => ({ name, required, hasDecimals: mayHaveDecimals(field) })) ?? [],
    peopleField: importer?.people?.field ?? null,
    doubtful: data.doubtful ?? {},
    currency: data.currency,
    notes: Object.entries(data.notes).flatMap(([code, count]) => (count > 0 ? [{ code, count, text: t(`core:import.note.${code}`, { count }) }] : [])),
    failure: data.failure,
    personId: one.personId,
    undo: undoOf(data),
  };
}
