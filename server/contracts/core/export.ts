import { endpoint } from './endpoint.js';
import type { RecordDeclaration } from './fields.js';

/**
 * The records of a list as a file: filters, `q` and `sort` as the list takes them; `columns` are fields in their order
 * (`title,amount`), `titles` what stands above them, as a JSON array of texts (without it the fields' names);
 * `words` is what stands for the options of choices, as JSON by field and option (`{"status":{"draft":"Draft"}}`; without it the options' names);
 * `format` is `csv` (the usual one) or `xlsx`.
 */
export type ExportQuery = Record<string, string | undefined> & { columns: string; titles?: string; words?: string; format?: string };

/** Needs a right of its own: taking all records away is more than seeing them one by one. */
export const exportEndpoints = (d: RecordDeclaration) => ({
  export: endpoint<{ query: ExportQuery; reply: unknown }>()('GET', `/${d.module}/${d.plural}/export`, `${d.type}.export`),
});
