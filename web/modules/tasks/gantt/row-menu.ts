import type { TFunction } from 'i18next';
import type { Grip, Span } from '../../../../server/contracts/tasks/chart-spans.js';
import type { ChartedTask } from '../../../../server/contracts/tasks/endpoints.js';
import type { Entry } from '../../../ui/action-menu.js';
import type { Moves } from './use-moves.js';

interface RowMenuOptions {
  /** Where the task stands; null without dates. */
  span: Span | null;
  moves: Moves;
  open(task: ChartedTask): void;
  /** Shows what it depends on. */
  ask(task: ChartedTask): void;
}

/** What the menu of a task on a chart offers. */
export function rowMenu(t: TFunction<'tasks'>, task: ChartedTask, { span, moves: { store, refuse }, open, ask }: RowMenuOptions): Entry[] {
  const by = (grip: Grip, days: number) => () => (task.mayPlan ? void store(task, grip, days) : refuse(task));
  return [
    { id: 'open', label: t('gantt.open'), icon: 'external', onSelect: () => open(task) },
    { id: 'links', label: t('gantt.links'), icon: 'link', onSelect: () => ask(task) },
    ...(span && task.mayPlan
      ? [
          'line' as const,
          { id: 'later', label: t('gantt.later'), icon: 'right' as const, onSelect: by('whole', 1) },
          { id: 'earlier', label: t('gantt.earlier'), icon: 'left' as const, onSelect: by('whole', -1) },
          ...(span.look === 'bar'
            ? [
                { id: 'longer', label: t('gantt.longer'), icon: 'plus' as const, onSelect: by('until', 1) },
                { id: 'shorter', label: t('gantt.shorter'), icon: 'minus' as const, onSelect: by('until', -1) },
                { id: 'sooner', label: t('gantt.sooner'), icon: 'left' as const, onSelect: by('from', -1) },
                { id: 'delayed', label: t('gantt.delayed'), icon: 'right' as const, onSelect: by('from', 1) },
              ]
            : []),
        ]
      : []),
  ];
}
