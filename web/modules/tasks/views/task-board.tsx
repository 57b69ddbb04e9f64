import { useCallback } from 'react';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { stretchOf, useTold } from '../../../core/records/stretches.js';
import { useMay } from '../../../core/session.js';
import { Board } from '../../../ui/board/board.js';
import type { BoardColumn, ColumnId } from '../../../ui/board/board-types.js';
import s from '../tasks/tasks.module.css';
import { TaskCard } from './task-card.js';

interface TaskBoardProps {
  shown: ShownList;
  label: string;
  columns: readonly BoardColumn<Task>[];
  loading: boolean;
  error: unknown;
  onRetry(): void;
  onMove(task: Task, from: ColumnId, to: ColumnId): Promise<void>;
  inProject?: boolean;
  /** See {@link Board}. */
  opensAt?: ColumnId | undefined;
  /** Columns stay where nothing is in them. */
  keepsEmpty?: boolean;
}

/** Tasks in columns, whatever these stand for. */
export function TaskBoard({ shown, label, columns, loading, error, onRetry, onMove, inProject, opensAt, keepsEmpty }: TaskBoardProps) {
  const may = useMay();
  const { choice } = shown;
  useTold(columns.map(stretchOf), shown.onStretches);
  const renderCard = useCallback((task: Task) => <TaskCard task={task} {...(inProject ? { inProject } : {})} />, [inProject]);
  if (error) return <ListFailed error={error} onRetry={onRetry} />;
  return (
    <div className={s.board}>
      <Board<Task>
        label={label}
        columns={columns}
        titleOf={(task) => task.title}
        renderCard={renderCard}
        onOpen={shown.open}
        hrefOf={shown.hrefOf}
        openId={shown.openId}
        onMove={onMove}
        loading={loading}
        {...(opensAt === undefined ? {} : { opensAt })}
        {...(may('tasks.task.change') ? { selected: choice.selected, onSelect: choice.choose } : {})}
        {...(keepsEmpty ? {} : { empty: shown.empty })}
      />
    </div>
  );
}
