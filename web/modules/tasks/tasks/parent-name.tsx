import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import p from '../../../ui/pieces.module.css';
import { useReference } from '../../../ui/ui-context.js';
import s from './tasks.module.css';

/** Of a subtask, what it is a part of; nothing where that is out of reach. */
export function ParentName({ task: { parentId } }: { task: Pick<Task, 'parentId'> }) {
  const { t } = useTranslation('tasks');
  const title = useReference('tasks.task', parentId)?.title;
  if (!title) return null;
  return (
    <span className={s.part} title={title}>
      <span>
        <span aria-hidden="true">↳ </span>
        <span className={p.vh}>{t('field.parentId')} </span>
        {title}
      </span>
    </span>
  );
}
