import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { TimelineEntry } from '../../../server/contracts/core/timeline.js';
import { commentView } from '../comments/comment-entry.js';
import { useCommentAsked } from '../comments/use-comment-in-view.js';
import { useWaitingComments } from '../comments/waiting-comments.js';
import { type TimelineEndpoint, timelineQuery } from './queries.js';
import { useTimelineWords } from './timeline-words.js';

/** What happened on a record and what was said about it, as props of a `Timeline`. */
export function useTimeline(of: { type: string; id: number; title: string | null; ownerId: number | null }, endpoint: TimelineEndpoint) {
  const words = useTimelineWords(of.type);
  const timeline = useInfiniteQuery(timelineQuery(of.type, endpoint, of.id));
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const { waiting, view } = useWaitingComments(of);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = timeline;
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const asked = useCommentAsked(
    entries.flatMap(({ comment }) => (comment ? [comment.id] : [])),
    hasNextPage && !isFetchingNextPage ? onMore : undefined,
  );
  return {
    entries: [...waiting, ...entries],
    render: (entry: TimelineEntry | (typeof waiting)[number]) => {
      if ('waiting' in entry) return view(entry.waiting);
      return entry.comment ? commentView(entry.comment, of, entry.comment.id === asked) : words(entry);
    },
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    onMore,
    loading: timeline.isPending,
  };
}
