import { useTranslation } from 'react-i18next';
import type { ModuleCost } from '../../server/contracts/core/modules.js';
import { useFormat } from '../ui/ui-context.js';

/** What a module costs in one line; '' where it was not measured. */
export function useCostWords(): (cost: ModuleCost | null) => string {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (cost) => {
    if (cost === null) return '';
    const amount = (value: number, shown: string) => ({ amount: value === 0 ? t('modules.cost.nextToNothing') : shown });
    // Broken between the three, not within one.
    return [
      t('modules.cost.start', amount(cost.startMs, t('modules.ms', { shown: f.number(cost.startMs) }))),
      t('modules.cost.memory', amount(cost.memory, f.size(cost.memory))),
      t('modules.cost.disk', amount(cost.disk, f.size(cost.disk))),
    ]
      .map((part) => part.replaceAll(' ', '\u00a0'))
      .join(' · ');
  };
}
