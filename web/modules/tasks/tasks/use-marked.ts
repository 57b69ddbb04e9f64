import { useRef } from 'react';
import { useUnreadAbout } from '../../../core/notices/about-record.js';
import { useFavourites } from './use-favourites.js';

/**
 * The tasks that are marked for this person as the address asks for them: favourites, those with something unread, or both at once. What is
 * read while it is asked for stays on the screen, so that one can go on to the next.
 * @returns numbers as the filter `id.in` takes them; null: all tasks.
 */
export function useMarked(asked: Record<string, string | undefined>): string | null {
  const { ids } = useFavourites();
  const unread = useUnreadAbout('tasks.task');
  const seen = useRef<readonly number[]>([]);
  seen.current = asked.unread ? [...new Set([...seen.current, ...unread])].slice(-100) : [];
  if (!asked.favourites && !asked.unread) return null;
  const both = seen.current.filter((id) => ids.includes(id));
  const chosen = asked.favourites ? (asked.unread ? both : ids) : seen.current;
  // A list of none is one of no filter.
  return chosen.length > 0 ? chosen.join() : '0';
}
