import { useTranslation } from 'react-i18next';
import { mostCharted } from '../../../../server/contracts/tasks/endpoints.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { Icon } from '../../../ui/icon.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useStages } from '../projects/use-stages.js';
import { Chart } from './chart.js';
import s from './gantt.module.css';
import { useChart } from './use-chart.js';

/** Tasks over time, with what waits for what. */
export default function Gantt({ shown, projectId }: { shown: ShownList; projectId?: number | undefined }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const { chart, move, link } = useChart(shown.query, projectId !== undefined);
  const stages = useStages(projectId);
  if (chart.isError && !chart.data) return <ListFailed error={chart.error} onRetry={() => void chart.refetch()} />;
  if (!chart.data || (projectId !== undefined && stages.isPending)) return <SkeletonRows rows={12} label={t('view.gantt')} />;
  const { tasks, links, more } = chart.data;
  if (tasks.length === 0) return shown.empty;
  return (
    <>
      {more && (
        <p className={s.note}>
          <Icon name="alert" size={16} /> {t('gantt.tooMany', { most: f.number(mostCharted) })}
        </p>
      )}
      <Chart shown={shown} tasks={tasks} links={links} stages={projectId === undefined ? null : (stages.data?.items ?? null)} move={move} link={link} />
    </>
  );
}
