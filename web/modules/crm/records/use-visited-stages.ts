import { useQuery } from '@tanstack/react-query';
import type { dealEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

const none: ReadonlySet<number> = new Set();

/** The stages that a record has been in, as its history tells; undefined where that is not asked. */
export function useVisitedStages<T extends CrmRecord>(kind: CrmKind<T>, id: number, asked: boolean): ReadonlySet<number> | undefined {
  const { data } = useQuery({
    queryKey: [typeOf(kind), 'history', id],
    queryFn: () => call(kind.endpoints.history as typeof dealEndpoints.history, { params: { id } }),
    enabled: asked,
    staleTime: 0,
  });
  if (!asked) return undefined;
  if (!data) return none;
  return new Set(data.items.flatMap(({ changes: { stageId } }) => [stageId?.from, stageId?.to]).filter((stage): stage is number => typeof stage === 'number'));
}
