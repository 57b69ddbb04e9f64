import { useQuery } from '@tanstack/react-query';
import { type Reference, referenceEndpoints } from '../../server/contracts/core/references.js';
import { call } from './api.js';

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

/** Title and address of a record; null: unknown or not for this person; undefined: still loading. */
export function useReference(type: string, id: number | null): Reference | null | undefined {
  const query = useQuery({
    queryKey: [type, 'reference', id],
    queryFn: () => resolveReference(type, id as number),
    enabled: id !== null,
    staleTime: 5 * 60_000,
  });
  if (id === null || query.isError) return null;
  return query.data && query.data.title === null ? null : query.data;
}

/** @param holding of people only those whose roles hold this permission. */
export async function searchRecords(type: string, words: string, holding?: string): Promise<Reference[]> {
  const { items } = await call(referenceEndpoints.search, { query: { q: words, types: type, limit: 20, ...(holding ? { holding } : {}) } });
  return items;
}
