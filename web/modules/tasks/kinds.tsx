import { taskEndpoints } from '../../../server/contracts/tasks/endpoints.js';
import { type Task, task } from '../../../server/contracts/tasks/records.js';
import { createdColumn } from '../../core/records/columns.js';
import type { ListKind } from '../../core/records/list-kind.js';
import { Owner, ReferenceName } from '../../ui/cells.js';
import { When } from '../../ui/ui-context.js';
import { AboutChip } from './about/about-chip.js';
import { Deadline, Priority, StateTag } from './tasks/state.js';
import { TitleCell } from './tasks/title-cell.js';
import { useTaskDefs } from './tasks/use-task-defs.js';

export const taskKind: ListKind<Task> = {
  name: 'task',
  declaration: task,
  icon: 'check',
  endpoints: taskEndpoints,
  useDefs: useTaskDefs,
  bulkFields: ['ownerId', 'deadlineAt', 'priority', 'projectId', 'tags'],
  made: { about: ['aboutTitle'] },
  unlisted: [
    ...['aboutType', 'aboutId', 'stageId', 'position', 'workingDaysOnly', 'mayMoveDeadline', 'needsResult', 'needsAcceptance'],
    ...['checkCount', 'checkDoneCount', 'subtaskCount', 'subtaskDoneCount'],
  ],
  exported: ['descriptionText', 'helperIds', 'plannedStartAt', 'estimateMinutes', 'parentId', 'stageName', 'checklist', 'aboutRecord', 'tags', 'id'],
  sort: '-createdAt',
  titleOf: (r) => r.title,
  foot: { count: 'title' },
  columns: (label) => [
    { id: 'title', label: label('title'), width: 280, grow: 2, always: true, card: 'title', render: (r) => <TitleCell task={r} /> },
    { id: 'state', label: label('state'), width: 170, card: 'line', render: (r) => <StateTag state={r.state} /> },
    { id: 'deadlineAt', label: label('deadlineAt'), width: 150, sortable: true, sorts: 'day', card: 'end', render: (r) => <Deadline task={r} /> },
    { id: 'priority', label: label('priority'), width: 110, card: 'line', render: (r) => <Priority value={r.priority} /> },
    { id: 'ownerId', label: label('ownerId'), width: 170, card: 'line', render: (r) => <Owner id={r.ownerId} /> },
    { id: 'projectId', label: label('projectId'), width: 170, card: 'line', render: (r) => <ReferenceName type="tasks.project" id={r.projectId} /> },
    { id: 'about', label: label('aboutTitle'), width: 180, card: 'hide', render: (r) => <AboutChip task={r} plain /> },
    { id: 'tags', label: label('tags'), width: 140, hidden: true, card: 'hide', render: (r) => r.tags.join(', ') },
    { id: 'creatorId', label: label('creatorId'), width: 160, hidden: true, card: 'hide', render: (r) => <Owner id={r.creatorId} /> },
    createdColumn(label('createdAt'), { hidden: true }),
    {
      id: 'closedAt',
      label: label('closedAt'),
      width: 130,
      sortable: true,
      sorts: 'day',
      hidden: true,
      card: 'hide',
      render: (r) => (r.closedAt ? <When at={r.closedAt} /> : null),
    },
  ],
};
