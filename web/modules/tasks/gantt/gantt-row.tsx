import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../ui/action-menu.js';
import { cx } from '../../../ui/cx.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { MenuOnDemand } from '../../../ui/menu-on-demand.js';
import { StageDot } from '../../../ui/tag.js';
import s from './gantt.module.css';
import { type GanttRow, isTaskRow } from './rows.js';

interface RowProps {
  row: GanttRow;
  top: number;
  height: number;
  index: number;
  count: number;
  isCurrent: boolean;
  isOpened: boolean;
  hrefOf(task: { id: number }): string;
  entries(): Entry[];
  onToggle(key: string): void;
  onKey(event: KeyboardEvent<HTMLElement>): void;
  onFocus(): void;
  children: ReactNode;
}

/** A row: what it is about on the left, and on the chart what belongs there. */
export function Row({ row, top, height, index, count, isCurrent, isOpened, hrefOf, entries, onToggle, onKey, onFocus, children }: RowProps) {
  const { t } = useTranslation('tasks');
  const isTask = isTaskRow(row);
  const title = isTask ? row.task.title : row.stage.name;
  const isParent = !isTask || row.isParent;
  const isAlone = !isTask || row.sum !== null;
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <li
      className={cx(s.row, !isTask && s.group, isOpened && s.opened)}
      style={{ top, height }}
      data-index={index}
      aria-setsize={count}
      aria-posinset={index + 1}
    >
      <span className={s.name} style={{ paddingLeft: 10 + (isTask ? row.depth : 0) * 16 }}>
        {isParent ? (
          <button
            type="button"
            className={s.toggle}
            aria-expanded={!row.isClosed}
            aria-label={t('gantt.below', { title })}
            tabIndex={tabIndex}
            {...(isAlone ? { 'data-focus': '', onKeyDown: onKey, onFocus } : {})}
            onClick={() => onToggle(row.key)}
          >
            <Icon name={row.isClosed ? 'right' : 'down'} size={14} />
          </button>
        ) : (
          <span className={s.noToggle} />
        )}
        {isTask ? (
          <Link
            to={hrefOf(row.task)}
            tabIndex={tabIndex}
            className={cx((row.task.state === 'done' || row.task.state === 'declined') && s.struck)}
            title={title}
          >
            {title}
          </Link>
        ) : (
          <span className={s.stage}>
            <StageDot colour={row.stage.colour}>{title}</StageDot> <span>{row.count}</span>
          </span>
        )}
        {isTask && <MenuOnDemand label={t('gantt.menu', { title })} entries={entries} className={s.menu} tabIndex={tabIndex} />}
      </span>
      <span className={s.lane}>{children}</span>
    </li>
  );
}
