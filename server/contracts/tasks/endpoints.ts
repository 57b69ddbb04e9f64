import { bulkEndpoints } from '../core/bulk.js';
import { type ById, endpoint, type ListQuery, recordEndpoints } from '../core/endpoint.js';
import { exportEndpoints } from '../core/export.js';
import type { TimelineEntry } from '../core/timeline.js';
import { type Project, type ProjectStage, project, type Task, task } from './records.js';
import type { OpenStep, Power, TaskRole } from './steps.js';

/** What is open on one task to whoever asks. */
export interface TaskSteps {
  as: TaskRole[];
  steps: OpenStep[];
  powers: Record<Power, boolean>;
}

/** Every step takes the version that it was decided on. */
interface OnVersion {
  version?: number;
}

const on = <B>(step: string) => endpoint<{ params: ById; body: OnVersion & B; reply: Task }>()('POST', `/tasks/tasks/:id/${step}`, 'tasks.task.change');

export interface BoardColumn {
  stageId: number;
  count: number;
  next: string | null;
  items: Task[];
}

export const deadlineColumns = ['overdue', 'today', 'this-week', 'next-week', 'later', 'none'] as const;

/** A column of the board by deadline; open tasks only, each in one column. */
export interface DeadlineColumn {
  key: (typeof deadlineColumns)[number];
  count: number;
  next: string | null;
  items: Task[];
  /** The deadline that a task has when it is put here: null takes it away; undefined: it cannot be put here. */
  dropAt?: string | null;
}

/** The times of a task, as they are set together. */
export interface TaskTimes {
  id: number;
  version: number;
  plannedStartAt: string | null;
  plannedEndAt: string | null;
  deadlineAt: string | null;
}

/** What a chart over time draws of a task. */
export interface ChartedTask
  extends TaskTimes,
    Pick<
      Task,
      'title' | 'state' | 'ownerId' | 'stageId' | 'parentId' | 'estimateMinutes' | 'subtaskCount' | 'subtaskDoneCount' | 'checkCount' | 'checkDoneCount'
    > {
  /** Whether whoever asks may plan it, and move its deadline. */
  mayPlan: boolean;
  mayMoveDeadline: boolean;
}

/** More tasks are not drawn in one chart. */
export const mostCharted = 2000;

export interface PlannedTask {
  taskId: number;
  /** `YYYY-MM-DD`. */
  day: string;
  position: number;
}

export interface TaskCounts {
  /** Open tasks: mine, where I help, that I set for others, that I watch. */
  mine: number;
  helping: number;
  set: number;
  watching: number;
  /** Mine: past their deadline, and due within a day. */
  overdue: number;
  almost: number;
  /** Waiting for my acceptance. */
  waiting: number;
}

export const taskEndpoints = {
  ...recordEndpoints(task),
  ...bulkEndpoints(task),
  ...exportEndpoints(task),
  timeline: endpoint<{ params: ById; query: { limit?: number; before?: number }; reply: { items: TimelineEntry[]; next: number | null } }>()(
    'GET',
    '/tasks/tasks/:id/timeline',
    'tasks.task.read',
  ),
  /** What whoever asks may do now. */
  steps: endpoint<{ params: ById; reply: TaskSteps }>()('GET', '/tasks/tasks/:id/steps', 'tasks.task.read'),
  start: on('start'),
  pause: on('pause'),
  /** After a pause, or what was deferred. */
  resume: on('resume'),
  /** `fileIds`: files that this person brought and that are nobody's yet; they are put to the task. */
  complete: on<{ result?: string; fileIds?: number[] }>('complete'),
  accept: on('accept'),
  sendBack: on<{ reason: string }>('send-back'),
  /** Until an instant, or until somebody resumes it. */
  defer: on<{ until?: string | null; reason?: string }>('defer'),
  decline: on<{ reason: string }>('decline'),
  /** To another responsible; the one before goes on watching. */
  delegate: on<{ ownerId: number; reason?: string }>('delegate'),
  /** What is done, declined or waiting for acceptance is to be done again. */
  reopen: on('reopen'),
  /** Onto a stage of its project's board and between two tasks there: before `before`, or at the end. */
  move: on<{ stageId?: number; before?: number | null }>('move'),
  /** Begins or ends watching it. */
  watch: endpoint<{ params: ById; body: { on: boolean }; reply: Task }>()('POST', '/tasks/tasks/:id/watch', 'tasks.task.read'),
  /** The board of a project: `projectId`, and filters as of the list; `limit` cards a column. */
  board: endpoint<{ query: ListQuery; reply: { columns: BoardColumn[] } }>()('GET', '/tasks/tasks/board', 'tasks.task.read'),
  /** Open tasks by deadline, with filters as of the list; `column` and `after` for more of one. */
  deadlines: endpoint<{ query: ListQuery; reply: { columns: DeadlineColumn[] } }>()('GET', '/tasks/tasks/deadlines', 'tasks.task.read'),
  counts: endpoint<{ reply: TaskCounts }>()('GET', '/tasks/tasks/counts', 'tasks.task.read'),
  /** Makes a task of one line, see {@link file://./quick-entry.ts}; `ignored`: chips that are meant as plain words. */
  quick: endpoint<{ body: { text: string; ignored?: string[] }; reply: Task }>()('POST', '/tasks/tasks/quick', 'tasks.task.create', 201),
  /**
   * Sets its times and pushes what depends on it, as far as whoever asks may; answers all that changed, this task first, and what
   * `times` takes to set all of them back.
   */
  reschedule: endpoint<{
    params: ById;
    body: OnVersion & Partial<Omit<TaskTimes, 'id' | 'version'>>;
    reply: { items: Task[]; undo: TaskTimes[] };
  }>()('POST', '/tasks/tasks/:id/reschedule', 'tasks.task.change'),
  /** Sets the times of several tasks, all or none, and pushes nothing. */
  times: endpoint<{ body: { items: TaskTimes[] }; reply: { items: Task[] } }>()('POST', '/tasks/tasks/times', 'tasks.task.change'),
  /** The first tasks that a list with these filters finds, as a chart draws them, with what holds them together; `more`: there are others. */
  chart: endpoint<{ query: ListQuery; reply: { tasks: ChartedTask[]; links: Dependency[]; more: boolean } }>()('GET', '/tasks/tasks/chart', 'tasks.task.read'),
};

