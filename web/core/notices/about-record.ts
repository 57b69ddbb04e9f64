import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { noticeEndpoints } from '../../../server/contracts/core/notices.js';
import { call } from '../api.js';
import { useOnlyLooks } from '../session.js';
import { useReadNotices } from './data.js';

const none: readonly number[] = [];

/** Numbers of the records of a kind about which the person has unread notices, what came last first; follows live events. */
export function useUnreadAbout(recordType: string): readonly number[] {
  const query = useQuery({
    queryKey: ['core.notice', 'about', recordType],
    queryFn: async ({ signal }) => (await call(noticeEndpoints.about, { query: { recordType }, signal })).ids,
  });
  return query.data ?? none;
}

/** Whoever has a record open, in a window that can be seen, has read what was told about it. */
export function useReadsAbout(recordType: string, recordId: number): void {
  const isUnread = useUnreadAbout(recordType).includes(recordId);
  const looks = useOnlyLooks();
  const { mutate } = useReadNotices();
  useEffect(() => {
    if (!isUnread || looks) return;
    const read = () => document.visibilityState === 'visible' && mutate({ about: { recordType, recordId } });
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [isUnread, looks, mutate, recordType, recordId]);
}
