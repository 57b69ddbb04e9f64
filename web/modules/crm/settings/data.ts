import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { bulkRunEndpoints } from '../../../../server/contracts/core/bulk.js';
import type { Endpoint } from '../../../../server/contracts/core/endpoint.js';
import type { Uses } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { useLive, useLiveEvents } from '../../../core/live.js';
import { queryClient } from '../../../core/query.js';
import { settle } from '../../../core/records/bulk/runs.js';
import { useRunWords } from '../../../core/records/bulk/use-run-words.js';
import { useMay } from '../../../core/session.js';
import { useWorkThen } from '../../../core/use-work.js';
import { showNote } from '../../../ui/feedback.js';
import type { SortableProps } from '../../../ui/sortable/sortable.js';
import { useFormat } from '../../../ui/ui-context.js';

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

/** Takes back that a word was merged into another, and says what became of it; what goes on behind the answer is followed. */
export function useUnmerge(): (name: string, runs: readonly number[], restore: () => Promise<unknown>) => Promise<void> {
  const { t } = useTranslation('crm');
  const f = useFormat();
  const words = useRunWords();
  return async (name, runs, restore) => {
    if (runs.length === 0) await restore();
    let [back, left] = [0, 0];
    for (const id of runs) {
      const run = await call(bulkRunEndpoints.undo, { params: { id } });
      if (run.state === 'running') settle(run, words);
      back += run.changed;
      left += run.left.reduce((sum, { count }) => sum + count, 0);
    }
    const said = t('settings.unmerged', { name, count: back, formatted: f.number(back) });
    showNote({ text: left === 0 ? said : [said, t('settings.unmergedLeft', { count: left, formatted: f.number(left) })].join(' ') });
  };
}

/** Stores new places in a list of settings, and takes them back. */
export function usePlaces(type: string, put: (id: number, position: number) => Promise<unknown>): Pick<SortableProps<{ id: number }>, 'onMove' | 'onUndo'> {
  const work = useWorkThen(useCallback(() => refresh(type), [type]));
  return {
    onMove: async ({ id }, position) => {
      if (!(await work(() => put(id, position)))) throw new Error('not moved');
    },
    onUndo: ({ id }, position) => work.undo(() => put(id, position)),
  };
}

export const refresh = (...types: string[]) => Promise.all(types.map((type) => queryClient.invalidateQueries({ queryKey: [type] })));
