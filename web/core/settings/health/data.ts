import { useQuery } from '@tanstack/react-query';
import { type Health, type HealthAction, healthEndpoints } from '../../../../server/contracts/core/health.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';

const key = ['core.health'];
/** The figures move slowly, and looking at them costs the server a little. */
const lookMs = 60_000;

export const useHealth = () => useQuery({ queryKey: key, queryFn: () => call(healthEndpoints.get), refetchInterval: lookMs });

/** Does what mends something; what the checks find afterwards is shown at once. */
export async function act(action: HealthAction): Promise<void> {
  queryClient.setQueryData<Health>(key, await call(healthEndpoints.act, { params: { action } }));
}
