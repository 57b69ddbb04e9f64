import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartedTask } from '../../../../server/contracts/tasks/endpoints.js';
import { IconButton } from '../../../ui/button.js';
import { Link } from '../../../ui/link.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './gantt.module.css';

/** More are found by a filter. */
const most = 100;

interface TrayProps {
  tasks: readonly ChartedTask[];
  hrefOf(task: ChartedTask): string;
  onTake(event: PointerEvent<HTMLElement>, task: ChartedTask): void;
  /** From today on. */
  onPlan(task: ChartedTask): void;
}

/** Tasks without dates, to be drawn onto the chart or planned from today on. */
export function Tray({ tasks, hrefOf, onTake, onPlan }: TrayProps) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  if (tasks.length === 0) return null;
  return (
    <section className={s.tray} aria-label={t('gantt.tray')}>
      <h2>
        {t('gantt.tray')} <span>{f.number(tasks.length)}</span>
      </h2>
      <ul>
        {tasks.slice(0, most).map((task) => (
          <li key={task.id} className={task.mayPlan ? s.takeable : undefined} onPointerDown={task.mayPlan ? (event) => onTake(event, task) : undefined}>
            <Link to={hrefOf(task)} draggable={false}>
              {task.title}
            </Link>
            {task.mayPlan && <IconButton small icon="cal" label={t('gantt.planToday', { title: task.title })} onClick={() => onPlan(task)} />}
          </li>
        ))}
        {tasks.length > most && <li>{t('gantt.trayMore', { count: tasks.length - most })}</li>}
      </ul>
    </section>
  );
}
