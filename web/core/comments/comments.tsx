import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { commentEndpoints } from '../../../server/contracts/core/comments.js';
import { Entries } from '../../ui/timeline/entries.js';
import { call } from '../api.js';
import { useLive } from '../live.js';
import { useProblemWords } from '../words.js';
import { FramedCommentBox, type TalkedAbout } from './comment-box.js';
import { commentView } from './comment-entry.js';
import s from './comments.module.css';
import { useCommentAsked } from './use-comment-in-view.js';
import { useWaitingComments } from './waiting-comments.js';

/** What people say about a record that has no timeline, with the box for one more. */
export function Comments({ type, id, title, ownerId }: TalkedAbout & { ownerId?: number | null }) {
  const { t } = useTranslation('core');
  const heading = useId();
  const words = useProblemWords('reading');
  useLive(type);
  const query = useInfiniteQuery({
    queryKey: [type, 'comments', id],
    queryFn: ({ pageParam }) =>
      call(commentEndpoints.list, { query: { recordType: type, recordId: id, limit: 30, ...(pageParam === '' ? {} : { after: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const comments = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { waiting, view } = useWaitingComments({ type, id });
  const entries = [...waiting, ...comments.map((comment) => ({ id: comment.id, at: comment.createdAt, comment }))];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const asked = useCommentAsked(
    comments.map((comment) => comment.id),
    hasNextPage && !isFetchingNextPage ? more : undefined,
  );
  const of = useMemo(() => ({ type, id, title, ownerId }), [type, id, title, ownerId]);
  return (
    <section className={s.comments} aria-labelledby={heading}>
      <h2 id={heading}>{t('comment.title')}</h2>
      <FramedCommentBox key={`${type}:${id}`} of={of} />
      {query.isError && entries.length === 0 ? (
        <p className={s.note}>{words(query.error)}</p>
      ) : (
        <Entries
          label={t('comment.title')}
          entries={entries}
          render={(entry) => ('waiting' in entry ? view(entry.waiting) : commentView(entry.comment, of, entry.comment.id === asked))}
          nothing={t('comment.nothing')}
          loading={query.isPending}
          hasMore={hasNextPage}
          loadingMore={isFetchingNextPage}
          onMore={more}
        />
      )}
    </section>
  );
}
