import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { Avatar } from '../../../ui/avatar.js';
import { ReferenceName } from '../../../ui/cells.js';
import { cx } from '../../../ui/cx.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { Check } from '../../../ui/list/check.js';
import p from '../../../ui/pieces.module.css';
import { useReference } from '../../../ui/ui-context.js';
import { AboutChip } from '../about/about-chip.js';
import { ParentName } from './parent-name.js';
import { Deadline, isOpen, Priority, StateTag } from './state.js';
import s from './tasks.module.css';
import { useComplete } from './use-complete.js';
import { useFavourites } from './use-favourites.js';
import { useMayComplete } from './use-may-complete.js';

/** The round box of a task: ticking it completes the task. Whoever may not has none. */
function Tick({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const complete = useComplete();
  const mayComplete = useMayComplete();
  const isDone = task.state === 'done' || task.state === 'waiting';
  if (isOpen(task) && !isDone && !mayComplete(task)) return <span className={s.tick} />;
  return (
    <button
      type="button"
      className={cx(s.tick, isDone && s.ticked, (task.priority === 'high' || task.priority === 'urgent') && isOpen(task) && s.high)}
      aria-label={t(isDone ? 'line.isDone' : 'line.complete', { title: task.title })}
      disabled={isDone || task.state === 'declined'}
      onClick={() => void complete(task)}
    >
      <span>
        <Icon name="check" size={14} />
      </span>
    </button>
  );
}

function Face({ id }: { id: number | null }) {
  const person = useReference('core.person', id);
  return person?.title ? <Avatar name={person.title} size={22} /> : null;
}

/** Up and down go from title to title, of all lines that stand on the page. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || !(event.target instanceof HTMLAnchorElement)) return;
  const all = [...(event.currentTarget.closest('[data-lines]') ?? event.currentTarget).querySelectorAll<HTMLAnchorElement>('a[data-line]')];
  const next = all[all.indexOf(event.target) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export interface LineProps {
  task: Task;
  to: string;
  isOpened?: boolean;
  /** Without what is the same for all lines around it. */
  hide?: readonly ('project' | 'about' | 'state' | 'parent')[];
  select?: { selected: boolean; onToggle(): void } | undefined;
  children?: ReactNode;
}

/** A task in one line: tick, title, what it belongs to, until when, and whose it is. */
export function TaskLine({ task, to, isOpened, hide = [], select, children }: LineProps) {
  const { t } = useTranslation(['tasks', 'ui']);
  const isFavourite = useFavourites().ids.includes(task.id);
  return (
    <li className={cx(s.line, isOpened && s.opened)} onKeyDown={walk}>
      {select && (
        <span className={cx(s.choose, select.selected && s.chosen)}>
          <Check checked={select.selected} label={t('ui:list.select', { title: task.title })} onToggle={select.onToggle} focusable />
        </span>
      )}
      <Tick task={task} />
      <div className={s.what}>
        <Link to={to} data-line="" className={cx(task.state === 'done' && s.done)}>
          {task.title}
        </Link>
        {isFavourite && (
          <span className={s.star} title={t('panel.favourite')}>
            <Icon name="star" size={14} />
            <span className={p.vh}>{t('panel.favourite')}</span>
          </span>
        )}
        <span className={s.parts}>
          {!hide.includes('state') && task.state !== 'new' && task.state !== 'done' && <StateTag state={task.state} />}
          {isOpen(task) && (task.priority === 'high' || task.priority === 'urgent') && <Priority value={task.priority} />}
          {!hide.includes('parent') && <ParentName task={task} />}
          {!hide.includes('project') && task.projectId !== null && (
            <span className={s.part}>
              <Icon name="board" size={14} />
              <span>
                <ReferenceName type="tasks.project" id={task.projectId} />
              </span>
            </span>
          )}
          {!hide.includes('about') && <AboutChip task={task} plain />}
          {(task.subtaskCount ?? 0) > 0 && (
            <span className={s.part} title={t('field.subtaskCount')}>
              <Icon name="tasks" size={14} />
              {task.subtaskDoneCount}/{task.subtaskCount}
            </span>
          )}
          {(task.checkCount ?? 0) > 0 && (
            <span className={s.part} title={t('field.checkCount')}>
              <Icon name="check" size={14} />
              {task.checkDoneCount}/{task.checkCount}
            </span>
          )}
          {task.tags.length > 0 && <span className={s.part}>{task.tags.map((tag) => `#${tag}`).join(' ')}</span>}
        </span>
      </div>
      <span className={s.end}>
        <Deadline task={task} />
        <Face id={task.ownerId} />
        {children}
      </span>
    </li>
  );
}
