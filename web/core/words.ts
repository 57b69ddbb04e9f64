import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from './api.js';

/** More cannot be read in a toast. */
const mostFaults = 3;

/** What a failed call means to a person: what happened and what to do. */
export function useProblemWords(): (error: unknown) => string {
  const { t } = useTranslation('core');
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return t('problem.unexpected');
      if (error.status === 0) return t('problem.unreachable');
      if (error.status === 429)
        return error.retryAfter ? t('problem.tooMany', { seconds: error.retryAfter, count: Math.ceil(error.retryAfter / 60) }) : t('problem.tooManySoon');
      // Where no form stands to say it beside its field, what is wrong with a field says more than that something is.
      const wrong = [...new Set(error.problem.errors?.map(({ message }) => message))].slice(0, mostFaults);
      return wrong.length > 0 ? wrong.join(' ') : (error.detail ?? error.problem.title);
    },
    [t],
  );
}
