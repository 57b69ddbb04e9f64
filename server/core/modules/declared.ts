import type { RecordDeclaration } from '../../contracts/core/fields.js';
import type { CatalogEntry } from './entry.js';

const isDeclaration = (value: unknown): value is RecordDeclaration =>
  typeof value === 'object' && value !== null && 'type' in value && 'fields' in value && 'table' in value;

/** The kinds of record of a module, on or not: without its code. */
export const declaredRecords = async ({ records }: Pick<CatalogEntry, 'records'>): Promise<RecordDeclaration[]> =>
  Object.values(await records()).filter(isDeclaration);
