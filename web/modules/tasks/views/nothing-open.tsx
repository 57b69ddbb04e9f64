import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { task as declaration, type Task } from '../../../../server/contracts/tasks/records.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { isFiltered } from '../../../core/records/list-states.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { EmptyState } from '../../../ui/states.js';

/** Stands where no task is open: that all are finished, or that there was none yet. */
export function NothingOpen({ shown: { address, query, empty } }: { shown: ShownList }) {
  const { t } = useTranslation('tasks');
  const filtered = isFiltered(address);
  const finished = useRecordList<Task>(declaration.type, taskEndpoints.list, { ...query, sort: '-createdAt', limit: 1 }, !filtered);
  if (filtered || finished.isError) return empty;
  if (finished.isPending) return null;
  if (finished.items.length === 0) return empty;
  return (
    <EmptyState
      icon="check"
      title={t('empty.open.title')}
      text={t('empty.open.text')}
      action={{ label: t('empty.open.show'), onClick: () => address.set({ view: 'list', group: 'state' }) }}
    />
  );
}
