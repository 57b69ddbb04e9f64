import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states.js';
import type { ApiProblem } from '../api.js';
import { useProblemWords } from '../words.js';
import s from './states.module.css';

const askEveryMs = 5_000;

/** The portal did not answer when the page was opened. Asks again by itself until it does: each failure is a `problem` of its own. */
export function Unreachable({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords('reading');
  useEffect(() => {
    const timer = setTimeout(onRetry, problem.retryAfter === null ? askEveryMs : problem.retryAfter * 1_000);
    addEventListener('online', onRetry);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', onRetry);
    };
  }, [problem, onRetry]);
  return (
    <main className={`${s.place} ${s.whole}`}>
      <ErrorState title={t('unreachable.title')} text={words(problem)} onRetry={onRetry} {...(problem.requestId ? { requestId: problem.requestId } : {})} />
    </main>
  );
}
