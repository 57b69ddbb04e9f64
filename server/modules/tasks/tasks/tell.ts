import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { mentionsIn } from '../../../core/comments/rich-text.js';
import type { Tx } from '../../../core/db/database.js';
import { takenParams } from '../../../core/notify/taken.js';
import { reaches } from '../../../core/records/context.js';
import { type Row, toRow } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

const refOf = (of: Pick<Task, 'id'>) => ({ type: task.type, id: of.id });

/** Who had a task and who has it now, by name, for its timeline. */
export async function handed(tx: Tx, from: number | null, to: number | null): Promise<Record<string, unknown>> {
  const people = await tx.q
    .selectFrom('people')
    .select(['id', 'name'])
    .where('id', 'in', [from ?? 0, to ?? 0])
    .execute();
  const named = (id: number | null) => people.find((one) => one.id === id) ?? null;
  return { from: named(from), to: named(to) };
}

/** What happens inside a task: only its own timeline says so. */
const inside: ReadonlySet<string> = new Set(['checked', 'moved']);

/**
 * Writes what happened onto the task's timeline, and onto that of what it is about: there without titles, and without what somebody
 * wrote (`reason`, `result`), since not everybody there may see the task.
 */
export async function note(tasks: Tasks, tx: Tx, actor: Actor, of: Task, what: string, data: Record<string, unknown> = {}): Promise<void> {
  const about = of.aboutType !== null && of.aboutId !== null && !inside.has(what) ? [{ type: of.aboutType, id: of.aboutId }] : [];
  const { reason, result, ...open } = data;
  const isWritten = reason !== undefined || result !== undefined;
  const entry = { kind: `tasks.task.${what}`, data: { ...data, taskId: of.id }, ...(isWritten ? { openData: { ...open, taskId: of.id } } : {}) };
  await noteOnTimeline(tasks.records, tx, actor, refOf(of), entry, about);
}

/** Tells people of a task; nobody of what they did themselves at the screen. */
export async function tell(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  of: Task,
  people: readonly (number | null)[],
  what: string,
  params: Record<string, unknown> = {},
): Promise<void> {
  const others = [...new Set(people)].filter((id): id is number => id !== null && (id !== actor.personId || actor.byToken === true));
  if (others.length === 0) return;
  const by = actor.system ? {} : { actor: actor.name };
  await tasks.notify.notify(tx, others, { code: `tasks.task.${what}`, params: { title: of.title, ...by, ...params }, record: refOf(of) });
}

/** Tells whoever had a task until this change, and those whom it came to: its responsible, helpers and observers, and those whom its description mentions. */
export async function tellArrivals(tasks: Tasks, tx: Tx, actor: Actor, before: Task | null, after: Task): Promise<void> {
  const told = new Set<number | null>();
  if (after.ownerId !== (before?.ownerId ?? null)) {
    await tell(tasks, tx, actor, after, [after.ownerId], 'assigned', after.deadlineAt === null ? {} : { due: after.deadlineAt });
    told.add(after.ownerId);
    if (before && before.ownerId !== null) await tell(tasks, tx, actor, after, [before.ownerId], 'taken', await takenParams(tx.q, actor, after.ownerId));
  }
  const fresh = (name: 'helperIds' | 'observerIds') => after[name].filter((id) => !(before?.[name] ?? []).includes(id) && !told.has(id));
  await tell(tasks, tx, actor, after, fresh('helperIds'), 'helping');
  await tell(tasks, tx, actor, after, fresh('observerIds'), 'watching');
  for (const id of [...after.helperIds, ...after.observerIds]) told.add(id);
  const known = mentionsIn(before?.description ?? '');
  const mentioned = mentionsIn(after.description ?? '').filter((id) => !known.includes(id) && !told.has(id));
  const row = { ...toRow(task, after as never), id: after.id } as Row;
  const readers: number[] = [];
  for (const id of mentioned) {
    const one = await tasks.access.actorOf(id);
    if (one && reaches(tasks.records, one, task, row, 'read')) readers.push(id);
  }
  await tell(tasks, tx, actor, after, readers, 'mentioned');
}
