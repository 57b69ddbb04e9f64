import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkingHours } from '../../../../server/contracts/core/company.js';
import { type Grip, movedBy, plannedOn } from '../../../../server/contracts/tasks/chart-spans.js';
import type { ChartedTask } from '../../../../server/contracts/tasks/endpoints.js';
import { showError } from '../../../ui/feedback.js';
import type { Pending } from './pending.js';
import { instantsOf, type Times, wallTimesOf } from './zoned.js';

/** How long keys may rest before what they moved is stored, in milliseconds. */
const pause = 700;

interface MovesOptions {
  byId: ReadonlyMap<number, ChartedTask>;
  workingHours: WorkingHours;
  timeZone: string;
  move(task: ChartedTask, change: Partial<Times>): Promise<boolean>;
  setPending(pending: Pending | null): void;
}

export type Moves = ReturnType<typeof useMoves>;

/** Moves tasks by days: at once, or by keys, whose days are gathered as long as they are pressed. */
export function useMoves({ byId, workingHours, timeZone, move, setPending }: MovesOptions) {
  const { t } = useTranslation('tasks');
  const newest = useRef(byId);
  newest.current = byId;
  const store = useCallback(
    async ({ id: taskId }: ChartedTask, grip: Grip, days: number) => {
      // As it is now: it may have been moved since it was taken up.
      const task = newest.current.get(taskId);
      if (!task) return setPending(null);
      const change = movedBy(workingHours, wallTimesOf(task, timeZone), grip, days);
      setPending(null);
      if (change) await move(task, instantsOf(change, timeZone));
    },
    [move, setPending, timeZone, workingHours],
  );
  const plan = (task: ChartedTask, day: number) => move(task, instantsOf(plannedOn(workingHours, day, task.estimateMinutes), timeZone));

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const nudged = useRef<{ task: ChartedTask; grip: Grip; days: number } | null>(null);
  const settle = useCallback(() => {
    clearTimeout(timer.current);
    const one = nudged.current;
    nudged.current = null;
    if (one) void store(one.task, one.grip, one.days);
  }, [store]);
  // Who leaves has moved it all the same.
  const leave = useRef(settle);
  leave.current = settle;
  useEffect(() => () => leave.current(), []);
  const refuse = useCallback((task: ChartedTask) => showError({ text: t('gantt.mayNot', { title: task.title }) }), [t]);
  const nudge = (task: ChartedTask, grip: Grip, by: number) => {
    if (!task.mayPlan) return refuse(task);
    if (nudged.current && (nudged.current.task.id !== task.id || nudged.current.grip !== grip)) settle();
    const days = (nudged.current?.days ?? 0) + by;
    if (days !== 0 && !movedBy(workingHours, wallTimesOf(task, timeZone), grip, days)) return;
    nudged.current = { task, grip, days };
    setPending({ of: 'bar', task, grip, days });
    clearTimeout(timer.current);
    timer.current = setTimeout(settle, pause);
  };
  const isNudging = () => nudged.current !== null;
  /** Puts back what keys have moved and is not stored yet. */
  const unnudge = () => {
    clearTimeout(timer.current);
    nudged.current = null;
    setPending(null);
  };
  return { store, plan, refuse, nudge, settle, isNudging, unnudge };
}
