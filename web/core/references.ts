import { QueryObserver, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type Reference, referenceEndpoints } from '../../server/contracts/core/references.js';
import { call } from './api.js';
import { queryClient } from './query.js';

interface Waiting {
  key: string;
  resolve: (reference: Reference | null) => void;
  reject: (error: unknown) => void;
}

/** As many as fit into an address that every proxy takes. */
const atOnce = 100;
let waiting: Waiting[] = [];

async function ask(part: Waiting[]): Promise<void> {
  try {
    const { items } = await call(referenceEndpoints.resolve, { query: { refs: [...new Set(part.map((each) => each.key))].join(',') } });
    const found = new Map(items.map((each) => [`${each.type}:${each.id}`, each]));
    for (const each of part) each.resolve(found.get(each.key) ?? null);
  } catch (error) {
    for (const each of part) each.reject(error);
  }
}

function flush(): void {
  const all = waiting;
  waiting = [];
  for (let from = 0; from < all.length; from += atOnce) void ask(all.slice(from, from + atOnce));
}

/** Asks for one title; what is asked in the same moment, such as by the rows of a list, becomes one call. */
function resolveReference(type: string, id: number): Promise<Reference | null> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(flush, 5);
    waiting.push({ key: `${type}:${id}`, resolve, reject });
  });
}

const referenceQuery = (type: string, id: number) =>
  queryOptions({ queryKey: [type, 'reference', id], queryFn: () => resolveReference(type, id), staleTime: 5 * 60_000 });

/** Has titles fetched in one call that will be wanted bit by bit, such as by the cards of a board. */
export function fetchReferences(type: string, ids: readonly (number | null)[]): void {
  for (const id of new Set(ids)) if (id !== null) void queryClient.prefetchQuery(referenceQuery(type, id));
}

const hearNothing = () => () => {};

/**
 * Title and address of a record; null: unknown or not for this person; undefined: still loading. A board asks by the hundred, mostly
 * for none: where there is none nothing is observed, and what is observed is not set up anew at each rendering as by `useQuery`.
 */
export function useReference(type: string, id: number | null): Reference | null | undefined {
  const client = useQueryClient();
  const observer = useMemo(() => (id === null ? null : new QueryObserver(client, referenceQuery(type, id))), [client, type, id]);
  const subscribe = useCallback((changed: () => void) => (observer ? observer.subscribe(changed) : hearNothing()), [observer]);
  const answer = () => {
    if (observer === null) return null;
    const { isError, data } = observer.getCurrentResult();
    return isError || data?.title === null ? null : data;
  };
  return useSyncExternalStore(subscribe, answer);
}

/** @param holding of people only those whose roles hold this permission. */
export async function searchRecords(type: string, words: string, holding?: string): Promise<Reference[]> {
  const { items } = await call(referenceEndpoints.search, { query: { q: words, types: type, limit: 20, ...(holding ? { holding } : {}) } });
  return items;
}
