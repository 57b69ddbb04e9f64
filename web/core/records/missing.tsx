import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { ApiProblem } from '../api.js';
import { useGo } from '../navigation.js';
import { useProblemWords } from '../words.js';

const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

/** Whether there is nothing to show: what was read once stays while the portal cannot be reached, so that nobody is thrown out of their typing. */
export const isMissing = ({ data, isError, error }: { data: unknown; isError: boolean; error: unknown }): boolean =>
  isError && (data === undefined || isGone(error));

/** A record that is not there or not for this person, or that could not be read. */
export function Missing({ error, back, onRetry }: { error: unknown; back: string; onRetry(): void }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const words = useProblemWords();
  if (isGone(error))
    return <EmptyState icon="search" title={t('gone.title')} text={t('gone.text')} action={{ label: t('gone.back'), onClick: () => go(back) }} />;
  return <ErrorState text={words(error)} onRetry={onRetry} {...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {})} />;
}
