import type { ImportRows } from '../../../core/imports/point.js';

/** A task of another system, in the columns of this import. */
export interface ForeignTask {
  /** Unique among all systems: a second import knows it by this. */
  id: string;
  title: string;
  description: string;
  state: string;
  priority: string;
  responsible: string;
  helpers: string;
  start: string;
  deadline: string;
  project: string;
  stage: string;
  /** The id or title of the task above it. */
  parent: string;
  tags: string;
  /** A line for each point: `- [x] text`, by two blanks more below another. */
  checklist: string;
  /** On the first row of a board: all its stages in their order, a line each. */
  stages: string;
  /** See {@link file://./said.ts}. */
  comments: string;
  /** `yes` for one that was archived. */
  archived: string;
}

const columns = [
  'title',
  'description',
  'state',
  'priority',
  'responsible',
  'helpers',
  'start',
  'deadline',
  'project',
  'stage',
  'parent',
  'tags',
  'checklist',
  'stages',
  'comments',
  'archived',
  'id',
] as const satisfies readonly (keyof ForeignTask)[];

/** Rows with the names of the targets as columns; titles longer than fit go on in the description. */
export const toRows = (tasks: readonly Partial<ForeignTask>[]): ImportRows => ({
  columns: [...columns],
  archived: tasks.filter(({ archived }) => archived === 'yes').length,
  rows: tasks.map((task) => columns.map((name) => (task[name] ?? '').replaceAll('\0', ''))),
});

/** What was written where this has no place for it, below what there is. */
export const withLine = (text: string, line: string): string => (line === '' ? text : text === '' ? line : `${text}\n${line}`);
