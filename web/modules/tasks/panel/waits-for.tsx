import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListedDependency, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { openStates } from '../../../../server/contracts/tasks/steps.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { ReferenceLink } from '../../../ui/cells.js';
import { Icon } from '../../../ui/icon.js';
import { stillOpen, tasksBefore } from '../tasks/open-before.js';
import s from './panel.module.css';

const type = 'tasks.task';

/** Says which tasks that have to be done before this one are not, as far as the person may see them. It forbids nothing. */
export function WaitsFor({ task, links }: { task: Task; links: readonly ListedDependency[] }) {
  const { t } = useTranslation('tasks');
  const before = tasksBefore(task.id, links);
  const asked = task.state !== null && openStates.includes(task.state) && before.length > 0;
  const { items } = useRecordList<Task>(type, taskEndpoints.list, stillOpen(before), asked);
  if (!asked || items.length === 0) return null;
  return (
    <p className={s.waits}>
      <Icon name="clock" size={14} />
      <span>
        {t('depends.waits')}{' '}
        {items.map(({ id }, n) => (
          <Fragment key={id}>
            {n > 0 && ', '}
            <ReferenceLink type={type} id={id} />
          </Fragment>
        ))}
      </span>
    </p>
  );
}
