import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Endpoint, ListQuery, Page } from '../../../server/contracts/core/endpoint.js';
import { lostReasonEndpoints, pipelineEndpoints, sourceEndpoints, stageEndpoints } from '../../../server/contracts/crm/endpoints.js';
import type { LostReason, Pipeline, Source, Stage } from '../../../server/contracts/crm/records.js';
import { call } from '../../core/api.js';
import { useMay } from '../../core/session.js';

interface Dictionary<T> {
  type: string;
  list: Endpoint<{ query: ListQuery; reply: Page<T> }>;
}

export const dictionaries = {
  pipelines: { type: 'crm.pipeline', list: pipelineEndpoints.list },
  sources: { type: 'crm.source', list: sourceEndpoints.list },
  lostReasons: { type: 'crm.lost-reason', list: lostReasonEndpoints.list },
  stages: { type: 'crm.stage', list: stageEndpoints.list },
};

/** A short list that hardly changes, read whole and kept. */
export const allOf = <T>({ type, list }: Dictionary<T>) =>
  queryOptions({
    queryKey: [type, 'list', 'all'],
    queryFn: async () => (await call(list, { query: { limit: 200, sort: 'position' } })).items,
    staleTime: 5 * 60_000,
  });

function useAll<T>(dictionary: Dictionary<T>): T[] {
  const may = useMay();
  const { data } = useQuery({ ...allOf(dictionary), enabled: may(`${dictionary.type}.read`) });
  return useMemo(() => data ?? [], [data]);
}

export const usePipelines = (): Pipeline[] => useAll(dictionaries.pipelines);
export const useSources = (): Source[] => useAll(dictionaries.sources);
export const useLostReasons = (): LostReason[] => useAll(dictionaries.lostReasons);
export const useAllStages = (): Stage[] => useAll(dictionaries.stages);

/** Whether the pipelines are still on their way. */
export function usePipelinesAwaited(): boolean {
  const may = useMay();
  return useQuery({ ...allOf(dictionaries.pipelines), enabled: may('crm.pipeline.read') }).isLoading;
}

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
