import { parseQuickEntry } from '../../../contracts/tasks/quick-entry.js';
import type { Project, Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { clockIn } from '../../../core/db/working-days.js';
import { invalidField } from '../../../core/http/problem.js';
import { isVisible } from '../../../core/http/visible.js';
import { list } from '../../../core/records/list.js';
import { project } from '../kinds.js';
import type { Tasks } from '../run.js';
import { createTask } from './save.js';

/** Makes a task of one line, as it is understood for whoever wrote it. @throws Refusal 422 on `text` where no title is left. */
export async function quickTask(tasks: Tasks, actor: Actor, { text, ignored = [] }: { text: string; ignored?: string[] }): Promise<Task> {
  const { timeZone } = actor;
  const instant = tasks.now();
  const people = tasks.access
    .everybody()
    .filter((one) => tasks.access.may(one, 'tasks.task.read'))
    .map((one) => ({ id: one.personId as number, name: one.name }));
  const { items } = tasks.access.may(actor, 'tasks.project.read')
    ? await list<Project>(tasks.records, actor, project, { 'archivedAt.empty': 'true', limit: '200' })
    : { items: [] };
  const found = parseQuickEntry(text, { now: { day: dayIn(timeZone, instant), time: clockIn(timeZone, instant) }, people, projects: items, ignored });
  if (!isVisible(found.title)) throw invalidField('text', 'required');
  if (found.title.length > 250) throw invalidField('text', 'too-long', { max: 250 });
  const [ownerId, ...helperIds] = found.personIds;
  const draft = {
    title: found.title,
    tags: found.tags,
    ...(found.priority === null ? {} : { priority: found.priority }),
    ...(ownerId === undefined ? {} : { ownerId, helperIds }),
    ...(found.projectId === null ? {} : { projectId: found.projectId }),
    ...(found.deadline === null
      ? {}
      : { deadlineAt: instantAt(found.deadline.day, found.deadline.time ?? tasks.settings.company().workingHours.to, timeZone) }),
  };
  return tasks.db.write((tx) => createTask(tasks, tx, actor, draft));
}
