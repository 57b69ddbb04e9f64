import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { useRecordList } from '../../../core/records/use-records.js';

/** The tasks about one record, the newest first. */
export const useTaskListOf = (recordType: string, recordId: number) =>
  useRecordList<Task>('tasks.task', taskEndpoints.list, { aboutType: recordType, aboutId: recordId, sort: '-createdAt' });

/** How many tasks there are about a record. */
export const useTasksOf = (recordId: number, recordType: string): number | undefined => useTaskListOf(recordType, recordId).total;
