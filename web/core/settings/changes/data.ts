import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type BulkReason, type BulkRecord, type BulkRun, bulkRunEndpoints } from '../../../../server/contracts/core/bulk.js';
import type { Page } from '../../../../server/contracts/core/endpoint.js';
import { call } from '../../api.js';
import { useLiveEvents } from '../../live.js';
import { queryClient } from '../../query.js';
import { runsKey } from '../../records/bulk/runs.js';

type Pages<T> = UseInfiniteQueryResult<InfiniteData<Page<T>>>;

function usePages<T>(key: readonly unknown[], load: (paging: { limit: number; after?: string }) => Promise<Page<T>>): Pages<T> {
  return useInfiniteQuery({
    queryKey: [runsKey, ...key],
    queryFn: ({ pageParam }) => load({ limit: 50, ...(pageParam ? { after: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** The person's own runs, newest first. */
export const useRuns = (): Pages<BulkRun> => usePages(['list'], (query) => call(bulkRunEndpoints.list, { query }));

export const useRun = (id: number) => useQuery({ queryKey: [runsKey, 'one', id], queryFn: () => call(bulkRunEndpoints.get, { params: { id } }), retry: false });

/** Records of a run: those it did, or those it left for a reason. */
export const useRunRecords = (id: number, left?: BulkReason): Pages<BulkRecord> =>
  usePages(['records', id, left ?? 'done'], (query) => call(bulkRunEndpoints.records, { params: { id }, query: { ...query, ...(left ? { left } : {}) } }));

/** Keeps what is shown of runs fresh while they go on. */
export function useRunsLive(): void {
  useLiveEvents(
    useCallback(({ name }) => {
      if (name === 'bulk.progress') void queryClient.invalidateQueries({ queryKey: [runsKey] });
    }, []),
  );
}
