import { migrate, newerMigrations } from '../db/migrate.js';
import { conflict } from '../http/problem.js';
import { inOrderOfRequirements } from '../kernel/manifest.js';
import type { Services } from '../services.js';
import type { CatalogEntry } from './entry.js';
import { readStates } from './stored-states.js';

export interface ModuleTables {
  /** Why the tables of a module could not be brought up to date when the portal started. */
  fault(id: string): Error | undefined;
  /** Makes or changes the tables of a module for this version. @throws Refusal 409 saying what went wrong. */
  bringUpToDate(id: string): Promise<void>;
  /** The same for all that are on or parked; what fails is kept for {@link ModuleTables.fault}. */
  bringAllUpToDate(): Promise<void>;
}

/** Keeps the tables of modules as this version needs them. */
export function createModuleTables({ db, now, log }: Pick<Services, 'db' | 'now' | 'log'>, catalog: readonly CatalogEntry[]): ModuleTables {
  const outdated = new Map<string, Error>();
  async function run(id: string): Promise<void> {
    const entry = catalog.find(({ manifest }) => manifest.id === id) as CatalogEntry;
    const { migrations } = await entry.migrations();
    const newer = await newerMigrations(db, id, migrations);
    if (newer.length > 0) throw new Error(`Its tables are those of a newer version (${newer.join(', ')}): start that one`);
    await migrate(db, id, migrations, now);
    outdated.delete(id);
  }
  return {
    fault: (id) => outdated.get(id),
    bringUpToDate: (id) =>
      run(id).catch((error: Error) => {
        log.error({ err: error, module: id }, 'the tables of a module could not be brought up to date');
        throw conflict('module-failed', { reason: error.message });
      }),
    async bringAllUpToDate() {
      const rows = await readStates(db, catalog);
      for (const { id } of inOrderOfRequirements(catalog.map(({ manifest }) => manifest))) {
        const state = rows.get(id)?.state;
        if (state === 'on' || state === 'parked') await run(id).catch((error: Error) => void outdated.set(id, error));
      }
    },
  };
}
