import { type ById, endpoint } from '../core/endpoint.js';
import type { dependencyKinds } from './endpoints.js';
import type { Priority } from './records.js';

/** More make no template. */
export const mostTemplateTasks = 200;
/** A task of a template is at most so many days from the first one. */
export const mostTemplateDays = 2600;
export const mostTemplateChecks = 100;

/** A point of a checklist, by the places of those above it in the list. */
export interface TemplateCheck {
  text: string;
  /** The place in the list of the point above it; null: it is a list of its own. */
  parent: number | null;
  personId: number | null;
}

/** A task as it is to be made. Days are working days after the day on which it is made; null: none is set. */
export interface TemplateTask {
  /** By which the tasks of one template name each other. */
  key: number;
  parent: number | null;
  title: string;
  /** Sanitised HTML. */
  description: string | null;
  priority: Priority;
  tags: string[];
  /** Null: whoever makes it. Those who are gone by then are left out. */
  ownerId: number | null;
  helperIds: number[];
  observerIds: number[];
  startInDays: number | null;
  endInDays: number | null;
  deadlineInDays: number | null;
  /** `HH:MM` of the deadline in the zone of the company. */
  deadlineClock: string;
  estimateMinutes: number | null;
  needsResult: boolean;
  needsAcceptance: boolean;
  mayMoveDeadline: boolean;
  /** Place of its stage in the project; null: the first. */
  stage: number | null;
  checks: TemplateCheck[];
}

/** What a template of a project has besides its tasks. */
export interface TemplateProject {
  description: string | null;
  visibility: 'open' | 'closed' | 'secret';
  colour: number | null;
  ownerId: number | null;
  moderatorIds: number[];
  memberIds: number[];
  departmentIds: number[];
  /** The end, in working days after the day on which it is made. */
  endInDays: number | null;
  stages: { name: string; colour: number | null; limit: number | null }[];
  dependencies: { from: number; to: number; kind: (typeof dependencyKinds)[number]; lagMinutes: number }[];
}

export interface TemplateLine {
  id: number;
  version: number;
  name: string;
  of: 'task' | 'project';
  /** Everybody who may create tasks has it; else only its owner. */
  shared: boolean;
  ownerId: number;
  taskCount: number;
  /** Whoever asks may change and delete it. */
  mayChange: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface Template extends TemplateLine {
  /** Those above come before those below; of a template of a task the first is the task itself. */
  tasks: TemplateTask[];
  /** Null for one of a task. */
  project: TemplateProject | null;
}

/** What is made of a template. */
export interface UseTemplate {
  /** The day from which days count, `YYYY-MM-DD`; today unless said. */
  startOn?: string;
  /** Another title of the task, or name of the project. */
  title?: string;
  /** In a project that is there, and about a record: of a template of a task only. */
  projectId?: number | null;
  aboutType?: string | null;
  aboutId?: number | null;
}

const right = 'tasks.task.create';

export const templateEndpoints = {
  /** One's own and those that are shared, by name. */
  list: endpoint<{ reply: { items: TemplateLine[] } }>()('GET', '/tasks/templates', right),
  get: endpoint<{ params: ById; reply: Template }>()('GET', '/tasks/templates/:id', right),
  /** Saves a task with its checklist and subtasks, or a project with its board and tasks; one of both is named. */
  create: endpoint<{ body: { name: string; shared?: boolean; taskId?: number; projectId?: number }; reply: Template }>()(
    'POST',
    '/tasks/templates',
    right,
    201,
  ),
  change: endpoint<{ params: ById; body: { version?: number; name?: string; shared?: boolean; tasks?: TemplateTask[] }; reply: Template }>()(
    'PATCH',
    '/tasks/templates/:id',
    right,
  ),
  remove: endpoint<{ params: ById; reply: TemplateLine }>()('DELETE', '/tasks/templates/:id', right),
  restore: endpoint<{ params: ById; reply: TemplateLine }>()('POST', '/tasks/templates/:id/restore', right),
  /** Makes the task with all below it, or the project with all in it: all or nothing. */
  use: endpoint<{ params: ById; body: UseTemplate; reply: { type: 'tasks.task' | 'tasks.project'; id: number; title: string; taskCount: number } }>()(
    'POST',
    '/tasks/templates/:id/use',
    right,
    201,
  ),
};
