import { useQuery } from '@tanstack/react-query';
import { call } from '../../../core/api.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

/**
 * Whether there is any record of the kind outside of what `fixed` asks for: of several pipelines one may be empty and the work in another.
 * @param isAsked nothing was found here, and no filter is the reason.
 */
export function useElsewhere<T extends CrmRecord>(kind: CrmKind<T>, fixed: Record<string, string>, isAsked: boolean): { isBegun: boolean; isPending: boolean } {
  const enabled = isAsked && Object.keys(fixed).length > 0;
  const { data, isPending } = useQuery({
    queryKey: [typeOf(kind), 'list', 'any'],
    queryFn: ({ signal }) => call(kind.endpoints.list, { query: { limit: 1 }, signal }),
    enabled,
  });
  return { isBegun: enabled && (data?.items.length ?? 0) > 0, isPending: enabled && isPending };
}
