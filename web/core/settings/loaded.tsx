import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from '../../ui/states.js';
import { ApiProblem, isUnreachable } from '../api.js';
import { NotKept } from '../states/not-kept.js';
import { Refused } from '../states/refused.js';
import { Waiting } from '../states/waiting.js';
import { useProblemWords } from '../words.js';
import s from './settings.module.css';

/** Shape of what comes, then the thing itself; or why not. */
export function Loaded<T>({ query, children, rows = 5 }: { query: UseQueryResult<T>; children: (data: T) => ReactNode; rows?: number }) {
  const words = useProblemWords('reading');
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Waiting rows={rows} />;
  if (query.error instanceof ApiProblem && query.error.status === 403) return <Refused text={query.error.message} />;
  const requestId = query.error instanceof ApiProblem ? query.error.requestId : undefined;
  return (
    <div className={s.card}>
      {isUnreachable(query.error) ? (
        <NotKept />
      ) : (
        <ErrorState text={words(query.error)} onRetry={() => void query.refetch()} {...(requestId ? { requestId } : {})} />
      )}
    </div>
  );
}
