import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { bulkRunEndpoints } from '../../../../server/contracts/core/bulk.js';
import type { Endpoint } from '../../../../server/contracts/core/endpoint.js';
import type { Uses } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { useLive, useLiveEvents } from '../../../core/live.js';
import { queryClient } from '../../../core/query.js';
import { settle } from '../../../core/records/bulk/runs.js';
import { useRunWords } from '../../../core/records/bulk/use-run-words.js';
import { useMay } from '../../../core/session.js';

/** How many records name each entry of a list, for those who may change it. */
export function useUses(type: string, endpoint: Endpoint<{ reply: Uses }>): (id: number) => number {
  const may = useMay();
  const { data } = useQuery({
    queryKey: [type, 'list', 'uses'],
    queryFn: async () => new Map((await call(endpoint, {})).items.map(({ id, count }) => [id, count])),
    enabled: may(`${type}.change`),
  });
  return (id) => data?.get(id) ?? 0;
}

/** Keeps what is shown of short lists fresh while others change them, and while records leave one of their entries. */
export function useLeaving(...types: string[]): void {
  useLive(...types);
  const key = types.join();
  useLiveEvents(
    useCallback(
      ({ topic }) => {
        // The number of records that name an entry is kept with the entry's own kind.
        if (key.split(',').includes(topic)) void queryClient.invalidateQueries({ queryKey: [key.split(',')[0]] });
      },
      [key],
    ),
  );
}

/** Takes back that an entry was removed: by the run that moved its records, which brings both back; where none moved, by `restore`. */
export function useTakeBack(): (run: number | null, restore: () => Promise<unknown>) => Promise<void> {
  const words = useRunWords();
  return async (run, restore) => {
    if (run === null) await restore();
    else settle(await call(bulkRunEndpoints.undo, { params: { id: run } }), words);
  };
}

export const refresh = (...types: string[]) => Promise.all(types.map((type) => queryClient.invalidateQueries({ queryKey: [type] })));
