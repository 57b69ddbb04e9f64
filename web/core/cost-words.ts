import { useTranslation } from 'react-i18next';
import type { ModuleCost } from '../../server/contracts/core/modules.js';
import { useFormat } from '../ui/ui-context.js';

/** What a module costs in one line; '' where it was not measured. */
export function useCostWords(): (cost: ModuleCost | null) => string {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (cost) => {
    if (cost === null) return '';
    // What came out as nothing is below what differs from start to start: nothing is said of it.
    const parts = [
      cost.startMs > 0 && t('modules.cost.start', { amount: t('modules.ms', { shown: f.number(cost.startMs) }) }),
      cost.memory > 0 && t('modules.cost.memory', { amount: f.size(cost.memory) }),
      cost.disk > 0 && t('modules.cost.disk', { amount: f.size(cost.disk) }),
    ];
    // Broken between the three, not within one.
    return parts
      .filter((part) => part !== false)
      .map((part) => part.replaceAll(' ', '\u00a0'))
      .join(' · ');
  };
}
