import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type BoardColumn, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import type { ShownList } from '../../../core/records/list-page.js';
import type { ColumnId } from '../../../ui/board/board-types.js';
import { showUndo } from '../../../ui/feedback.js';
import { useStages } from '../projects/use-stages.js';
import { useWork } from '../use-work.js';
import { TaskBoard } from './task-board.js';

type Reply = { columns: BoardColumn[] };

/** The tasks of a project on its own stages; a stage that holds more open tasks than it should says so. */
export function ProjectBoard({ shown, projectId }: { shown: ShownList; projectId: number }) {
  const { t } = useTranslation('tasks');
  const work = useWork();
  const client = useQueryClient();
  const stages = useStages(projectId);
  const key = ['tasks.task', 'board', 'stages', shown.query];
  const board = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(taskEndpoints.board, { query: shown.query, signal }),
    placeholderData: (before) => before,
  });
  const columns = board.data?.columns ?? [];
  const more = async (stageId: number, after: string) => {
    const { columns: found } = await call(taskEndpoints.board, { query: { ...shown.query, stageId, after } });
    client.setQueryData<Reply>(
      key,
      (now) =>
        now && {
          columns: now.columns.map((one) =>
            one.stageId === stageId && one.next === after ? { ...one, items: [...one.items, ...(found[0]?.items ?? [])], next: found[0]?.next ?? null } : one,
          ),
        },
    );
  };
  const move = (id: number, stageId: number) => () => call(taskEndpoints.move, { params: { id }, body: { stageId } });
  const nameOf = (id: ColumnId) => stages.data?.items.find((stage) => stage.id === id)?.name ?? '';
  const onMove = async (task: Task, from: ColumnId, to: ColumnId) => {
    if (!(await work(move(task.id, Number(to))))) throw new Error('not moved');
    showUndo({ text: t('board.moved', { title: task.title, stage: nameOf(to) }), onUndo: () => work.undo(move(task.id, Number(from))) });
  };
  return (
    <TaskBoard
      shown={shown}
      label={t('view.board')}
      loading={board.isPending || stages.isPending}
      error={board.data ? null : board.error}
      onRetry={() => void board.refetch()}
      onMove={onMove}
      inProject
      keepsEmpty
      columns={(stages.data?.items ?? []).map((stage) => {
        const column = columns.find(({ stageId }) => stageId === stage.id);
        const count = column?.count ?? 0;
        const next = column?.next ?? null;
        return {
          id: stage.id,
          name: stage.name,
          colour: stage.colour,
          count,
          ...(stage.limit === null ? {} : { limit: stage.limit }),
          items: column?.items ?? [],
          hasMore: next !== null,
          ...(next === null ? {} : { onMore: () => void more(stage.id, next) }),
        };
      })}
    />
  );
}
