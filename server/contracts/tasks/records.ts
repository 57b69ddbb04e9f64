import { declareRecord, type RecordOf } from '../core/fields.js';
import { openStates, states } from './steps.js';

const priorityNames = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorityNames)[number];

/** The right without which nobody is made responsible, helper or member: whoever is to work on something must be able to see tasks at all. */
export const worksWithTasks = 'tasks.task.read';
const holding = worksWithTasks;

export const task = declareRecord({
  type: 'tasks.task',
  module: 'tasks',
  plural: 'tasks',
  table: 'tasks_tasks',
  title: 'title',
  owner: 'ownerId',
  stage: 'stageId',
  people: {
    table: 'tasks_people',
    roles: { creatorId: ['read', 'create', 'change', 'delete', 'export'], helperIds: ['read', 'export'], observerIds: ['read', 'export'] },
  },
  container: 'projectId',
  about: { type: 'aboutType', id: 'aboutId', title: 'aboutTitle' },
  ends: { field: 'state', open: openStates, at: 'closedAt' },
  fields: {
    title: { kind: 'text', max: 250, required: true, searchable: true, importable: true },
    /** Sanitised as comments are; see {@link file://../core/comments.ts}. */
    description: { kind: 'longText', max: 40_000, rich: true },
    /** The same without marks. */
    descriptionText: { kind: 'longText', max: 40_000, readOnly: true, searchable: true },
    /** Changed by the steps alone, see {@link file://./steps.ts}. */
    state: { kind: 'choice', options: states, readOnly: true, filterable: true },
    priority: { kind: 'choice', options: priorityNames, filterable: true, importable: true },
    /** Who set it: whoever made it, or in whose name the portal did. */
    creatorId: { kind: 'person', readOnly: true, filterable: true },
    ownerId: { kind: 'person', holding, filterable: true, importable: true },
    helperIds: { kind: 'people', most: 50, holding, filterable: true },
    observerIds: { kind: 'people', most: 50, holding, filterable: true },
    deadlineAt: { kind: 'instant', filterable: true, sortable: true },
    plannedStartAt: { kind: 'instant', filterable: true },
    plannedEndAt: { kind: 'instant', filterable: true },
    estimateMinutes: { kind: 'int', min: 1, max: 6_000_000, unit: 'minutes' },
    projectId: { kind: 'ref', type: 'tasks.project', filterable: true },
    /** A stage of the project's board; moved there by `move`. Null without a project. */
    stageId: { kind: 'int', min: 1, createOnly: true, filterable: true },
    parentId: { kind: 'ref', type: 'tasks.task', filterable: true },
    tags: { kind: 'words', max: 40, most: 20, filterable: true, searchable: true },
    /** Any record of any module that it is about, both or neither; its title is remembered for the days when its module is off. */
    aboutType: { kind: 'text', max: 80, filterable: true },
    aboutId: { kind: 'int', min: 1, filterable: true },
    aboutTitle: { kind: 'text', max: 250, readOnly: true },
    /** It can be completed with a result only: a text, or files. */
    needsResult: { kind: 'yesNo' },
    result: { kind: 'longText', max: 20_000, readOnly: true },
    resultFileIds: { kind: 'json', readOnly: true },
    /** Done is when the creator has accepted it. */
    needsAcceptance: { kind: 'yesNo' },
    /** Deadlines and planned days that fall on days off move to the next working day. */
    workingDaysOnly: { kind: 'yesNo' },
    /** Whether the responsible may move the deadline, and not only whoever set the task. */
    mayMoveDeadline: { kind: 'yesNo' },
    /** Order on boards, ascending; set by `move`. */
    position: { kind: 'int', readOnly: true, sortable: true },
    startedAt: { kind: 'instant', readOnly: true, filterable: true },
    /** When it was completed, declined, or accepted. */
    closedAt: { kind: 'instant', readOnly: true, filterable: true, sortable: true },
    deferredUntil: { kind: 'instant', readOnly: true, filterable: true },
    /** Why it was sent back, deferred or declined last. */
    reason: { kind: 'longText', max: 2000, readOnly: true },
    subtaskCount: { kind: 'int', readOnly: true },
    subtaskDoneCount: { kind: 'int', readOnly: true },
    checkCount: { kind: 'int', readOnly: true },
    checkDoneCount: { kind: 'int', readOnly: true },
  },
});
export type Task = RecordOf<typeof task>;

export const project = declareRecord({
  type: 'tasks.project',
  module: 'tasks',
  plural: 'projects',
  table: 'tasks_projects',
  title: 'name',
  owner: 'ownerId',
  container: 'id',
  fields: {
    name: { kind: 'text', max: 120, required: true, searchable: true },
    description: { kind: 'longText', max: 20_000, searchable: true },
    /** open: everybody who works with tasks reads it and its tasks; closed: everybody knows of it; secret: only its people do. */
    visibility: { kind: 'choice', options: ['open', 'closed', 'secret'], filterable: true },
    ownerId: { kind: 'person', holding, filterable: true },
    moderatorIds: { kind: 'people', most: 50, holding, filterable: true },
    memberIds: { kind: 'people', most: 500, holding, filterable: true },
    /** Departments whose people, and those of departments below, are members. */
    departmentIds: { kind: 'json' },
    startOn: { kind: 'day', filterable: true },
    endOn: { kind: 'day', filterable: true },
    /** 1 … 8: one of the stage colours of the look. */
    colour: { kind: 'int', min: 1, max: 8 },
    /** Archived projects take no new tasks; null: at work. */
    archivedAt: { kind: 'instant', readOnly: true, filterable: true },
    taskCount: { kind: 'int', readOnly: true },
    doneCount: { kind: 'int', readOnly: true },
  },
});
export type Project = RecordOf<typeof project>;

/** A column of a project's board. */
export interface ProjectStage {
  id: number;
  name: string;
  /** 1 … 8. */
  colour: number | null;
  /** So many open tasks at most; null: as many as come. One over it is taken, and shown. */
  limit: number | null;
  position: number;
}
