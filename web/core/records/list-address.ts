import { useCallback, useMemo } from 'react';
import type { ViewSettings } from '../../../server/contracts/core/views.js';
import { useAddressQuery } from '../navigation.js';

/** What is not a filter. */
const own = new Set([
  'view',
  'sort',
  'q',
  'pipeline',
  'group',
  'span',
  'critical',
  'favourites',
  'unread',
  'day',
  'do',
  'tab',
  'new',
  'cols',
  'saved',
  'comment',
  'reply',
]);
/** Of these, what is about the record that is open, or opens something once. */
const passing = new Set(['tab', 'new', 'do', 'comment', 'reply']);
/** Of these, what says how the list is drawn and belongs to a saved view. */
const look = new Set(['view', 'pipeline', 'group', 'span', 'critical', 'cols']);

export interface ListAddress {
  /** Filters as the list takes them: `stageId.in`, `amount.gte`. */
  filters: Record<string, string>;
  sort: string;
  q: string;
  view: string;
  /** The columns in their order: `title:280,amount`; undefined: not said. */
  cols: string | undefined;
  /** Id of the saved view that the list began with, or `all` where the person chose none; undefined: not said. */
  saved: string | undefined;
  /** All that a saved view keeps, as it stands now. */
  settings: ViewSettings;
  /** Everything behind the `?`, for links to records that keep the list behind them. */
  search: string;
  other: Record<string, string>;
  set(change: Record<string, string | undefined>): void;
  setFilters(filters: Readonly<Record<string, string>>): void;
  /** Shows what a saved view keeps. */
  show(settings: ViewSettings, saved: string | undefined): void;
}

/** What a list shows stands in its address: reloading, going back or sending the link shows the same. */
export function useListAddress(defaults: { sort: string; view: string }): ListAddress {
  const [query, setQuery] = useAddressQuery();
  const filters = useMemo(() => Object.fromEntries(Object.entries(query).filter(([name]) => !own.has(name))), [query]);
  const set = useCallback((change: Record<string, string | undefined>) => setQuery({ ...query, ...change }), [query, setQuery]);
  const setFilters = useCallback(
    (next: Readonly<Record<string, string>>) => setQuery({ ...Object.fromEntries(Object.entries(query).filter(([name]) => own.has(name))), ...next }),
    [query, setQuery],
  );
  const show = useCallback(
    (settings: ViewSettings, saved: string | undefined) => setQuery({ ...settings.look, ...settings.query, tab: query.tab, saved }),
    [query.tab, setQuery],
  );
  const text = new URLSearchParams(Object.entries(query).filter(([name]) => !passing.has(name))).toString();
  const { sort = defaults.sort, view = defaults.view } = query;
  const settings = useMemo(
    () => ({
      query: { ...filters, sort, ...(query.q ? { q: query.q } : {}) },
      look: { ...Object.fromEntries(Object.entries(query).filter(([name]) => look.has(name))), view },
    }),
    [filters, query, sort, view],
  );
  return {
    filters,
    sort,
    q: query.q ?? '',
    view,
    cols: query.cols,
    saved: query.saved,
    settings,
    search: text === '' ? '' : `?${text}`,
    other: query,
    set,
    setFilters,
    show,
  };
}
