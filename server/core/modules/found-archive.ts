import type { ModuleArchive } from '../../contracts/core/modules.js';
import { declaredRecords } from './declared.js';
import type { CatalogEntry } from './entry.js';
import type { FoundArchive } from './read-archive.js';

/** What there is to tell of a file in `archives/`. @param portal id of this one. */
export async function describeArchive(
  { name, bytes, manifest }: FoundArchive,
  catalog: readonly CatalogEntry[],
  portal: string | undefined,
): Promise<ModuleArchive> {
  const parts = Object.values(manifest?.parts ?? {}).filter(({ of }) => of === 'module');
  const entry = catalog.find((one) => one.manifest.id === manifest?.module);
  const tables = new Set(entry ? (await declaredRecords(entry)).map(({ table }) => table) : []);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return {
    name,
    bytes,
    module: manifest?.module ?? null,
    created: manifest?.created ?? null,
    version: manifest?.version ?? null,
    company: manifest?.company ?? null,
    // Archives of before do not say which of the rows lay in the bin.
    records: sum(manifest?.records ? Object.values(manifest.records) : parts.filter(({ table }) => tables.has(table)).map(({ rows }) => rows)),
    rows: sum(parts.map(({ rows }) => rows)),
    files: Object.keys(manifest?.contents ?? {}).length,
    fromBackup: manifest?.fromBackup === true,
    own: manifest !== undefined && manifest.portal === portal,
  };
}
