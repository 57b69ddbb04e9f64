import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type DeadlineColumn, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import type { ShownList } from '../../../core/records/list-page.js';
import type { ColumnId } from '../../../ui/board/board-types.js';
import { showError, showUndo } from '../../../ui/feedback.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useWork } from '../use-work.js';
import { TaskBoard } from './task-board.js';

type Reply = { columns: DeadlineColumn[] };

/** Open tasks by when they are due: a card that is put elsewhere gets another deadline. */
export function DeadlinesBoard({ shown }: { shown: ShownList }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const work = useWork();
  const client = useQueryClient();
  const key = ['tasks.task', 'board', 'by-deadline', shown.query];
  const board = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(taskEndpoints.deadlines, { query: shown.query, signal }),
    placeholderData: (before) => before,
  });
  const columns = board.data?.columns ?? [];
  const more = async (column: string, after: string) => {
    const { columns: found } = await call(taskEndpoints.deadlines, { query: { ...shown.query, column, after } });
    client.setQueryData<Reply>(
      key,
      (now) =>
        now && {
          columns: now.columns.map((one) =>
            one.key === column && one.next === after ? { ...one, items: [...one.items, ...(found[0]?.items ?? [])], next: found[0]?.next ?? null } : one,
          ),
        },
    );
  };
  const put = (task: Pick<Task, 'id'>, deadlineAt: string | null, version?: number) => () =>
    call(taskEndpoints.change, { params: { id: task.id }, body: { deadlineAt, ...(version === undefined ? {} : { version }) } });
  const onMove = async (task: Task, _from: ColumnId, to: ColumnId) => {
    const dropAt = columns.find(({ key }) => key === to)?.dropAt;
    if (dropAt === undefined) {
      showError({ text: t('deadlines.noDrop', { column: t(`due.${to}`) }) });
      throw new Error('no deadline there');
    }
    if (!(await work(put(task, dropAt, task.version)))) throw new Error('not moved');
    showUndo({
      text: dropAt === null ? t('deadlines.taken', { title: task.title }) : t('deadlines.moved', { title: task.title, when: f.instant(dropAt) }),
      onUndo: () => work.undo(put(task, task.deadlineAt)),
    });
  };
  return (
    <TaskBoard
      shown={shown}
      label={t('view.deadlines')}
      loading={board.isPending}
      error={board.data ? null : board.error}
      onRetry={() => void board.refetch()}
      onMove={onMove}
      opensAt={columns.find(({ count }) => count > 0)?.key}
      columns={columns.map(({ key, count, items, next }) => ({
        id: key,
        name: t(`due.${key}`),
        colour: key === 'overdue' ? 7 : null,
        count,
        items,
        hasMore: next !== null,
        ...(next === null ? {} : { onMore: () => void more(key, next) }),
      }))}
    />
  );
}
