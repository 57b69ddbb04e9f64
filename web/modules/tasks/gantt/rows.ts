import type { ChartedTask } from '../../../../server/contracts/tasks/endpoints.js';
import type { ProjectStage } from '../../../../server/contracts/tasks/records.js';
import { firstOf, lastOf } from './zoned.js';

interface Group {
  key: string;
  stage: Pick<ProjectStage, 'id' | 'name' | 'colour'>;
  count: number;
  isClosed: boolean;
}
export interface TaskRow {
  key: string;
  task: ChartedTask;
  depth: number;
  /** Has others below it, which are shown unless it is closed. */
  isParent: boolean;
  isClosed: boolean;
  /** From the first to the last of those below, where it has no dates of its own. */
  sum: { from: string; until: string } | null;
}
export type GanttRow = Group | TaskRow;
export const isTaskRow = (row: GanttRow): row is TaskRow => 'task' in row;

export interface Layout {
  rows: GanttRow[];
  /** Tasks without dates, with nothing below them that has some. */
  tray: ChartedTask[];
}

/** Those of the tasks that lie right below others, in the same order. */
function childrenOf(tasks: readonly ChartedTask[]): Map<number, ChartedTask[]> {
  const children = new Map<number, ChartedTask[]>();
  for (const task of tasks) {
    if (task.parentId === null) continue;
    const beside = children.get(task.parentId);
    if (beside) beside.push(task);
    else children.set(task.parentId, [task]);
  }
  return children;
}

/** The first and the last moment of a task and all below it; instants as texts sort by time. */
function reach(task: ChartedTask, children: ReadonlyMap<number, readonly ChartedTask[]>): { from: string; until: string } | null {
  let [from, until] = [firstOf(task), lastOf(task)];
  for (const child of children.get(task.id) ?? []) {
    const below = reach(child, children);
    if (!below) continue;
    if (from === null || below.from < from) from = below.from;
    if (until === null || below.until > until) until = below.until;
  }
  return from === null || until === null ? null : { from, until };
}

/**
 * The rows of a chart: subtasks below their parents, in a project all below its stages.
 * @param rank of a task among those beside it; what has none comes last. @param closed keys of rows whose insides are hidden.
 */
export function rowsOf(
  tasks: readonly ChartedTask[],
  stages: readonly Group['stage'][] | null,
  closed: ReadonlySet<string>,
  rank: ReadonlyMap<number, number>,
): Layout {
  const ids = new Set(tasks.map(({ id }) => id));
  const ordered = [...tasks].sort((a, b) => (rank.get(a.id) ?? Number.MAX_SAFE_INTEGER) - (rank.get(b.id) ?? Number.MAX_SAFE_INTEGER) || a.id - b.id);
  const children = childrenOf(ordered);
  const tops = ordered.filter(({ parentId }) => parentId === null || !ids.has(parentId));
  const rows: GanttRow[] = [];
  const tray: ChartedTask[] = [];
  const add = (task: ChartedTask, depth: number, isHidden: boolean): void => {
    const within = reach(task, children);
    const below = (children.get(task.id) ?? []).filter((child) => reach(child, children) !== null);
    if (!within) tray.push(task);
    else if (!isHidden) {
      const key = `task ${task.id}`;
      rows.push({ key, task, depth, isParent: below.length > 0, isClosed: closed.has(key), sum: firstOf(task) === null ? within : null });
    }
    for (const child of children.get(task.id) ?? []) add(child, depth + 1, isHidden || closed.has(`task ${task.id}`));
  };
  if (!stages) for (const task of tops) add(task, 0, false);
  else
    for (const stage of stages) {
      const own = tops.filter(({ stageId }) => stageId === stage.id);
      const key = `stage ${stage.id}`;
      const at = rows.length;
      for (const task of own) add(task, 1, closed.has(key));
      const count = own.filter((task) => reach(task, children) !== null).length;
      if (count > 0) rows.splice(at, 0, { key, stage, count, isClosed: closed.has(key) });
    }
  return { rows, tray };
}

/** The order in which tasks are shown first: by their beginning. What is moved later keeps its place; what is new comes last. */
export function rankBy(tasks: readonly ChartedTask[], before: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const unknown = tasks.filter(({ id }) => !before.has(id));
  if (unknown.length === 0) return before;
  const children = childrenOf(tasks);
  // Instants as texts sort by time; a letter comes after all of them.
  const beginnings = new Map(unknown.map((task) => [task, firstOf(task) ?? reach(task, children)?.from ?? 'none']));
  const begins = (task: ChartedTask) => beginnings.get(task) ?? '';
  unknown.sort((a, b) => (begins(a) < begins(b) ? -1 : begins(a) > begins(b) ? 1 : a.id - b.id));
  return new Map([...before, ...unknown.map(({ id }, n): [number, number] => [id, before.size + n])]);
}
