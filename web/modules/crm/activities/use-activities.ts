import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Activity } from '../../../../server/contracts/crm/records.js';
import { useWholeList } from '../../../core/records/use-whole-list.js';

/** Every activity due in a span of time, soonest first, as far as this person may see it. @param shown null: not known yet. */
export function useActivities(shown: { from: string; until: string } | null, ownerId: number | null) {
  const query = {
    sort: 'dueAt',
    'dueAt.gte': shown?.from ?? '',
    'dueAt.lt': shown?.until ?? '',
    ...(ownerId === null ? {} : { ownerId }),
  };
  return useWholeList<Activity>('crm.activity', activityEndpoints.list, query, shown !== null);
}
