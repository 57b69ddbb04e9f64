import { useQuery } from '@tanstack/react-query';
import { myTaskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { call } from '../../../core/api.js';
import { useWork } from '../use-work.js';

/** So many, the newest, are shown first; a list takes no more ids at once. */
const mostShown = 100;

/** The tasks that somebody marked for themselves; nobody else sees which. */
export function useFavourites(): { ids: readonly number[]; set(id: number, on: boolean): Promise<boolean> } {
  const work = useWork();
  const { data } = useQuery({ queryKey: ['tasks.task', 'list', 'marks'], queryFn: ({ signal }) => call(myTaskEndpoints.marks, { signal }) });
  return {
    ids: (data?.favourites ?? []).slice(0, mostShown),
    set: (id, favourite) => work(() => call(myTaskEndpoints.mark, { params: { id }, body: { favourite } })),
  };
}
