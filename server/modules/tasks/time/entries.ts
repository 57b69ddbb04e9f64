import { type RawBuilder, sql } from 'kysely';
import type { TimeEntry, TimeFilter } from '../../../contracts/tasks/time.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { forbidden, invalidField, notFound, staleVersion } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { admit } from '../../../core/records/context.js';
import type { Row } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { may } from '../tasks/roles.js';
import { lockedBefore, lockForEntries } from './lock.js';
import { type TimeReach, timeOfTasks, timeReach, timeWhere } from './reach.js';

const minutesOfDay = 24 * 60;

/** All that the person has open follows what becomes of their time. */
export const tellTime = (tasks: Tasks, tx: Tx, personId: number) =>
  tx.afterCommit(() => tasks.live.publish({ topic: 'me', name: 'tasks.time', data: {}, mayHear: (listener) => listener.personId === personId }));

interface EntryRow {
  id: number;
  version: number;
  task_id: number;
  task_title: string | null;
  person_id: number;
  day: string;
  minutes: number;
  note: string | null;
  started_at: string | null;
}

const toEntry = (actor: Actor, locked: string | null, row: EntryRow): TimeEntry => ({
  id: row.id,
  version: row.version,
  taskId: row.task_id,
  taskTitle: row.task_title,
  personId: row.person_id,
  day: row.day,
  minutes: row.minutes,
  note: row.note,
  startedAt: row.started_at,
  mayChange: row.person_id === actor.personId && !actor.viewedBy && (locked === null || row.day >= locked),
});

/** Entries that a condition finds, the newest day first. */
export async function entriesWhere(q: Queries, actor: Actor, { seesTask }: TimeReach, where: RawBuilder<boolean>, limit: number): Promise<TimeEntry[]> {
  const locked = await lockedBefore(q);
  const { rows } = await sql<EntryRow>`select e.id, e.version, e.task_id, case when ${seesTask} then t.title end as task_title, e.person_id, e.day, e.minutes,
      e.note, e.started_at from ${timeOfTasks} where ${where} order by e.day desc, e.id desc limit ${limit}`.execute(q);
  return rows.map((row) => toEntry(actor, locked, row));
}

/** @throws Refusal 404. */
export async function entryOf(tasks: Tasks, q: Queries, actor: Actor, id: number): Promise<TimeEntry> {
  const reach = timeReach(tasks, actor, 'read');
  const [entry] = await entriesWhere(q, actor, reach, sql`e.id = ${id} and ${reach.seesEntry}`, 1);
  if (!entry) throw notFound();
  return entry;
}

const cursor = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/;

