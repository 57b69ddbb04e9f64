import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListQuery, Page } from '../../../server/contracts/core/endpoint.js';
import { call } from '../api.js';
import { recordKeys } from './keys.js';
import type { ListEndpoint } from './use-records.js';

/** More than so many cannot be told apart in a month. */
const most = 1000;

/** All that a list finds, read at once up to a thousand, as for a calendar; `more`: there are others. @param enabled false: not known yet what to look for. */
export function useWholeList<T>(type: string, endpoint: ListEndpoint<T>, query: ListQuery, enabled = true) {
  return useQuery({
    queryKey: recordKeys.list(type, { ...query, all: true }),
    enabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      let after: string | null = null;
      do {
        const page: Page<T> = await call(endpoint, { query: { ...query, limit: 100, ...(after ? { after } : {}) }, signal });
        items.push(...page.items);
        after = page.next;
      } while (after !== null && items.length < most);
      return { items, more: after !== null };
    },
  });
}
