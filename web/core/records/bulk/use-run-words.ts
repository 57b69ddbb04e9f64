import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkRun } from '../../../../server/contracts/core/bulk.js';
import { useProblemWords } from '../../words.js';

/** What is said of a run when it has ended. */
export function useRunWords() {
  const { t } = useTranslation('core');
  const problem = useProblemWords();
  return useMemo(
    () => ({
      done: (run: BulkRun) => t(`bulk.done.${run.action}`, { count: run.changed }),
      failed: (run: BulkRun) => t('bulk.failed', { done: run.changed, total: run.total }),
      link: (run: BulkRun) => ({ label: t('changes.details'), to: `/settings/changes/${run.id}` }),
      problem,
    }),
    [t, problem],
  );
}
