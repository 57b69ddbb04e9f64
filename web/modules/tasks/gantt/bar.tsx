import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grip, Span } from '../../../../server/contracts/tasks/chart-spans.js';
import type { ChartedTask } from '../../../../server/contracts/tasks/endpoints.js';
import type { Entry } from '../../../ui/action-menu.js';
import { cx } from '../../../ui/cx.js';
import { lateness } from '../tasks/state.js';
import s from './gantt.module.css';
import { type Scale, xOf } from './scale.js';
import { wallOf } from './zoned.js';

/** Points from an end of a bar within which the end is taken and not the whole; wider for a finger. */
const edge = { mouse: 7, touch: 18 };

/** What may be done on the rows of a chart; stays the same object, so that rows are drawn anew only when they change. */
export interface RowActions {
  take(event: PointerEvent<HTMLElement>, task: ChartedTask, grip: Grip): void;
  link(event: PointerEvent<HTMLElement>, task: ChartedTask, end: 'from' | 'until'): void;
  open(task: ChartedTask): void;
  key(event: KeyboardEvent<HTMLElement>, index: number): void;
  focus(key: string): void;
  /** The keyboard is elsewhere now. */
  leave(): void;
  toggle(key: string): void;
  entries(task: ChartedTask): Entry[];
}

/** How much of a task is done, from 0 to 1: by its points and subtasks. */
function doneOf({ state, checkCount, checkDoneCount, subtaskCount, subtaskDoneCount }: ChartedTask): number {
  if (state === 'done') return 1;
  const all = (checkCount ?? 0) + (subtaskCount ?? 0);
  return all === 0 ? 0 : ((checkDoneCount ?? 0) + (subtaskDoneCount ?? 0)) / all;
}

/** Which part of a bar a pointer is at. */
function gripAt(event: PointerEvent<HTMLElement>, look: Span['look']): Grip {
  const { left, right } = event.currentTarget.getBoundingClientRect();
  const near = event.pointerType === 'touch' ? edge.touch : edge.mouse;
  if (look === 'milestone' || right - left < 3 * near) return 'whole';
  return event.clientX - left < near ? 'from' : right - event.clientX < near ? 'until' : 'whole';
}

interface BarProps {
  task: ChartedTask;
  span: Span;
  scale: Scale;
  timeZone: string;
  /** From when until when, in words. */
  dates: string;
  isCritical: boolean;
  isMoving: boolean;
  tabIndex: number;
  describedBy: string;
  actions: RowActions;
  onKey(event: KeyboardEvent<HTMLElement>): void;
  onFocus(): void;
}

/** A task on the chart: a bar that fills as it gets done, or a milestone. */
export function Bar({ task, span, scale, timeZone, dates, isCritical, isMoving, tabIndex, describedBy, actions, onKey, onFocus }: BarProps) {
  const { t } = useTranslation('tasks');
  const [left, right] = [xOf(scale, span.from), xOf(scale, span.until)];
  const done = doneOf(task);
  const isLate = lateness(task) === 'late';
  const isMilestone = span.look === 'milestone';
  const width = Math.max(right - left, 6);
  const label = [
    t(isMilestone ? 'gantt.milestone' : 'gantt.bar', { title: task.title, dates }),
    ...(done > 0 ? [t('gantt.done', { percent: Math.round(done * 100) })] : []),
    ...(isLate ? [t('gantt.late')] : []),
    ...(isCritical ? [t('gantt.isCritical')] : []),
  ].join(', ');
  const deadline = task.deadlineAt !== null && !isMilestone && task.plannedEndAt !== null ? xOf(scale, wallOf(task.deadlineAt, timeZone)) : null;
  return (
    <>
      {deadline !== null && <span className={cx(s.deadline, isLate && s.lateMark)} style={{ left: deadline }} title={t('gantt.deadline')} aria-hidden="true" />}
      <span className={s.place} style={{ left: isMilestone ? left - 9 : left, width: isMilestone ? 18 : width }}>
        <button
          type="button"
          data-bar={task.id}
          data-focus=""
          className={cx(
            isMilestone ? s.milestone : s.bar,
            isCritical && s.critical,
            isLate && s.late,
            isMoving && s.moving,
            (task.state === 'done' || task.state === 'declined') && s.over,
            task.mayPlan && s.movable,
          )}
          aria-label={label}
          aria-describedby={describedBy}
          tabIndex={tabIndex}
          onPointerDown={(event) => actions.take(event, task, gripAt(event, span.look))}
          onClick={() => actions.open(task)}
          onKeyDown={onKey}
          onFocus={onFocus}
          onBlur={actions.leave}
        >
          {!isMilestone && done > 0 && <span className={s.done} style={{ width: `${done * 100}%` }} />}
          {!isMilestone && task.mayPlan && (
            <>
              <span className={s.edge} data-edge="from" />
              <span className={s.edge} data-edge="until" />
            </>
          )}
        </button>
        {(['from', 'until'] as const).map((end) => (
          <span
            key={end}
            className={s.dot}
            data-dot={end}
            data-of={task.id}
            title={t(`gantt.dot.${end}`)}
            onPointerDown={(event) => actions.link(event, task, end)}
          />
        ))}
        {isMoving && <span className={s.dates}>{dates}</span>}
      </span>
    </>
  );
}
