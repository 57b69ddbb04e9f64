import { type ById, endpoint, type Page } from '../core/endpoint.js';

/** Time that somebody worked on a task on one day. */
export interface TimeEntry {
  id: number;
  version: number;
  taskId: number;
  /** Null where the task may not be seen: heads see the time of their people, but not every task. */
  taskTitle: string | null;
  personId: number;
  /** `YYYY-MM-DD`. */
  day: string;
  minutes: number;
  note: string | null;
  /** When the timer began; null for what was entered by hand. */
  startedAt: string | null;
  /** Whether whoever asks may change it. */
  mayChange: boolean;
}

export interface Timer {
  taskId: number;
  taskTitle: string | null;
  startedAt: string;
}

/** What became of a timer that was stopped: one entry a day, and what found no place in a full or locked day. */
export interface StoppedTimer {
  entries: TimeEntry[];
  leftOutMinutes: number;
}

export interface TimeFilter {
  /** First and last day, both included. */
  from?: string;
  to?: string;
  personId?: number;
  taskId?: number;
  projectId?: number;
  /** What the tasks are about: both or neither. */
  aboutType?: string;
  aboutId?: number;
}

export const reportGroups = ['person', 'project', 'client', 'day', 'task'] as const;
export type ReportGroup = (typeof reportGroups)[number];

export interface ReportRow {
  /** Id of the person, project or task; `type:id` of the client; the day. Null: without any, or one that may not be seen. */
  key: string | null;
  title: string | null;
  minutes: number;
  entries: number;
}

export const timeEndpoints = {
  timer: endpoint<{ reply: { timer: Timer | null } }>()('GET', '/tasks/timer', 'tasks.task.read'),
  /** Begins to count for a task; what ran before is stopped and noted. */
  startTimer: endpoint<{ body: { taskId: number }; reply: { timer: Timer; stopped: StoppedTimer | null } }>()('POST', '/tasks/timer', 'tasks.task.change'),
  stopTimer: endpoint<{ body: { note?: string | null }; reply: StoppedTimer }>()('POST', '/tasks/timer/stop', 'tasks.task.change'),
  /** Lets the running timer go without an entry. */
  dropTimer: endpoint<{ reply: { timer: null } }>()('DELETE', '/tasks/timer', 'tasks.task.change'),
  /** The newest day first, with the minutes of all that the filter finds. */
  list: endpoint<{ query: TimeFilter & { after?: string; limit?: number }; reply: Page<TimeEntry> & { minutes: number } }>()(
    'GET',
    '/tasks/time',
    'tasks.task.read',
  ),
  /** `startedAt` as in the entry: of one that was removed and is entered again. */
  create: endpoint<{ body: { taskId: number; day: string; minutes: number; note?: string | null; startedAt?: string | null }; reply: TimeEntry }>()(
    'POST',
    '/tasks/time',
    'tasks.task.change',
    201,
  ),
  change: endpoint<{ params: ById; body: { day?: string; minutes?: number; note?: string | null; version?: number }; reply: TimeEntry }>()(
    'PATCH',
    '/tasks/time/:id',
    'tasks.task.change',
  ),
  /** Answers what was removed: entering it again takes it back. */
  remove: endpoint<{ params: ById; reply: TimeEntry }>()('DELETE', '/tasks/time/:id', 'tasks.task.change'),
  report: endpoint<{ query: TimeFilter & { by: ReportGroup }; reply: { items: ReportRow[]; minutes: number; entries: number } }>()(
    'GET',
    '/tasks/time/report',
    'tasks.task.read',
  ),
  /** The entries as a file, or with `by` a report of them. */
  export: endpoint<{ query: TimeFilter & { by?: ReportGroup; format?: string }; reply: unknown }>()('GET', '/tasks/time/export', 'tasks.task.export'),
  /** Nothing before the day can be entered, changed or removed any more; null: everything can. */
  lock: endpoint<{ reply: { before: string | null } }>()('GET', '/tasks/time/lock', 'tasks.task.read'),
  setLock: endpoint<{ body: { before: string | null }; reply: { before: string | null } }>()('PUT', '/tasks/time/lock', 'tasks.time.lock'),
};