/** A point of a task's checklists; those without a parent and with points below them are the lists. */
export interface Check {
  id: number;
  taskId: number;
  parentId: number | null;
  text: string;
  position: number;
  doneAt: string | null;
  doneBy: number | null;
  personId: number | null;
  /** Files at the task that belong to this point. */
  fileIds: number[];
}
export interface CheckDraft {
  text: string;
  parentId?: number | null;
  /** The point of the same parent before which it stands; null or nothing: at the end. */
  before?: number | null;
  personId?: number | null;
  fileIds?: number[];
}

const oneCheck = <S extends object>(method: 'PATCH' | 'DELETE' | 'POST', path: string) =>
  endpoint<{ params: ById; reply: Check } & S>()(method, `/tasks/checks/:id${path}`, 'tasks.task.change');

/** Whoever may read a task reads its checklists; who works on it or set it ticks and changes them. */
export const checkEndpoints = {
  /** All points of a task, each after its parent, in their order. */
  list: endpoint<{ params: ById; reply: { items: Check[] } }>()('GET', '/tasks/tasks/:id/checks', 'tasks.task.read'),
  add: endpoint<{ params: ById; body: CheckDraft; reply: Check }>()('POST', '/tasks/tasks/:id/checks', 'tasks.task.change', 201),
  change: oneCheck<{ body: Partial<CheckDraft> & { done?: boolean } }>('PATCH', ''),
  /** With all below it. */
  remove: oneCheck<object>('DELETE', ''),
  restore: oneCheck<object>('POST', '/restore'),
};

/** How two tasks hang together: the second begins or ends after the first begins or ends. */
export const dependencyKinds = ['end-start', 'start-start', 'end-end', 'start-end'] as const;
export interface Dependency {
  id: number;
  /** The task that comes first. */
  fromId: number;
  toId: number;
  kind: (typeof dependencyKinds)[number];
  /** Minutes of working time in between; fewer than none: they overlap. */
  lagMinutes: number;
}
/** The other task is null where whoever asks may not see it. */
export interface ListedDependency extends Omit<Dependency, 'fromId' | 'toId'> {
  fromId: number | null;
  toId: number | null;
}
export const dependencyEndpoints = {
  /** Those of one task, or with `projectId` of all tasks of a project, of these only those between tasks that whoever asks may see. */
  list: endpoint<{ query: { taskId?: number; projectId?: number }; reply: { items: ListedDependency[] } }>()('GET', '/tasks/dependencies', 'tasks.task.read'),
  /** @throws 422 on `toId` where tasks would come to wait for each other in a circle. */
  create: endpoint<{ body: Omit<Dependency, 'id' | 'lagMinutes'> & { lagMinutes?: number }; reply: Dependency }>()(
    'POST',
    '/tasks/dependencies',
    'tasks.task.change',
    201,
  ),
  change: endpoint<{ params: ById; body: Partial<Pick<Dependency, 'kind' | 'lagMinutes'>>; reply: Dependency }>()(
    'PATCH',
    '/tasks/dependencies/:id',
    'tasks.task.change',
  ),
  remove: endpoint<{ params: ById; reply: Dependency }>()('DELETE', '/tasks/dependencies/:id', 'tasks.task.change'),
};

/** What somebody keeps for themselves about tasks. */
export const myTaskEndpoints = {
  /** One's own plan between two days, both included, with the tasks that it names. */
  plan: endpoint<{ query: { from: string; to: string }; reply: { items: PlannedTask[]; tasks: Task[] } }>()('GET', '/tasks/plan', 'tasks.task.read'),
  /** Puts a task onto a day of one's own plan, before another or at the end; `day` null takes it off. */
  planTask: endpoint<{ params: ById; body: { day: string | null; before?: number | null }; reply: { items: PlannedTask[] } }>()(
    'PUT',
    '/tasks/plan/:id',
    'tasks.task.read',
  ),
  marks: endpoint<{ reply: { favourites: number[] } }>()('GET', '/tasks/marks', 'tasks.task.read'),
  mark: endpoint<{ params: ById; body: { favourite: boolean }; reply: { favourites: number[] } }>()('PUT', '/tasks/marks/:id', 'tasks.task.read'),
};

export const projectEndpoints = {
  ...recordEndpoints(project),
  /** The columns of its board, in their order. */
  stages: endpoint<{ params: ById; reply: { items: ProjectStage[] } }>()('GET', '/tasks/projects/:id/stages', 'tasks.project.read'),
  /** All columns as they are to be, in their order: those without `id` are new, those left out go and their tasks to `moveTo`. */
  setStages: endpoint<{
    params: ById;
    body: { stages: { id?: number; name: string; colour?: number | null; limit?: number | null }[]; moveTo?: number };
    reply: { items: ProjectStage[] };
  }>()('PUT', '/tasks/projects/:id/stages', 'tasks.project.change'),
  archive: endpoint<{ params: ById; reply: Project }>()('POST', '/tasks/projects/:id/archive', 'tasks.project.change'),
  unarchive: endpoint<{ params: ById; reply: Project }>()('POST', '/tasks/projects/:id/unarchive', 'tasks.project.change'),
};
