import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Endpoint } from '../../../../server/contracts/core/endpoint.js';
import type { TimelineEntry } from '../../../../server/contracts/core/timeline.js';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Activity } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { CommentBox } from '../../../core/comments/comment-box.js';
import { commentView } from '../../../core/comments/comment-entry.js';
import { useCommentInView } from '../../../core/comments/use-comment-in-view.js';
import { useLive } from '../../../core/live.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { recordKeys } from '../../../core/records/keys.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { showError } from '../../../ui/feedback.js';
import { Composer, type NewPlan } from '../../../ui/timeline/composer.js';
import type { ActivityKind } from '../../../ui/timeline/planned-entry.js';
import { Timeline } from '../../../ui/timeline/timeline.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';
import { useTimelineWords } from './timeline-words.js';

type TimelineReply = { items: TimelineEntry[]; next: number | null };

/** What is next and what happened on one record, with the composer for a comment or a next step. */
export function RecordTimeline<T extends CrmRecord>({ kind, record, mayChange }: { kind: CrmKind<T>; record: T; mayChange: boolean }) {
  const client = useQueryClient();
  const type = typeOf(kind);
  const words = useTimelineWords();
  const of = { type, id: record.id, title: record.title, ownerId: record.ownerId };
  useLive('crm.activity');
  const timeline = useInfiniteQuery({
    queryKey: recordKeys.timeline(type, record.id),
    queryFn: ({ pageParam }) =>
      call(kind.endpoints.timeline as Endpoint<{ params: { id: number }; query: object; reply: TimelineReply }>, {
        params: { id: record.id },
        query: { limit: 30, ...(pageParam ? { before: pageParam } : {}) },
      }),
    initialPageParam: 0,
    getNextPageParam: (last: TimelineReply) => last.next ?? undefined,
  });
  const planned = useRecordList('crm.activity', activityEndpoints.list, { recordType: type, recordId: record.id, 'doneAt.empty': true, sort: 'dueAt' });
  const refresh = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: [type] }), client.invalidateQueries({ queryKey: ['crm.activity'] })]);
  };
  const or = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await refresh();
    } catch (error) {
      showError({ text: error instanceof Error ? error.message : String(error) });
    }
  };
  const plan = async (activityKind: ActivityKind, { title, text, dueAt }: NewPlan) => {
    const body = { kind: activityKind, title, text, dueAt, recordType: type as Activity['recordType'], recordId: record.id };
    await sendOrWait(activityEndpoints.create, { body }, { what: [title, record.title].join(' · '), types: [type, 'crm.activity'] });
    await refresh();
  };
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = timeline;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const inView = useCommentInView(
    entries.flatMap(({ comment }) => (comment ? [comment.id] : [])),
    hasNextPage && !isFetchingNextPage ? more : undefined,
  );
  return (
    <Timeline
      composer={
        <Composer draftKey={`${type}:${record.id}`} comment={<CommentBox key={`${type}:${record.id}`} of={of} />} onPlan={mayChange ? plan : undefined} />
      }
      planned={planned.items.map(({ id, kind: activityKind, title, text, dueAt }) => ({ id, kind: activityKind, title, text, dueAt }))}
      onDone={(one, result) => or(() => call(activityEndpoints.complete, { params: { id: one.id }, body: result ? { result } : {} }))}
      onPostpone={(one, dueAt) => or(() => call(activityEndpoints.change, { params: { id: one.id }, body: { dueAt } }))}
      entries={entries}
      render={(entry) => (entry.comment ? commentView(entry.comment, of, entry.comment.id === inView) : words(entry))}
      hasMore={hasNextPage}
      loadingMore={isFetchingNextPage}
      onMore={more}
      loading={timeline.isPending || planned.isPending}
    />
  );
}
