import type { ModuleState } from '../../contracts/core/modules.js';
import type { Database, Tx } from '../db/database.js';
import type { CatalogEntry, ModuleRow } from './entry.js';

/** How a module stands that nobody has added. */
export const absent: ModuleRow = { state: 'absent', since: null, failure: null, archive: null };

/** How every module of the catalog stands, by what is stored. */
export async function readStates(db: Database, catalog: readonly CatalogEntry[]): Promise<Map<string, ModuleRow>> {
  const rows = await db.read.selectFrom('modules').selectAll().execute();
  const found = new Map(rows.map((row) => [row.id, { state: row.state as ModuleState, since: row.since, failure: row.failure, archive: row.archive }]));
  return new Map(catalog.map(({ manifest }) => [manifest.id, found.get(manifest.id) ?? absent]));
}

/** Stores how a module stands; that a step on it was interrupted is past then. */
export async function writeState(tx: Tx, id: string, row: ModuleRow): Promise<void> {
  const values = { state: row.state, since: row.since ?? '', failure: row.failure, archive: row.archive };
  await tx.q
    .insertInto('modules')
    .values({ id, ...values, interrupted: null })
    .onConflict((oc) => oc.column('id').doUpdateSet({ ...values, interrupted: null }))
    .execute();
}
