import { useTranslation } from 'react-i18next';
import type { Project } from '../../../../server/contracts/tasks/records.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './projects.module.css';

/** How much of a project is done, as a bar and in words. */
export function Progress({ of: { taskCount, doneCount } }: { of: Pick<Project, 'taskCount' | 'doneCount'> }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const [all, done] = [taskCount ?? 0, doneCount ?? 0];
  if (all === 0) return <span className={s.quiet}>{t('project.noTasks')}</span>;
  return (
    <span className={s.progress}>
      <span className={s.track} aria-hidden="true">
        <span style={{ width: `${Math.round((100 * done) / all)}%` }} />
      </span>
      <span>{t('project.done', { done: f.number(done), all: f.number(all) })}</span>
    </span>
  );
}
