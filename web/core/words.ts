import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, isUndecided, isUnreachable } from './api.js';

/** More cannot be read in a toast. */
const mostFaults = 3;

/** What was said of the portal or its database being away; not where nobody knows what became of something: that is to be read after it. */
const ofReach = new Set<string>();
/** Whether a text says that the portal or its database is away, which is over once they are back. */
export const saysAway = (text: string): boolean => ofReach.has(text);

/**
 * What a failed call means to a person: what happened, what became of what they did, and what to do.
 * @param of what failed: something pressed, a form whose words are kept, or something that was only to be shown.
 */
export function useProblemWords(of: 'action' | 'form' | 'reading' = 'action'): (error: unknown) => string {
  const { t } = useTranslation(['core', 'ui']);
  const wordsOf = useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return t(of === 'form' ? 'problem.unexpectedInForm' : 'problem.unexpected');
      if (error.status === 0)
        return error.detail ?? t(({ action: 'problem.unreachable', form: 'ui:form.unreachable', reading: 'problem.unreachableToRead' } as const)[of]);
      if (error.status === 429)
        return error.retryAfter ? t('problem.tooMany', { seconds: error.retryAfter, count: Math.ceil(error.retryAfter / 60) }) : t('problem.tooManySoon');
      // Where no form stands to say it beside its field, what is wrong with a field says more than that something is.
      const wrong = [...new Set(error.problem.errors?.map(({ message }) => message))].slice(0, mostFaults);
      return wrong.length > 0 ? wrong.join(' ') : (error.detail ?? error.problem.title);
    },
    [t, of],
  );
  return useCallback(
    (error: unknown) => {
      const text = wordsOf(error);
      if (isUnreachable(error) && !isUndecided(error)) ofReach.add(text);
      return text;
    },
    [wordsOf],
  );
}
