import { sql } from 'kysely';
import type { Tx } from '../../../core/db/database.js';
import { inIds, inTexts } from '../../../core/db/fragments.js';
import type { CheckedRow } from '../../../core/imports/point.js';
import { scopeOf } from '../../../core/records/context.js';
import { withinScope } from '../../../core/records/within.js';
import { task } from '../kinds.js';
import { textOf, titleIn } from './cells.js';
import type { Job } from './job.js';
import type {} from './tables.js';

interface Known {
  id: number;
  title: string;
}

/** Tasks that are there already and that the actor may see, by what they are called where they came from; the newest first. */
async function knownBy({ tasks, actor }: Job, tx: Tx, origins: readonly string[]): Promise<Map<string, Known[]>> {
  const { dialect } = tasks.db;
  const known = new Map<string, Known[]>();
  if (origins.length === 0) return known;
  const where = [inTexts(dialect, sql.ref('o.origin'), origins), ...withinScope(dialect, task, scopeOf(tasks.records, actor, task, 'read'), 't')];
  const { rows } = await sql<Known & { origin: string }>`select t.id, t.title, o.origin from tasks_origins o join tasks_tasks t on t.id = o.task_id
    where ${sql.join(where, sql` and `)} and t.deleted_at is null order by t.id desc`.execute(tx.q);
  for (const { origin, ...one } of rows) known.set(origin, [...(known.get(origin) ?? []), one]);
  return known;
}

/** A number alone is that of a task of this portal, while its title is the same: an export that comes back. */
async function ownAmong({ tasks, actor }: Job, tx: Tx, rows: readonly CheckedRow[]): Promise<Map<string, number>> {
  const numbers = rows.map((row) => textOf(row, 'id')).filter((id) => /^[1-9]\d{0,14}$/.test(id));
  if (numbers.length === 0) return new Map();
  const { dialect } = tasks.db;
  const where = [inIds(dialect, sql.ref('id'), numbers.map(Number)), ...withinScope(dialect, task, scopeOf(tasks.records, actor, task, 'read'))];
  const { rows: found } = await sql<Known>`select id, title from tasks_tasks where ${sql.join(where, sql` and `)} and deleted_at is null`.execute(tx.q);
  const titles = new Map(found.map(({ id, title }) => [String(id), title]));
  return new Map(rows.flatMap((row) => (titles.get(textOf(row, 'id')) === titleIn(row) ? [[textOf(row, 'id'), Number(textOf(row, 'id'))]] : [])));
}

/** Whether a row is a task that came under the same number. Systems that are known say of whom their numbers are; every list of somebody else begins at 1, so its titles count, too. */
function isThat(row: CheckedRow, { title }: Known): boolean {
  return textOf(row, 'id').includes(':') || title === titleIn(row);
}

/** Which of some rows, and of what they name as their parents, is there already: ids by what a row calls them. */
export async function knownAmong(job: Job, tx: Tx, rows: readonly CheckedRow[]): Promise<Map<string, number>> {
  const named = (name: string) => rows.map((row) => textOf(row, name)).filter((id) => id !== '');
  const came = await knownBy(job, tx, [...new Set([...named('id'), ...named('parent')])]);
  const own = await ownAmong(job, tx, rows);
  const known = new Map([...came].flatMap(([origin, [newest]]) => (newest ? [[origin, newest.id]] : [])));
  for (const row of rows) {
    const id = textOf(row, 'id');
    const there = own.get(id) ?? came.get(id)?.find((one) => isThat(row, one))?.id;
    // What another list calls so is nothing of this one.
    if (there === undefined) known.delete(id);
    else known.set(id, there);
  }
  return known;
}
