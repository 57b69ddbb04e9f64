import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Activity } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { recordKeys } from '../../../core/records/keys.js';

/** More than so many cannot be told apart in a month. */
const most = 1000;

/** Every activity due in a span of time, soonest first, as far as this person may see it. @param shown null: not known yet. */
export function useActivities(shown: { from: string; until: string } | null, ownerId: number | null) {
  const query = {
    sort: 'dueAt',
    'dueAt.gte': shown?.from ?? '',
    'dueAt.lt': shown?.until ?? '',
    ...(ownerId === null ? {} : { ownerId }),
  };
  return useQuery({
    queryKey: recordKeys.list('crm.activity', { ...query, all: true }),
    enabled: shown !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const items: Activity[] = [];
      let after: string | null = null;
      do {
        const page: { items: Activity[]; next: string | null } = await call(activityEndpoints.list, {
          query: { ...query, limit: 100, ...(after ? { after } : {}) },
          signal,
        });
        items.push(...page.items);
        after = page.next;
      } while (after !== null && items.length < most);
      return { items, more: after !== null };
    },
  });
}
