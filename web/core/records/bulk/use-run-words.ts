import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkLeft, BulkRun } from '../../../../server/contracts/core/bulk.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useProblemWords } from '../../words.js';

/** Why records were left, in a sentence. */
export function useLeftWords(): (left: BulkLeft) => string {
  const { t } = useTranslation('core');
  const f = useFormat();
  return useCallback(({ reason, count }) => t(`bulk.left.${reason}`, { count, shown: f.number(count) }), [t, f]);
}

/** What is said of a run when it has ended. */
export function useRunWords() {
  const { t } = useTranslation('core');
  const problem = useProblemWords();
  const leftWords = useLeftWords();
  return useMemo(
    () => ({
      done: (run: BulkRun) => t(`bulk.done.${run.action}`, { count: run.changed }),
      left: (run: BulkRun) => run.left.map(leftWords).join(' '),
      failed: (run: BulkRun) => t('bulk.failed', { done: run.changed, total: run.total }),
      link: (run: BulkRun) => ({ label: t('changes.details'), to: `/settings/changes/${run.id}` }),
      problem,
    }),
    [t, problem, leftWords],
  );
}
