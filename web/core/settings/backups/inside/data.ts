import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Inside, KeptQuery, KeptRef } from '../../../../../server/contracts/core/time-machine.js';
import { timeMachineEndpoints } from '../../../../../server/contracts/core/time-machine.js';
import { call } from '../../../api.js';
import { queryClient } from '../../../query.js';

const key = 'core.time-machine';
const lookMs = 700;

export const refreshInside = () => queryClient.invalidateQueries({ queryKey: [key] });

/** Opens the backup where it is closed, and looks until it is open. */
export const useInside = (id: string) =>
  useQuery({
    queryKey: [key, 'inside', id],
    queryFn: async (): Promise<Inside> => {
      const now = await call(timeMachineEndpoints.inside, { params: { id } });
      return now.state === 'closed' ? call(timeMachineEndpoints.open, { params: { id } }) : now;
    },
    refetchInterval: ({ state }) => (state.data?.state === 'opening' ? lookMs : false),
    staleTime: 0,
    retry: false,
  });

export const useKept = (id: string, query: KeptQuery | null) =>
  useInfiniteQuery({
    queryKey: [key, 'records', id, query],
    queryFn: ({ pageParam, signal }) =>
      call(timeMachineEndpoints.records, { params: { id }, query: { ...(query as KeptQuery), ...(pageParam === null ? {} : { after: pageParam }) }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    enabled: query !== null,
    staleTime: 0,
  });

export const useKeptRecord = (id: string, { type, id: record }: KeptRef) =>
  useQuery({
    queryKey: [key, 'one', id, type, record],
    queryFn: () => call(timeMachineEndpoints.record, { params: { id, type, record: String(record) } }),
    staleTime: 0,
  });
