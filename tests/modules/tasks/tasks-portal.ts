import type { Role } from '../../../server/contracts/core/rights.js';
import type { Dialect } from '../../../server/core/db/database.js';
import type {} from '../../../server/modules/tasks/tables.js';
import { type Answer, startPortal, type TestPortal, type Visitor } from '../../support/portal.js';

/** @throws when the answer has another status, showing what it was. */
export async function expect(answer: Promise<Answer>, status: number): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`Expected ${status}, got ${got}: ${JSON.stringify(body)}`);
  return body;
}

/** Rights of somebody who works with tasks and projects, in one scope. */
export const working = (scope: 'own' | 'department' | 'all'): Role['grants'] => ({
  ...Object.fromEntries(['read', 'create', 'change', 'delete', 'export'].map((action) => [`tasks.task.${action}`, scope])),
  ...Object.fromEntries(['read', 'create', 'change', 'delete'].map((action) => [`tasks.project.${action}`, scope])),
});

/** A portal with tasks alone. */
export const startTasks = (t: { teardown(work: () => Promise<void>): void }, dialect: Dialect): Promise<TestPortal> =>
  startPortal(t, { dialect, modules: ['tasks'] });

export const newTask = async (who: Visitor, draft: Record<string, unknown>) => expect(who.api('POST', 'tasks/tasks', { title: 'Task', ...draft }), 201);
