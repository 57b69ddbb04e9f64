import { invalidField } from '../http/problem.js';
import { fieldOf, type ListRequest } from './filters.js';
import type { Kind } from './kind.js';

/** Where a record stands in the order of a list. */
export interface Position {
  value: number | string | null;
  id: number;
}

export const encodeCursor = (sort: ListRequest['sort'], position: Position) =>
  Buffer.from(JSON.stringify([sort.field, sort.descending ? 1 : 0, position.value, position.id])).toString('base64url');

/** Whether the column of a field that lists are sorted by holds text; the others hold whole numbers. */
const holdsText = (kind: Kind, field: string): boolean => ['text', 'longText', 'choice', 'day', 'instant'].includes(fieldOf(kind, field)?.kind ?? '');

/** @throws Refusal 422 for what is no cursor, or that of another order. */
export function decodeCursor(kind: Kind, sort: ListRequest['sort'], cursor: string): Position {
  try {
    const [field, descending, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, number, number | string | null, number];
    const fits =
      field === sort.field &&
      descending === (sort.descending ? 1 : 0) &&
      Number.isSafeInteger(id) &&
      (value === null || (holdsText(kind, sort.field) ? typeof value === 'string' && !value.includes('\0') : Number.isSafeInteger(value)));
    if (fits) return { value, id };
  } catch {
    // Not one of our cursors: answered below like one that belongs to another order.
  }
  throw invalidField('after', 'cursor');
}
