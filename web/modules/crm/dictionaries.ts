import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Endpoint, ListQuery, Page } from '../../../server/contracts/core/endpoint.js';
import { lostReasonEndpoints, pipelineEndpoints, sourceEndpoints, stageEndpoints } from '../../../server/contracts/crm/endpoints.js';
import type { LostReason, Pipeline, Source, Stage } from '../../../server/contracts/crm/records.js';
import { call } from '../../core/api.js';
import { useMay } from '../../core/session.js';

/** A short list that hardly changes, read whole and kept. */
function useAll<T>(type: string, endpoint: Endpoint<{ query: ListQuery; reply: Page<T> }>): T[] {
  const may = useMay();
  const { data } = useQuery({
    queryKey: [type, 'list', 'all'],
    queryFn: async () => (await call(endpoint, { query: { limit: 200, sort: 'position' } })).items,
    staleTime: 5 * 60_000,
    enabled: may(`${type}.read`),
  });
  return useMemo(() => data ?? [], [data]);
}

export const usePipelines = (): Pipeline[] => useAll('crm.pipeline', pipelineEndpoints.list);
export const useSources = (): Source[] => useAll('crm.source', sourceEndpoints.list);
export const useLostReasons = (): LostReason[] => useAll('crm.lost-reason', lostReasonEndpoints.list);
export const useAllStages = (): Stage[] => useAll('crm.stage', stageEndpoints.list);

/** The pipeline in which deals begin where none was chosen; undefined until it is known. */
export function useDefaultPipeline(): Pipeline | undefined {
  const pipelines = usePipelines();
  return pipelines.find((one) => one.isDefault) ?? pipelines[0];
}

/** The stages of one pipeline, of leads for null, in their order; undefined while it is not known which pipeline. */
export function useStages(pipelineId: number | null | undefined): Stage[] {
  const all = useAllStages();
  return useMemo(
    () => (pipelineId === undefined ? [] : all.filter((stage) => stage.pipelineId === pipelineId).sort((a, b) => (a.position ?? 0) - (b.position ?? 0))),
    [all, pipelineId],
  );
}
