import { type ById, endpoint } from '../core/endpoint.js';

/** How a task comes again: by the calendar, or so many days after it was closed. Days are those of the company. */
export interface RepeatDraft {
  /** RFC 5545, by days: `FREQ=WEEKLY;BYDAY=MO,TH`. One of this and `afterDays`. */
  rrule?: string;
  afterDays?: number;
  /** The day of the task itself, from which the rule counts; that of its deadline unless said. */
  startOn?: string;
  /** What falls on a day off comes on the next working day. */
  workingDaysOnly?: boolean;
  /** Makes none while the one before is open. */
  skipWhileOpen?: boolean;
  /** What was missed while the portal was off: the last one only, or every one. */
  catchUp?: 'one' | 'all';
  /** So many days before its day the task is made. */
  aheadDays?: number;
  /** Last day; and how many there are in all, the task itself among them. */
  until?: string | null;
  count?: number | null;
}

export interface Repeat extends RepeatDraft {
  /** The next day; null after the last one, and while the one before has to be closed first. */
  nextOn: string | null;
  made: number;
  endedAt: string | null;
  /** Why it ended before its time: the code of a refusal, such as `project-archived`. */
  failure: string | null;
  /** The same in words, in the language of whoever asks. */
  failureText: string | null;
}

export const recurrenceEndpoints = {
  get: endpoint<{ params: ById; reply: { repeat: Repeat | null } }>()('GET', '/tasks/tasks/:id/repeat', 'tasks.task.read'),
  set: endpoint<{ params: ById; body: RepeatDraft; reply: { repeat: Repeat | null } }>()('PUT', '/tasks/tasks/:id/repeat', 'tasks.task.change'),
  /** The tasks that were made stay. `only=this` takes this one out of its series, which goes on without it. */
  end: endpoint<{ params: ById; query: { only?: 'this' }; reply: { repeat: Repeat | null } }>()('DELETE', '/tasks/tasks/:id/repeat', 'tasks.task.change'),
  /** The next days that a rule gives, after its first. */
  preview: endpoint<{ body: RepeatDraft & { startOn: string }; reply: { days: string[] } }>()('POST', '/tasks/repeat/preview', 'tasks.task.read'),
};
