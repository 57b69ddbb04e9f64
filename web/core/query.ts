import { QueryClient } from '@tanstack/react-query';
import { ApiProblem, isUnreachable } from './api.js';

/**
 * The one cache. Keys are `[record type, 'list' | 'one' | 'board' | 'timeline', …]`, so that a live event about
 * `crm.deal` 7 touches the deal's lists, boards, itself and its timeline and nothing else.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Also without the network: what was read before is answered then.
      networkMode: 'always',
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal will not change by asking again; a lost network may. A database that is away is asked for by the line that says so.
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && (error.status === 0 ? false : error.status < 500 || isUnreachable(error))),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
