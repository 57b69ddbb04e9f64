import { useTranslation } from 'react-i18next';
import type { ListAddress } from '../../../core/records/list-address.js';
import { useMay } from '../../../core/session.js';
import { type FilterBarProps, QuickChip } from '../../../ui/list/filter-bar.js';
import { usePhone } from '../../../ui/use-media.js';
import { PlanAll } from '../bulk/plan-all.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

const [planned, closed] = ['nextActivityKind.empty', 'closedAt.empty'];

/**
 * The filters of a list or board with one chip for what is open and has no next step, in place of the two filters that it stands for; while it
 * is pressed, what is planned for all of these is a button beside it.
 * @param found what the list finds, and how many.
 */
export function useStepless<T extends CrmRecord>(
  kind: CrmKind<T>,
  { filters, setFilters }: ListAddress,
  found: { query: Record<string, string>; total: number },
): Pick<FilterBarProps, 'values' | 'onChange' | 'first' | 'extra'> {
  const { t } = useTranslation('crm');
  const may = useMay();
  const phone = usePhone();
  if (!('nextActivityKind' in kind.declaration.fields)) return { values: filters, onChange: setFilters };
  const pressed = filters[planned] === 'true' && filters[closed] === 'true';
  const { [planned]: _planned, [closed]: _closed, ...others } = filters;
  const narrowed = (values: Readonly<Record<string, string>>) => ({ ...values, [planned]: 'true', [closed]: 'true' });
  const planAll = pressed && found.total > 0 && may(`${typeOf(kind)}.change`) && may('crm.activity.create') && (
    <PlanAll endpoint={kind.endpoints.bulk} query={found.query} count={found.total} />
  );
  return {
    values: pressed ? others : filters,
    onChange: (values) => setFilters(pressed ? narrowed(values) : values),
    // On a phone the chips run out of sight: there, what was pressed keeps its place before all others.
    [phone ? 'first' : 'extra']: (
      <>
        <QuickChip label={t('next.without')} icon="alert" pressed={pressed} onClick={() => setFilters(pressed ? others : narrowed(filters))} />
        {planAll}
      </>
    ),
  };
}
