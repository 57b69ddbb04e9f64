import { useQuery } from '@tanstack/react-query';
import { dayEndpoints } from '../../../server/contracts/core/day.js';
import { call } from '../api.js';

/** How many things need the person today; looked at again when a notice comes, and from time to time. */
export function useDayCount(): number | undefined {
  return useQuery({ queryKey: ['core.day'], queryFn: () => call(dayEndpoints.count), refetchInterval: 60_000, refetchOnWindowFocus: true }).data?.count;
}
