import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { useLive } from '../../../core/live.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import tab from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { EmptyState } from '../../../ui/states.js';
import { NewTask } from '../tasks/new-task.js';
import { isOpen } from '../tasks/state.js';
import { TaskLine } from '../tasks/task-line.js';
import lines from '../tasks/tasks.module.css';
import { useTaskListOf } from './use-tasks-of.js';

/** What is open before what is done, and the earlier deadline first. */
const whatIsNextFirst = (a: Task, b: Task): number =>
  Number(isOpen(b)) - Number(isOpen(a)) || (a.deadlineAt ?? '9').localeCompare(b.deadlineAt ?? '9') || b.id - a.id;

/** The tasks about a record of any module, and a way to make one more. */
export default function TasksTab({ recordType, recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation(['tasks', 'core']);
  const may = useMay();
  const [creating, setCreating] = useState(false);
  useLive('tasks.task');
  const list = useTaskListOf(recordType, recordId);
  if (list.isError && list.items.length === 0) return <ListFailed error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonRows rows={3} label={t('core:loading')} />;
  const begin = may('tasks.task.create') ? { label: t('about.new'), icon: 'plus' as const, onClick: () => setCreating(true) } : undefined;
  return (
    <div className={tab.tab}>
      {list.items.length === 0 ? (
        <EmptyState icon="check" title={t('about.none.title')} {...(begin ? { text: t('about.none.text'), action: begin } : {})} />
      ) : (
        <section className={tab.section} aria-label={t('task.plural')}>
          <div className={tab.head}>
            <span />
            {begin && (
              <Button icon={begin.icon} onClick={begin.onClick}>
                {begin.label}
              </Button>
            )}
          </div>
          <ul className={lines.lines} data-lines="">
            {[...list.items].sort(whatIsNextFirst).map((task) => (
              <TaskLine key={task.id} task={task} to={`/tasks/tasks/${task.id}`} hide={['about']} />
            ))}
          </ul>
          {list.hasNextPage && (
            <div className={tab.buttons}>
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('group.more')}
              </Button>
            </div>
          )}
        </section>
      )}
      {creating && (
        <NewTask
          initial={{ aboutType: recordType, aboutId: recordId }}
          draftKey={`tasks.task.new.${recordType}-${recordId}`}
          onClose={() => setCreating(false)}
        />
      )}
    </div>
  );
}
