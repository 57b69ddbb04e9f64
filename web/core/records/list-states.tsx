import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { ApiProblem, isUnreachable } from '../api.js';
import { NotKept } from '../states/not-kept.js';
import { useProblemWords } from '../words.js';
import type { ListAddress } from './list-address.js';

export const isFiltered = ({ filters, q }: ListAddress): boolean => Object.keys(filters).length > 0 || q !== '';

/** Stands where the filters find nothing: the way back from them. */
export function FilteredOut({ address }: { address: ListAddress }) {
  const { t } = useTranslation('core');
  return (
    <EmptyState
      icon="filter"
      title={t('list.filtered.title')}
      text={t('list.filtered.text')}
      action={{
        label: t('list.filtered.clear'),
        icon: 'x',
        onClick: () => address.set({ q: undefined, ...Object.fromEntries(Object.keys(address.filters).map((name) => [name, undefined])) }),
      }}
    />
  );
}

/** Stands where a list could not be read. */
export function ListFailed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords('reading');
  if (isUnreachable(error)) return <NotKept />;
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <ErrorState
      title={problem?.problem.title ?? t('list.failed')}
      text={words(error)}
      {...(problem?.requestId ? { requestId: problem.requestId } : {})}
      onRetry={onRetry}
    />
  );
}
