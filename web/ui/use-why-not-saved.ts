import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from './problem.js';

/** What kept typed words from being stored, in words: those of a browser that lost the network are nobody's. */
export function useWhyNotSaved(): (error: unknown) => string {
  const { t } = useTranslation('ui');
  return useCallback(
    (error: unknown) => {
      const problem = problemOf(error);
      if (problem?.status === 0) return problem.detail ?? t('form.unreachable');
      return problem?.errors?.[0]?.message ?? problem?.detail ?? problem?.title ?? t('fields.notSaved');
    },
    [t],
  );
}
