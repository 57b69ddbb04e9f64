import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states.js';
import type { ApiProblem } from '../api.js';
import { useProblemWords } from '../words.js';
import s from './states.module.css';

/** The portal did not answer when the page was opened. */
export function Unreachable({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  return (
    <main className={`${s.place} ${s.whole}`}>
      <ErrorState title={t('unreachable.title')} text={words(problem)} onRetry={onRetry} {...(problem.requestId ? { requestId: problem.requestId } : {})} />
    </main>
  );
}
