import { useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** Parameters of the address that is open, such as `{ id: '7' }` for `/crm/deals/$id`. */
export function useRouteParams(): Record<string, string | undefined> {
  return useParams({ strict: false }) as Record<string, string | undefined>;
}

/** Goes to an address of the portal, given from its root: `/crm/deals/7?stageId=3`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (to, options) => {
      const full = router.basepath && router.basepath !== '/' ? `${router.basepath.replace(/\/$/, '')}${to}` : to;
      if (options?.replace) router.history.replace(full);
      else router.history.push(full);
    },
    [router],
  );
}

/** What stands behind the `?` as plain words, and a function that replaces it without a new step in the history. */
export function useAddressQuery(): [Record<string, string>, (next: Record<string, string | undefined>) => void] {
  // A page that is being left, while the code of the next one is on the way, is not to take the words of that one for its own.
  const search = useRouterState({
    select: ({ location, matches }) => {
      const shown = matches.at(-1);
      return (shown && shown.pathname !== location.pathname ? shown.search : location.search) as Record<string, string>;
    },
  });
  const navigate = useNavigate();
  const query = useMemo(() => search, [search]);
  const set = useCallback(
    (next: Record<string, string | undefined>) => {
      const kept = Object.fromEntries(Object.entries(next).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''));
      void navigate({ to: '.', search: kept as never, replace: true });
    },
    [navigate],
  );
  return [query, set];
}

export const usePath = (): string => useRouterState({ select: (state) => state.location.pathname });

/** Which page is open: the same while only what is opened over it changes, such as a record over its list. */
export function usePage(): string {
  const page: unknown = useRouterState({
    select: ({ matches, location }): string => {
      const page: string = matches[1]?.routeId ?? location.pathname;
      return page === '/settings' ? location.pathname : page;
    },
  });
  return String(page);
}
