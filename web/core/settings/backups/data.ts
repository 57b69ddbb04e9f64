import { useQuery } from '@tanstack/react-query';
import { backupEndpoints } from '../../../../server/contracts/core/backups.js';
import { call } from '../../api.js';
import { useLive } from '../../live.js';
import { queryClient } from '../../query.js';

/** A backup is a job: it says when it begins and ends. */
const topic = 'core.job';
const key = [topic, 'list', 'backups'];
const [whileRunning, otherwise] = [1_500, 30_000];

export const refreshBackups = () => queryClient.invalidateQueries({ queryKey: key });

export function useBackups() {
  useLive(topic);
  return useQuery({
    queryKey: key,
    queryFn: () => call(backupEndpoints.list),
    refetchInterval: ({ state }) => (state.data?.running ? whileRunning : otherwise),
  });
}
