import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ById, Endpoint } from '../../../server/contracts/core/endpoint.js';
import type { TimelineEntry } from '../../../server/contracts/core/timeline.js';
import { call } from '../api.js';
import { commentView } from '../comments/comment-entry.js';
import { useCommentAsked } from '../comments/use-comment-in-view.js';
import { recordKeys } from './keys.js';
import { useTimelineWords } from './timeline-words.js';

type TimelineReply = { items: TimelineEntry[]; next: number | null };
export type TimelineEndpoint = Endpoint<{ params: ById; query: { limit?: number; before?: number }; reply: TimelineReply }>;

/** What happened on a record and what was said about it, as props of a `Timeline`. */
export function useTimeline(of: { type: string; id: number; title: string | null; ownerId: number | null }, endpoint: TimelineEndpoint) {
  const words = useTimelineWords();
  const timeline = useInfiniteQuery({
    queryKey: recordKeys.timeline(of.type, of.id),
    queryFn: ({ pageParam }) => call(endpoint, { params: { id: of.id }, query: { limit: 30, ...(pageParam ? { before: pageParam } : {}) } }),
    initialPageParam: 0,
    getNextPageParam: (last: TimelineReply) => last.next ?? undefined,
  });
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = timeline;
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const asked = useCommentAsked(
    entries.flatMap(({ comment }) => (comment ? [comment.id] : [])),
    hasNextPage && !isFetchingNextPage ? onMore : undefined,
  );
  return {
    entries,
    render: (entry: TimelineEntry) => (entry.comment ? commentView(entry.comment, of, entry.comment.id === asked) : words(entry)),
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    onMore,
    loading: timeline.isPending,
  };
}
