import { taskEndpoints } from '../../../server/contracts/tasks/endpoints.js';
import { type Task, task } from '../../../server/contracts/tasks/records.js';
import type { ListKind } from '../../core/records/list-kind.js';
import { Owner } from '../../ui/cells.js';
import { When } from '../../ui/ui-context.js';

export const taskKind: ListKind<Task> = {
  name: 'task',
  declaration: task,
  icon: 'check',
  endpoints: taskEndpoints,
  bulkFields: ['ownerId'],
  sort: '-createdAt',
  titleOf: (r) => r.title,
  foot: { count: 'title' },
  columns: (label) => [
    { id: 'title', label: label('title'), width: 280, grow: 1, always: true, card: 'title', render: (r) => r.title },
    { id: 'ownerId', label: label('ownerId'), width: 180, card: 'line', render: (r) => <Owner id={r.ownerId} /> },
    { id: 'createdAt', label: label('createdAt'), width: 140, sortable: true, sorts: 'day', card: 'end', render: (r) => <When at={r.createdAt} /> },
  ],
};
