import type { CatalogEntry } from '../core/modules/entry.js';
import { manifest as crm } from './crm/manifest.js';
import { manifest as sales } from './sales/manifest.js';
import { manifest as tasks } from './tasks/manifest.js';

/** The only list of modules, in the order of the rail. */
export const catalog: readonly CatalogEntry[] = [
  {
    manifest: crm,
    load: () => import('./crm/module.js') as never,
    migrations: () => import('../../migrations/crm/index.js'),
    records: () => import('../contracts/crm/records.js'),
  },
  {
    manifest: sales,
    load: () => import('./sales/module.js') as never,
    migrations: () => import('../../migrations/sales/index.js'),
    records: () => import('../contracts/sales/records.js'),
  },
  {
    manifest: tasks,
    load: () => import('./tasks/module.js') as never,
    migrations: () => import('../../migrations/tasks/index.js'),
    records: () => import('../contracts/tasks/records.js'),
  },
];

/** Ready choices of the wizard. */
export const presets: readonly { id: string; modules: readonly string[] }[] = [
  { id: 'only-crm', modules: ['crm'] },
  { id: 'sales-team', modules: ['crm', 'sales'] },
];
