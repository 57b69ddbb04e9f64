import { type ById, endpoint } from './endpoint.js';

/** How a list is shown. */
export interface ViewSettings {
  /** Filters, `sort` and `q`, exactly as the list itself takes them. */
  query: Record<string, string>;
  /** How they are drawn: `view` (list, board …), `cols` (the columns in their order, `title:280,amount`), and what a page adds. */
  look: Record<string, string>;
}
export interface SavedView {
  id: number;
  version: number;
  recordType: string;
  name: string;
  ownerId: number;
  /** Everybody who may read records of the kind sees it; its owner and whoever manages settings change it. */
  shared: boolean;
  settings: ViewSettings;
}
export interface SavedViews {
  /** One's own by name, then those that others share. */
  items: SavedView[];
  /** Ids of the views a list opens with; the person's own goes before everybody's, also where it is `all`: the list as it comes. Null: none was chosen. */
  defaults: { own: number | 'all' | null; everyone: number | null };
}
export const viewEndpoints = {
  list: endpoint<{ query: { recordType: string }; reply: SavedViews }>()('GET', '/views', 'signed-in'),
  create: endpoint<{ body: { recordType: string; name: string; shared?: boolean; settings: ViewSettings }; reply: SavedView }>()(
    'POST',
    '/views',
    'signed-in',
    201,
  ),
  change: endpoint<{ params: ById; body: { name?: string; shared?: boolean; settings?: ViewSettings; version?: number }; reply: SavedView }>()(
    'PATCH',
    '/views/:id',
    'signed-in',
  ),
  remove: endpoint<{ params: ById; reply: SavedView }>()('DELETE', '/views/:id', 'signed-in'),
  restore: endpoint<{ params: ById; reply: SavedView }>()('POST', '/views/:id/restore', 'signed-in'),
  /**
   * What a list opens with: for oneself, or with `everyone` for all (needs `core.settings.manage`). `all`: the list as it comes, for oneself alone, whatever
   * everybody's is. Null takes the choice back.
   */
  setDefault: endpoint<{ body: { recordType: string; viewId: number | 'all' | null; everyone?: boolean }; reply: SavedViews }>()(
    'PUT',
    '/views/default',
    'signed-in',
  ),
};
