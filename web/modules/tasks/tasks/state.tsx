import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { openStates, type TaskState } from '../../../../server/contracts/tasks/steps.js';
import { cx } from '../../../ui/cx.js';
import { Icon, type IconName } from '../../../ui/icon.js';
import p from '../../../ui/pieces.module.css';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { When } from '../../../ui/ui-context.js';
import s from './tasks.module.css';

const looks: Record<TaskState, TagLook> = {
  new: 'plain',
  'in-progress': 'accent',
  paused: 'plain',
  waiting: 'warn',
  done: 'ok',
  deferred: 'plain',
  declined: 'plain',
};

export function StateTag({ state }: { state: TaskState | null }) {
  const { t } = useTranslation('tasks');
  return state ? <Tag look={looks[state]}>{t(`state.${state}`)}</Tag> : null;
}

const priorityIcons: Record<Exclude<NonNullable<Task['priority']>, 'normal'>, IconName> = { low: 'down', high: 'up', urgent: 'alert' };

/** How urgent it is, where that is not as usual; `iconOnly` says it to screen readers alone. */
export function Priority({ value, iconOnly }: { value: Task['priority']; iconOnly?: boolean }) {
  const { t } = useTranslation('tasks');
  if (value === null || value === 'normal') return null;
  return (
    <span
      className={cx(s.priority, value === 'high' && s.important, value === 'urgent' && (iconOnly ? s.pressing : s.urgent), iconOnly && s.mark)}
      title={iconOnly ? t(`priority.${value}`) : undefined}
    >
      <Icon name={priorityIcons[value]} size={14} />
      {iconOnly ? <span className={p.vh}>{t(`priority.${value}`)}: </span> : t(`priority.${value}`)}
    </span>
  );
}

export const isOpen = (task: Pick<Task, 'state'>): boolean => openStates.some((state) => state === task.state);

/** Whether an open task is past its deadline, or close to it: within a day. */
export function lateness({ state, deadlineAt }: Pick<Task, 'state' | 'deadlineAt'>): 'late' | 'near' | null {
  if (deadlineAt === null || !isOpen({ state })) return null;
  const left = Date.parse(deadlineAt) - Date.now();
  return left < 0 ? 'late' : left < 86_400_000 ? 'near' : null;
}

/** Until when; red once it is past. */
export function Deadline({ task }: { task: Pick<Task, 'state' | 'deadlineAt'> }) {
  const { t } = useTranslation('tasks');
  if (task.deadlineAt === null) return null;
  const how = lateness(task);
  return (
    <span className={cx(s.deadline, how && s[how])}>
      {how === 'late' && <Icon name="clock" size={14} />}
      {how && <span className={p.vh}>{t(`lateness.${how}`)} </span>}
      <When at={task.deadlineAt} />
    </span>
  );
}
