import { endpoint, type Page } from './endpoint.js';
import type { Reference } from './references.js';

/** One record in the bin. */
export interface BinEntry {
  id: number;
  type: string;
  recordId: number;
  title: string;
  deletedAt: string;
  deletedBy: number | null;
  /** When it is purged; null: it stays. */
  purgedAt: string | null;
  /** `<module>/<plural>` of its addresses; `POST /api/v1/<place>/<recordId>/restore` takes it back. */
  place: string;
}
/** Records of one kind that point at others. */
export interface BinUse {
  type: string;
  count: number;
  /** The first few. */
  some: Reference[];
}
export const binEndpoints = {
  /** What lies in the bin and this person may take back, newest first; `q` words of the title. `types`: every kind there is, for the filter. */
  list: endpoint<{ query: { type?: string; q?: string; limit?: number; after?: string }; reply: Page<BinEntry> & { types: string[] } }>()(
    'GET',
    '/bin',
    'signed-in',
  ),
  /** What points at these records of one kind, as far as this person may see it; asked before they are deleted. */
  uses: endpoint<{ query: { type: string; ids: string }; reply: { items: BinUse[] } }>()('GET', '/bin/uses', 'signed-in'),
};
