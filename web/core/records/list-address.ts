import { useCallback, useMemo } from 'react';
import { useAddressQuery } from '../navigation.js';

const own = new Set(['view', 'sort', 'q', 'pipeline', 'tab']);

export interface ListAddress {
  /** Filters as the list takes them: `stageId.in`, `amount.gte`. */
  filters: Record<string, string>;
  sort: string;
  q: string;
  view: string;
  /** Everything behind the `?`, for links to records that keep the list behind them. */
  search: string;
  other: Record<string, string>;
  set(change: Record<string, string | undefined>): void;
  setFilters(filters: Readonly<Record<string, string>>): void;
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
  const text = new URLSearchParams(Object.entries(query).filter(([name]) => name !== 'tab')).toString();
  return {
    filters,
    sort: query.sort ?? defaults.sort,
    q: query.q ?? '',
    view: query.view ?? defaults.view,
    search: text === '' ? '' : `?${text}`,
    other: query,
    set,
    setFilters,
  };
}
