import type { ModuleState } from '../../contracts/core/modules.js';
import type { Migration } from '../db/migrate.js';
import type { Manifest } from '../kernel/manifest.js';
import type { Implementation } from '../module.js';

/** A module as the catalog names it: its code and its migrations are loaded when they are needed. */
export interface CatalogEntry {
  manifest: Manifest;
  load(): Promise<{ default: Implementation<never> }>;
  migrations(): Promise<{ migrations: readonly Migration[] }>;
  /** Its contracts with the declarations of its records: asked also while it is parked. */
  records(): Promise<Readonly<Record<string, unknown>>>;
}

/** How a module stands. */
export interface ModuleRow {
  state: ModuleState;
  since: string | null;
  failure: string | null;
  /** Name of the file in `archives/` with its data, where it is archived. */
  archive: string | null;
}
