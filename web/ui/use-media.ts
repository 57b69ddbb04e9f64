import { useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** One column, 44 px targets, tables as cards. */
export const usePhone = (): boolean => useMedia('(max-width: 720px)');
/** Secondary views and sums fold away. */
export const useNarrow = (): boolean => useMedia('(max-width: 1180px)');
/** A window of a tablet held across, or wider. */
export const useRoomy = (): boolean => useMedia('(min-width: 960px)');
/** A finger is what points: targets of 44 px. */
export const useFinger = (): boolean => useMedia('(pointer: coarse)');
