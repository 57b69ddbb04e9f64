import { endpoint } from './endpoint.js';
import type { Money } from './fields.js';

/** One reference put into words; `title` null: unknown or not for this person. */
export interface Reference {
  type: string;
  id: number;
  title: string | null;
  url: string | null;
  /** It lies in the bin: it has its name, and no page. */
  deleted?: true;
}
export interface SearchHit extends Reference {
  snippet: string | null;
  /** Of a record that is known by a number alone. */
  state?: { field: string; option: string };
  amount?: Money;
}
export const referenceEndpoints = {
  /** Titles of records of any kind, in one call; `refs` such as `crm.company:3,crm.deal:7`. */
  resolve: endpoint<{ query: { refs: string }; reply: { items: Reference[] } }>()('GET', '/references', 'signed-in'),
  /** `similar`: nothing has the words as they stand, these differ from them by a slip of the fingers. `holding`: of people only those with this permission. Without `q` those people alone can be asked for. */
  search: endpoint<{ query: { q?: string; types?: string; holding?: string; limit?: number }; reply: { items: SearchHit[]; similar: boolean } }>()(
    'GET',
    '/search',
    'signed-in',
  ),
};
