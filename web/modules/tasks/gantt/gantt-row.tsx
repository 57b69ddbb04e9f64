import { type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Grip, movedBy, spanOf } from '../../../../server/contracts/tasks/chart-spans.js';
import { useSession } from '../../../core/session.js';
import { cx } from '../../../ui/cx.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { MenuOnDemand } from '../../../ui/menu-on-demand.js';
import { StageDot } from '../../../ui/tag.js';
import { useFormat } from '../../../ui/ui-context.js';
import { Bar, type RowActions } from './bar.js';
import s from './gantt.module.css';
import { type GanttRow, isTaskRow, type TaskRow } from './rows.js';
import { type Scale, xOf } from './scale.js';
import { datesOf, wallOf, wallTimesOf } from './zoned.js';

interface RowProps {
  row: GanttRow;
  top: number;
  height: number;
  index: number;
  count: number;
  isCurrent: boolean;
  isOpened: boolean;
  href: string;
  scale: Scale;
  isCritical: boolean;
  /** What of it is being moved, and by how many days. */
  grip: Grip | null;
  days: number;
  describedBy: string;
  actions: RowActions;
}

/** From the first to the last of what lies below a task without dates of its own. */
function Sum({ sum, scale, timeZone }: { sum: NonNullable<TaskRow['sum']>; scale: Scale; timeZone: string }) {
  const [left, right] = [xOf(scale, wallOf(sum.from, timeZone)), xOf(scale, wallOf(sum.until, timeZone))];
  return <span className={s.sum} style={{ left, width: Math.max(6, right - left) }} />;
}

/** A row: what it is about on the left, and on the chart what belongs there. */
export const Row = memo(function Row(props: RowProps) {
  const { row, top, height, index, count, isCurrent, isOpened, href, scale, isCritical, grip, days, describedBy, actions } = props;
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const { timeZone } = f;
  const task = isTaskRow(row) ? row.task : null;
  const title = isTaskRow(row) ? row.task.title : row.stage.name;
  const isAlone = !isTaskRow(row) || row.sum !== null;
  const tabIndex = isCurrent ? 0 : -1;
  const onKey = (event: KeyboardEvent<HTMLElement>) => actions.key(event, index);
  const onFocus = () => actions.focus(row.key);
  const times = task && wallTimesOf(task, timeZone);
  const { workingHours } = useSession().company;
  const span = times && spanOf(workingHours, grip ? { ...times, ...movedBy(workingHours, times, grip, days) } : times);
  return (
    <li className={cx(s.row, !task && s.group, isOpened && s.opened)} style={{ top, height }} data-index={index} aria-setsize={count} aria-posinset={index + 1}>
      <span className={s.name} style={{ paddingLeft: 10 + (isTaskRow(row) ? row.depth : 0) * 16 }}>
        {!isTaskRow(row) || row.isParent ? (
          <button
            type="button"
            className={s.toggle}
            aria-expanded={!row.isClosed}
            aria-label={t('gantt.below', { title })}
            tabIndex={tabIndex}
            {...(isAlone ? { 'data-focus': '', onKeyDown: onKey, onFocus } : {})}
            onClick={() => actions.toggle(row.key)}
          >
            <Icon name={row.isClosed ? 'right' : 'down'} size={14} />
          </button>
        ) : (
          <span className={s.noToggle} />
        )}
        {task ? (
          <Link to={href} tabIndex={tabIndex} className={cx((task.state === 'done' || task.state === 'declined') && s.struck)} title={title}>
            {title}
          </Link>
        ) : (
          !isTaskRow(row) && (
            <span className={s.stage}>
              <StageDot colour={row.stage.colour}>{title}</StageDot> <span>{row.count}</span>
            </span>
          )
        )}
        {task && <MenuOnDemand label={t('gantt.menu', { title })} entries={() => actions.entries(task)} className={s.menu} tabIndex={tabIndex} />}
      </span>
      <span className={s.lane}>
        {task && span && (
          <Bar
            task={task}
            span={span}
            scale={scale}
            timeZone={timeZone}
            dates={datesOf(span, f)}
            isCritical={isCritical}
            isMoving={grip !== null}
            tabIndex={tabIndex}
            describedBy={describedBy}
            actions={actions}
            onKey={onKey}
            onFocus={onFocus}
          />
        )}
        {isTaskRow(row) && row.sum && <Sum sum={row.sum} scale={scale} timeZone={timeZone} />}
      </span>
    </li>
  );
});
