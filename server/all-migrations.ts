import { migrations as coreMigrations } from '../migrations/core/index.js';
import type { Migration } from './core/db/migrate.js';
import { inOrderOfRequirements } from './core/kernel/manifest.js';
import { catalog } from './modules/catalog.js';

/** Migrations of core and of every module there is, or of those that are wanted, in an order in which they may run. */
export async function allMigrations(isWanted: (module: string) => boolean = () => true): Promise<{ module: string; migrations: readonly Migration[] }[]> {
  const modules = inOrderOfRequirements(catalog.map(({ manifest }) => manifest)).filter(({ id }) => isWanted(id));
  const sources = modules.map(async ({ id }) => {
    const entry = catalog.find(({ manifest }) => manifest.id === id);
    return { module: id, migrations: entry ? (await entry.migrations()).migrations : [] };
  });
  return [{ module: 'core', migrations: coreMigrations }, ...(await Promise.all(sources))];
}
