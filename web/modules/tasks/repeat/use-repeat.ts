import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { recurrenceEndpoints } from '../../../../server/contracts/tasks/recurrence.js';
import { call } from '../../../core/api.js';
import { useSession } from '../../../core/session.js';
import type { Work } from '../../../core/use-work.js';
import { dayOf } from '../../../ui/format.js';
import { useWork } from '../use-work.js';

/** How a task comes again; null where it does not, undefined while that is not known. */
export const useRepeat = (taskId: number) =>
  useQuery({
    queryKey: ['tasks.task', 'one', taskId, 'repeat'],
    queryFn: ({ signal }) => call(recurrenceEndpoints.get, { params: { id: taskId }, signal }),
  }).data?.repeat;

/** The day of a task in the company's zone, by which rules count: that of its deadline, or today. */
export function useDayOf(): (deadlineAt: Task['deadlineAt'] | undefined) => string {
  const { timeZone } = useSession().company;
  return useCallback((deadlineAt) => dayOf(deadlineAt ? new Date(deadlineAt) : new Date(), timeZone), [timeZone]);
}

/** Does something with a series and shows it anew. */
export const useRepeatWork = (): Work => useWork('tasks.repeat');
