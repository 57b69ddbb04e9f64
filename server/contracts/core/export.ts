import { endpoint } from './endpoint.js';
import type { RecordDeclaration } from './fields.js';

/**
 * The records of a list as a file: filters, `q` and `sort` as the list takes them; `columns` are fields in their order
 * (`title,amount`), `titles` what stands above them, as a JSON array of texts (without it the fields' names).
 */
export type ExportQuery = Record<string, string | undefined> & { columns: string; titles?: string };

/** Needs a right of its own: taking all records away is more than seeing them one by one. */
export const exportEndpoints = (d: RecordDeclaration) => ({
  export: endpoint<{ query: ExportQuery; reply: unknown }>()('GET', `/${d.module}/${d.plural}/export`, `${d.type}.export`),
});
