import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type StoppedTimer, type TimeEntry, type Timer, timeEndpoints } from '../../../../server/contracts/tasks/time.js';
import { call } from '../../../core/api.js';
import { useLiveEvents } from '../../../core/live.js';
import type { Work } from '../../../core/use-work.js';
import { durationOf } from '../../../ui/duration.js';
import { showNote, showUndo } from '../../../ui/feedback.js';
import { useWork } from '../use-work.js';

/** Minutes that one entry, which is of one day, can have. */
export const mostADay = 24 * 60;

const type = 'tasks.time';
/** More entries of one task or one week are not drawn. */
const mostEntries = 200;

/** The timer of whoever looks; null while none runs, undefined while that is not known. */
export function useTimer(): Timer | null | undefined {
  return useQuery({ queryKey: [type, 'timer'], queryFn: ({ signal }) => call(timeEndpoints.timer, { signal }) }).data?.timer;
}

/** Keeps all that is shown of one's time fresh; it stands where the portal's header does. */
export function useLiveTime(): void {
  const client = useQueryClient();
  useLiveEvents(
    useCallback(
      ({ topic, name }) => {
        if (topic === 'me' && name === type) void client.invalidateQueries({ queryKey: [type] });
      },
      [client],
    ),
  );
}

export interface EntryFilter {
  from?: string;
  to?: string;
  personId?: number;
  taskId?: number;
}

/** Entries that a filter finds, the newest day first, and their sum. */
export function useEntries(filter: EntryFilter) {
  return useQuery({
    queryKey: [type, 'list', filter],
    queryFn: ({ signal }) => call(timeEndpoints.list, { query: { ...filter, limit: mostEntries }, signal }),
    placeholderData: (before) => before,
  });
}

/** The first day that is still open; null: all are. */
export const useLockedBefore = (): string | null =>
  useQuery({ queryKey: [type, 'lock'], queryFn: ({ signal }) => call(timeEndpoints.lock, { signal }) }).data?.before ?? null;

/** Does something with time and shows everything about it anew. */
export const useTimeWork = (): Work => useWork(type);

/** Starts and stops the timer, and says what was noted. */
export function useTimerSteps() {
  const { t } = useTranslation('tasks');
  const work = useTimeWork();
  const noted = ({ entries, leftOutMinutes }: StoppedTimer): string => {
    const minutes = entries.reduce((all, one) => all + one.minutes, 0);
    const title = entries[0]?.taskTitle ?? '';
    const said = minutes === 0 ? t('time.nothingNoted') : t('time.noted', { time: durationOf(minutes), title });
    return leftOutMinutes > 0 ? `${said} ${t('time.leftOut', { time: durationOf(leftOutMinutes) })}` : said;
  };
  return {
    start: (taskId: number) =>
      work(async () => {
        const { stopped } = await call(timeEndpoints.startTimer, { body: { taskId } });
        if (stopped) showNote({ text: noted(stopped) });
      }),
    stop: () => work(async () => void showNote({ text: noted(await call(timeEndpoints.stopTimer, { body: {} })) })),
  };
}

/** Removes an entry, with a way back. */
export function useRemoveEntry() {
  const { t } = useTranslation('tasks');
  const work = useTimeWork();
  return (entry: TimeEntry) =>
    work(async () => {
      const { taskId, day, minutes, note, startedAt } = await call(timeEndpoints.remove, { params: { id: entry.id } });
      showUndo({
        text: t('time.removed', { time: durationOf(minutes) }),
        onUndo: () => work.undo(() => call(timeEndpoints.create, { body: { taskId, day, minutes, note, startedAt } })),
      });
    });
}