export async function listTime(tasks: Tasks, actor: Actor, { after, limit = 50, ...filter }: TimeFilter & { after?: string; limit?: number }) {
  const reach = timeReach(tasks, actor, 'read');
  const where = timeWhere(reach, filter);
  const at = after === undefined ? null : cursor.exec(after);
  if (after !== undefined && !at) throw invalidField('after', 'invalid');
  const past = at ? sql<boolean>`${where} and (e.day < ${at[1]} or (e.day = ${at[1]} and e.id < ${Number(at[2])}))` : where;
  const found = await entriesWhere(tasks.db.read, actor, reach, past, limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const { rows } = await sql<{ minutes: number | null }>`select sum(e.minutes) as minutes from ${timeOfTasks} where ${where}`.execute(tasks.db.read);
  return { items, next: found.length > limit && last ? `${last.day}.${last.id}` : null, minutes: Number(rows[0]?.minutes ?? 0) };
}

/** The task, if the actor may note time on it: who works on it in any role, not who only watches. @throws Refusal 404, 403. */
export async function demandBookable(tasks: Tasks, q: Queries, actor: Actor, taskId: number): Promise<Row> {
  const row = await readRow(tasks.records, q, task, taskId);
  try {
    admit(tasks.records, actor, task, row, 'read');
  } catch {
    throw invalidField('taskId', 'unknown-record');
  }
  if (actor.personId === null || !may(tasks, actor, row as Row, 'track')) throw forbidden('tasks.task.change');
  return row as Row;
}

/** Minutes of a day that somebody has not noted yet. */
export async function freeMinutes(q: Queries, personId: number, day: string, besides = 0): Promise<number> {
  const row = await q
    .selectFrom('tasks_time')
    .select((eb) => eb.fn.sum<number>('minutes').as('minutes'))
    .where('person_id', '=', personId)
    .where('day', '=', day)
    .where('id', '<>', besides)
    .executeTakeFirst();
  return minutesOfDay - Number(row?.minutes ?? 0);
}

/** @throws Refusal 422 on `day` or `minutes`. */
async function checkEntry(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  personId: number,
  { day, minutes }: { day: string; minutes: number },
  besides = 0,
): Promise<void> {
  const locked = await lockForEntries(tx, personId);
  if (locked !== null && day < locked) throw invalidField('day', 'period-locked', { day: locked });
  if (day > dayIn(actor.timeZone, tasks.now())) throw invalidField('day', 'in-the-future');
  const free = await freeMinutes(tx.q, personId, day, besides);
  if (minutes > free) throw invalidField('minutes', 'day-full', { count: free });
}

/** Whether an entry may be there again that was taken away: its day is open and has room. */
export async function mayReturn(tx: Tx, { person_id, day, minutes }: { person_id: number; day: string; minutes: number }): Promise<boolean> {
  const locked = await lockForEntries(tx, person_id);
  return (locked === null || day >= locked) && minutes <= (await freeMinutes(tx.q, person_id, day));
}

const cleanNote = (note: string | null | undefined): string | null => note?.trim() || null;

export interface EntryDraft {
  taskId: number;
  day: string;
  minutes: number;
  note?: string | null;
  startedAt?: string | null;
}

/** When the timer began, in ISO 8601 with `Z`; null where that cannot be of the entry, which was moved to a day before it. */
function beganAt(actor: Actor, day: string, startedAt: string | null | undefined): string | null {
  if (!startedAt) return null;
  const began = new Date(startedAt).toISOString();
  return dayIn(actor.timeZone, began) > day ? null : began;
}

export async function createEntry(tasks: Tasks, tx: Tx, actor: Actor, { taskId, day, minutes, note, startedAt }: EntryDraft): Promise<TimeEntry> {
  await demandBookable(tasks, tx.q, actor, taskId);
  const personId = actor.personId as number;
  await checkEntry(tasks, tx, actor, personId, { day, minutes });
  return entryOf(
    tasks,
    tx.q,
    actor,
    await insertEntry(tasks, tx, { taskId, personId, day, minutes, note: cleanNote(note), startedAt: beganAt(actor, day, startedAt) }),
  );
}

export function insertEntry(tasks: Tasks, tx: Tx, entry: Required<EntryDraft> & { personId: number }) {
  const now = tasks.now();
  tellTime(tasks, tx, entry.personId);
  return tx.insert('tasks_time', {
    version: 1,
    task_id: entry.taskId,
    person_id: entry.personId,
    day: entry.day,
    minutes: entry.minutes,
    note: entry.note,
    started_at: entry.startedAt,
    created_at: now,
    updated_at: now,
  });
}

/** One's own entry on a day that is open. @throws Refusal 404, 403, 409, 422 on `day`. */
async function ownEntry(tasks: Tasks, tx: Tx, actor: Actor, id: number, version?: number): Promise<TimeEntry> {
  const locked = await lockForEntries(tx, actor.personId ?? 0);
  const entry = await entryOf(tasks, tx.q, actor, id);
  if (entry.personId !== actor.personId) throw forbidden('tasks.task.change');
  if (version !== undefined && version !== entry.version) throw staleVersion(entry, { version });
  if (locked !== null && entry.day < locked) throw invalidField('day', 'period-locked', { day: locked });
  return entry;
}

export async function changeEntry(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  id: number,
  patch: { day?: string; minutes?: number; note?: string | null; version?: number },
): Promise<TimeEntry> {
  const before = await ownEntry(tasks, tx, actor, id, patch.version);
  const [day, minutes] = [patch.day ?? before.day, patch.minutes ?? before.minutes];
  await checkEntry(tasks, tx, actor, before.personId, { day, minutes }, id);
  const note = patch.note === undefined ? before.note : cleanNote(patch.note);
  const started_at = beganAt(actor, day, before.startedAt);
  await tx.update('tasks_time', id, { day, minutes, note, started_at, version: before.version + 1, updated_at: tasks.now() });
  tellTime(tasks, tx, before.personId);
  return entryOf(tasks, tx.q, actor, id);
}

export async function removeEntry(tasks: Tasks, tx: Tx, actor: Actor, id: number): Promise<TimeEntry> {
  const entry = await ownEntry(tasks, tx, actor, id);
  await tx.q.deleteFrom('tasks_time').where('id', '=', id).execute();
  tellTime(tasks, tx, entry.personId);
  return entry;
}
