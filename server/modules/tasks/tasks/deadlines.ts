import { plusDays, weekdayOf } from '../../../contracts/core/calendar-day.js';
import { type DeadlineColumn, deadlineColumns } from '../../../contracts/tasks/endpoints.js';
import { openStates } from '../../../contracts/tasks/steps.js';
import type { Actor } from '../../../core/access/actor.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { isWorkingDay, nextWorkingDay } from '../../../core/db/working-days.js';
import { invalidField } from '../../../core/http/problem.js';
import { pageOf } from '../../../core/records/list.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

type Key = DeadlineColumn['key'];

interface Column {
  key: Key;
  filters: Record<string, string>;
  dropAt?: string | null;
}

/** The columns as somebody sees them now: where each begins and ends, and which deadline it gives. */
function columnsFor(tasks: Tasks, { timeZone }: Actor): Column[] {
  const now = tasks.now();
  const today = dayIn(timeZone, now);
  const at = (day: string, clock: string | number = 0) => instantAt(day, clock, timeZone);
  const { weekStart, workingHours } = tasks.settings.company();
  // Deadlines that are set by putting a card somewhere are at the end of the working day.
  const endOfWork = workingHours.to;
  const thisWeek = plusDays(today, -((weekdayOf(today) - (weekStart || 7) + 7) % 7));
  const [next, after] = [plusDays(thisWeek, 7), plusDays(thisWeek, 14)];
  const tomorrow = plusDays(today, 1);
  const within = (from: string, to: string) => ({ 'deadlineAt.gte': from, 'deadlineAt.lt': to });
  const end = (day: string) => at(nextWorkingDay(workingHours, day), endOfWork);
  const todayEnd = at(today, endOfWork) > now ? at(today, endOfWork) : instantAt(today, '23:59', timeZone);
  const last = [6, 5, 4, 3, 2, 1, 0].map((n) => plusDays(thisWeek, n)).find((day) => isWorkingDay(workingHours, day)) ?? thisWeek;
  // On the last working day of a week there is only the day itself left of it.
  const inWeek = last > today ? last : tomorrow < next ? tomorrow : null;
  return [
    { key: 'overdue', filters: { 'deadlineAt.lt': now } },
    { key: 'today', filters: within(now, at(tomorrow)), dropAt: todayEnd },
    { key: 'this-week', filters: within(at(tomorrow), at(next)), ...(inWeek === null ? {} : { dropAt: at(inWeek, endOfWork) }) },
    { key: 'next-week', filters: within(at(next), at(after)), dropAt: end(next) },
    { key: 'later', filters: { 'deadlineAt.gte': at(after) }, dropAt: end(after) },
    { key: 'none', filters: { 'deadlineAt.empty': 'true' }, dropAt: null },
  ];
}

/** The board by deadline, as JSON text. @throws Refusal 422 on a parameter. */
export async function deadlineBoard(tasks: Tasks, actor: Actor, { column: only, ...query }: Record<string, unknown>): Promise<string> {
  if (only !== undefined && !(deadlineColumns as readonly unknown[]).includes(only))
    throw invalidField('column', 'choice', { options: deadlineColumns.join(', ') });
  if (query.after !== undefined && only === undefined) throw invalidField('column', 'required');
  const parts: string[] = [];
  for (const { key, filters, dropAt } of columnsFor(tasks, actor)) {
    if (only !== undefined && key !== only) continue;
    const sort = key === 'none' ? '-createdAt' : 'deadlineAt';
    const page = await pageOf(tasks.records, actor, task, { 'state.in': openStates.join(), limit: 20, sort, ...query, ...filters, total: 'true' });
    const head = JSON.stringify({ key, count: page.totals?.count ?? 0, next: page.next, ...(dropAt === undefined ? {} : { dropAt }) });
    parts.push(`${head.slice(0, -1)},"items":${page.items}}`);
  }
  return `{"columns":[${parts.join(',')}]}`;
}
