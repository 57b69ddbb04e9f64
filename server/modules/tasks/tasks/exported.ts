import { sql } from 'kysely';
import { inIds } from '../../../core/db/fragments.js';
import type { MadeColumns } from '../../../core/exports/export.js';
import type { Values } from '../../../core/records/kind.js';
import type { Tasks } from '../run.js';

const idsIn = (rows: readonly Values[], name: string): number[] => [...new Set(rows.flatMap((row) => (typeof row[name] === 'number' ? [row[name]] : [])))];

async function stageNames({ db }: Tasks, rows: readonly Values[]): Promise<Map<number, string>> {
  const ids = idsIn(rows, 'stageId');
  if (ids.length === 0) return new Map();
  const found = await db.read
    .selectFrom('tasks_stages')
    .select(['id', 'name'])
    .where(inIds(db.dialect, sql.ref('id'), ids))
    .execute();
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** A line for each point, by two blanks more below another: as the import reads them. */
async function checklists({ db }: Tasks, rows: readonly Values[]): Promise<Map<number, string>> {
  const found = await db.read
    .selectFrom('tasks_checks')
    .select(['id', 'task_id', 'parent_id', 'text', 'done_at'])
    .where(inIds(db.dialect, sql.ref('task_id'), idsIn(rows, 'id')))
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const below = new Map<string, typeof found>();
  for (const one of found) {
    const key = `${one.task_id} ${one.parent_id ?? ''}`;
    const list = below.get(key);
    if (list) list.push(one);
    else below.set(key, [one]);
  }
  const linesOf = (taskId: number, parentId: number | null, level: number): string[] =>
    (below.get(`${taskId} ${parentId ?? ''}`) ?? []).flatMap((one) => [
      `${'  '.repeat(level)}[${one.done_at === null ? ' ' : 'x'}] ${one.text.replace(/\s+/g, ' ')}`,
      ...linesOf(taskId, one.id, level + 1),
    ]);
  return new Map([...new Set(found.map(({ task_id }) => task_id))].map((id) => [id, linesOf(id, null, 0).join('\n')]));
}

/** What an export needs beside the fields to come back whole: the stage by its name, the checklist, and what the task is about. */
export const taskColumns = (tasks: Tasks): MadeColumns => ({
  fields: { stageName: { kind: 'text', max: 120 }, checklist: { kind: 'longText', max: 60_000 }, aboutRecord: { kind: 'text', max: 400 } },
  async fill(rows, names) {
    const stages = names.includes('stageName') ? await stageNames(tasks, rows) : new Map<number, string>();
    const points = names.includes('checklist') ? await checklists(tasks, rows) : new Map<number, string>();
    return rows.map((row) => ({
      stageName: stages.get(row.stageId as number) ?? null,
      checklist: points.get(row.id as number) ?? null,
      aboutRecord: row.aboutId === null ? null : `${row.aboutType} ${row.aboutId} ${row.aboutTitle ?? ''}`.trim(),
    }));
  },
});
