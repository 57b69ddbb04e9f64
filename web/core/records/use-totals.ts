import { useQuery } from '@tanstack/react-query';
import type { ListQuery } from '../../../server/contracts/core/endpoint.js';
import { call } from '../api.js';
import { useLive } from '../live.js';
import { useMay } from '../session.js';
import type { ListEndpoint } from './use-records.js';

/**
 * How many records of a kind fit, and what they sum up to, without reading them; undefined until it is known and for who may not
 * read the kind. A key of lists, so that live changes count anew.
 */
export function useRecordTotals(type: string, endpoint: ListEndpoint<{ id: number }>, filter: ListQuery, enabled = true) {
  const may = useMay();
  useLive(type);
  return useQuery({
    queryKey: [type, 'list', 'totals', filter],
    queryFn: async ({ signal }) => {
      const { total, sums } = await call(endpoint, { query: { ...filter, limit: 1, total: true }, signal });
      return { count: total, sums };
    },
    enabled: enabled && may(`${type}.read`),
  }).data;
}
