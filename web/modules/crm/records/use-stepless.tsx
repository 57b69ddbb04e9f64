import { useTranslation } from 'react-i18next';
import type { ListAddress } from '../../../core/records/list-address.js';
import { type FilterBarProps, QuickChip } from '../../../ui/list/filter-bar.js';
import type { CrmKind, CrmRecord } from './crm-kind.js';

const [planned, closed] = ['nextActivityKind.empty', 'closedAt.empty'];

/** The filters of a list or board with one chip for what is open and has no next step, in place of the two filters that it stands for. */
export function useStepless<T extends CrmRecord>(
  kind: CrmKind<T>,
  { filters, setFilters }: ListAddress,
): Pick<FilterBarProps, 'values' | 'onChange' | 'extra'> {
  const { t } = useTranslation('crm');
  if (!('nextActivityKind' in kind.declaration.fields)) return { values: filters, onChange: setFilters };
  const pressed = filters[planned] === 'true' && filters[closed] === 'true';
  const { [planned]: _planned, [closed]: _closed, ...others } = filters;
  const narrowed = (values: Readonly<Record<string, string>>) => ({ ...values, [planned]: 'true', [closed]: 'true' });
  return {
    values: pressed ? others : filters,
    onChange: (values) => setFilters(pressed ? narrowed(values) : values),
    extra: <QuickChip label={t('next.without')} icon="alert" pressed={pressed} onClick={() => setFilters(pressed ? others : narrowed(filters))} />,
  };
}
