import type { ImportFormat } from '../../../core/imports/point.js';
import { toRows } from './rows.js';

/** An export of a project of Asana. Parents are named by their title. */
export const asana: ImportFormat = {
  id: 'asana',
  of: 'rows',
  recognises: (columns) => columns.includes('Task ID') && columns.includes('Name') && columns.some((name) => name === 'Section/Column' || name === 'Projects'),
  convert: (rows) =>
    toRows(
      rows.map((row) => ({
        id: (row['Task ID'] ?? '').trim() === '' ? '' : `asana:${(row['Task ID'] ?? '').trim()}`,
        title: row.Name ?? '',
        description: row.Notes ?? '',
        state: (row['Completed At'] ?? '').trim() === '' ? 'new' : 'done',
        responsible: (row['Assignee Email'] ?? '').trim() || (row.Assignee ?? ''),
        start: row['Start Date'] ?? '',
        deadline: row['Due Date'] ?? '',
        project: (row.Projects ?? '').split(',')[0]?.trim() ?? '',
        stage: row['Section/Column'] ?? '',
        parent: row['Parent task'] ?? row['Parent Task'] ?? '',
        tags: (row.Tags ?? '')
          .split(',')
          .map((tag) => tag.trim())
          .filter(Boolean)
          .join('; '),
      })),
    ),
};
