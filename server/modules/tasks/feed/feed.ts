import type { Feed } from '../../../contracts/tasks/feed.js';
import type { Task } from '../../../contracts/tasks/records.js';
import { openStates } from '../../../contracts/tasks/steps.js';
import type { Actor } from '../../../core/access/actor.js';
import { hashSecret, newSecret } from '../../../core/auth/secrets.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { publicLink } from '../../../core/http/links.js';
import { notFound } from '../../../core/http/problem.js';
import { texts } from '../../../core/i18n/texts.js';
import { placeOf } from '../../../core/notify/notify.js';
import { list } from '../../../core/records/list.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { type CalendarEvent, calendarOf } from './calendar.js';
import type {} from './tables.js';

/** So many deadlines each of one's own and of those one helps with, the nearest first. */
const mostEvents = 1000;
const atOnce = 200;
/** What is overdue for longer than that is no news to a calendar. */
const backMs = 90 * 86_400_000;
const shownMs = 30 * 60_000;

export async function feedOf(q: Queries, personId: number): Promise<Feed | null> {
  const row = await q.selectFrom('tasks_feeds').selectAll().where('person_id', '=', personId).executeTakeFirst();
  return row ? { createdAt: row.created_at, readAt: row.read_at } : null;
}

/** Makes a new address; the one before ends. @returns the secret in it. */
export async function createFeed(tasks: Tasks, tx: Tx, personId: number): Promise<string> {
  const { secret, hash } = newSecret();
  await removeFeed(tx, personId);
  await tx.insertMany('tasks_feeds', [{ person_id: personId, hash, created_at: tasks.now(), read_at: null }]);
  return secret;
}

export async function removeFeed(tx: Tx, personId: number): Promise<void> {
  await tx.q.deleteFrom('tasks_feeds').where('person_id', '=', personId).execute();
}

/** Whose deadlines an address shows. @throws Refusal 404 for one that nobody has, and for people who see no tasks any more. */
export async function readerOf(tasks: Tasks, secret: string): Promise<Actor> {
  const row = await tasks.db.read.selectFrom('tasks_feeds').select(['person_id', 'read_at']).where('hash', '=', hashSecret(secret)).executeTakeFirst();
  const actor = row && (await tasks.access.actorOf(row.person_id));
  if (!row || !actor || !tasks.access.may(actor, 'tasks.task.read')) throw notFound();
  const hour = `${tasks.now().slice(0, 13)}:00:00.000Z`;
  if (row.read_at !== hour)
    await tasks.db.write(({ q }) => q.updateTable('tasks_feeds').set({ read_at: hour }).where('person_id', '=', row.person_id).execute());
  return actor;
}

async function tasksOf(tasks: Tasks, actor: Actor, part: 'ownerId' | 'helperIds'): Promise<Task[]> {
  const query = { [part]: 'me', 'state.in': openStates.join(), 'deadlineAt.gte': plusMilliseconds(tasks.now(), -backMs), sort: 'deadlineAt', limit: atOnce };
  const found: Task[] = [];
  for (let after: string | null = null; found.length < mostEvents; ) {
    const page: { items: Task[]; next: string | null } = await list<Task>(tasks.records, actor, task, after === null ? query : { ...query, after });
    found.push(...page.items);
    after = page.next;
    if (after === null) break;
  }
  return found;
}

/** The open deadlines of somebody and of what they help with, as a calendar in their language; what they may not see any more is not in it. */
export async function deadlinesOf(tasks: Tasks, actor: Actor): Promise<string> {
  const t = texts(actor.language);
  const portal = tasks.settings.get('portal.id') ?? 'sede';
  const parts = [await tasksOf(tasks, actor, 'ownerId'), await tasksOf(tasks, actor, 'helperIds')];
  const all = new Map(parts.flat().map((one) => [one.id, one]));
  const events = [...all.values()].map((one): CalendarEvent => {
    const to = one.deadlineAt as string;
    const place = placeOf(tasks.records.kinds, task.type, one.id);
    return {
      uid: `task-${one.id}@${portal}`,
      version: one.version,
      changedAt: one.updatedAt,
      from: plusMilliseconds(to, -shownMs),
      to,
      summary: t('tasks:feed.summary', { title: one.title }),
      description: (one.descriptionText ?? '').slice(0, 2000),
      url: place === null ? null : publicLink(tasks.settings, place),
      tags: one.tags,
    };
  });
  return calendarOf(t('tasks:feed.name', { company: tasks.settings.company().name }), events);
}
