import { useTranslation } from 'react-i18next';
import type { ImportState } from '../../../server/contracts/core/imports.js';
import { useFormat } from '../../ui/ui-context.js';

const counts = ['created', 'updated', 'failed'] as const;

/** What came of an import, in words; what there is none of is left out. */
export function useCounted(): (state: ImportState) => string {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (state) =>
    counts
      .filter((each) => state[each] > 0)
      .map((each) => t(`imports.counted.${each}`, { count: state[each], formatted: f.number(state[each]) }))
      .join(' · ');
}
