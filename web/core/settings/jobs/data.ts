import { useQuery } from '@tanstack/react-query';
import { jobEndpoints } from '../../../../server/contracts/core/jobs.js';
import { call } from '../../api.js';
import { useLive } from '../../live.js';
import { queryClient } from '../../query.js';

const key = 'core.job';
const whileRunning = 2_000;
/** Reminders and mails come and go without a word of their own. */
const otherwise = 15_000;

export function useJobs() {
  useLive(key);
  return useQuery({
    queryKey: [key, 'list'],
    queryFn: () => call(jobEndpoints.list, {}),
    refetchInterval: ({ state }) => (state.data?.scheduled.some((job) => job.isRunning) ? whileRunning : otherwise),
  });
}

export function useRuns(kind: string) {
  return useQuery({ queryKey: [key, 'list', 'runs', kind], queryFn: () => call(jobEndpoints.runs, { params: { kind } }) });
}

export const refreshJobs = () => queryClient.invalidateQueries({ queryKey: [key] });
