import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ById, Endpoint } from '../../../server/contracts/core/endpoint.js';
import type { TimelineEntry } from '../../../server/contracts/core/timeline.js';
import { viewEndpoints } from '../../../server/contracts/core/views.js';
import { call } from '../api.js';
import { recordKeys } from './keys.js';

export type GetEndpoint<T> = Endpoint<{ params: ById; reply: T }>;
export type TimelineReply = { items: TimelineEntry[]; next: number | null };
export type TimelineEndpoint = Endpoint<{ params: ById; query: { limit?: number; before?: number }; reply: TimelineReply }>;

export const recordQuery = <T>(type: string, endpoint: GetEndpoint<T>, id: number) =>
  queryOptions({ queryKey: recordKeys.one(type, id), queryFn: ({ signal }) => call(endpoint, { params: { id }, signal }) });

export const timelineQuery = (type: string, endpoint: TimelineEndpoint, id: number) =>
  infiniteQueryOptions({
    queryKey: recordKeys.timeline(type, id),
    queryFn: ({ pageParam }) => call(endpoint, { params: { id }, query: { limit: 30, ...(pageParam ? { before: pageParam } : {}) } }),
    initialPageParam: 0,
    getNextPageParam: (last: TimelineReply) => last.next ?? undefined,
  });

export const viewsKey = (type: string) => ['core.views', type] as const;
export const viewsQuery = (type: string) =>
  queryOptions({ queryKey: viewsKey(type), queryFn: ({ signal }) => call(viewEndpoints.list, { query: { recordType: type }, signal }) });
