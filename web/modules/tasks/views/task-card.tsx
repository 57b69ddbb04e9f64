import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { CardBody } from '../../../ui/board/card-body.js';
import { ReferenceName } from '../../../ui/cells.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import { AboutChip } from '../about/about-chip.js';
import { isOpen, lateness, Priority } from '../tasks/state.js';

/** What a card of a task shows: its title, what it belongs to, until when, whose it is. */
export function TaskCard({ task, inProject }: { task: Task; inProject?: boolean }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const owner = useReference('core.person', task.ownerId);
  const how = lateness(task);
  const parts = [
    task.state !== 'new' && task.state !== 'in-progress' && task.state !== null ? t(`state.${task.state}`) : null,
    (task.subtaskCount ?? 0) > 0 ? t('subtasks.progress', { done: task.subtaskDoneCount, count: task.subtaskCount ?? 0 }) : null,
    ...task.tags.map((tag) => `#${tag}`),
  ].filter(Boolean);
  return (
    <CardBody
      title={task.title}
      isOver={!isOpen(task)}
      mark={<Priority value={task.priority} iconOnly />}
      client={
        task.aboutId !== null ? (
          <AboutChip task={task} plain />
        ) : task.projectId !== null && !inProject ? (
          <ReferenceName type="tasks.project" id={task.projectId} />
        ) : parts.length > 0 ? (
          parts.join(' · ')
        ) : undefined
      }
      {...(task.deadlineAt === null
        ? {}
        : {
            next: {
              icon: 'clock' as const,
              text: how === 'late' ? `${t('lateness.late')} ${f.instant(task.deadlineAt)}` : f.instant(task.deadlineAt),
              look: how === 'late' ? ('late' as const) : ('plain' as const),
            },
          })}
      person={owner?.title ?? null}
    />
  );
}
