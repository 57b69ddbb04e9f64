import { type RawBuilder, sql } from 'kysely';
import type { ReportGroup, ReportRow, TimeFilter } from '../../../contracts/tasks/time.js';
import type { Actor } from '../../../core/access/actor.js';
import { inIds } from '../../../core/db/fragments.js';
import { resolveReferences } from '../../../core/records/references.js';
import { project, task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { timeOfTasks, timeReach, timeWhere } from './reach.js';

/** More rows than that is no report. */
const mostRows = 5000;

interface GroupRow {
  key: string | number | null;
  title: string | null;
  minutes: number;
  entries: number;
}

const groups: Readonly<Record<ReportGroup, { key: RawBuilder<unknown>; title: RawBuilder<unknown>; ofTask: boolean }>> = {
  person: { key: sql`e.person_id`, title: sql`null`, ofTask: false },
  day: { key: sql`e.day`, title: sql`null`, ofTask: false },
  task: { key: sql`t.id`, title: sql`max(t.title)`, ofTask: true },
  project: { key: sql`t.project_id`, title: sql`null`, ofTask: true },
  // The title as the task remembers it: the record's module may be off.
  client: { key: sql`t.about_type || ':' || t.about_id`, title: sql`max(t.about_title)`, ofTask: true },
};

async function titlesOf(tasks: Tasks, actor: Actor, by: ReportGroup, ids: readonly number[]): Promise<ReadonlyMap<number, string | null>> {
  if (ids.length === 0) return new Map();
  if (by === 'person') {
    const people = await tasks.db.read
      .selectFrom('people')
      .select(['id', 'name'])
      .where(inIds(tasks.db.dialect, sql.ref('id'), ids))
      .execute();
    return new Map(people.map(({ id, name }) => [id, name]));
  }
  const type = by === 'project' ? project.type : task.type;
  const wanted = ids.map((id) => ({ type, id }));
  return new Map((await resolveReferences(tasks.records, actor, wanted)).map(({ id, title }) => [id, title]));
}

/** Time by person, project, client, day or task: the most first, days in their order. @throws Refusal 422. */
export async function reportTime(
  tasks: Tasks,
  actor: Actor,
  by: ReportGroup,
  filter: TimeFilter,
  action: 'read' | 'export' = 'read',
): Promise<{ items: ReportRow[]; minutes: number; entries: number }> {
  const reach = timeReach(tasks, actor, action);
  const { key, title, ofTask } = groups[by];
  const shown = ofTask ? sql`case when ${reach.seesTask} then ${key} end` : key;
  const { rows } = await sql<GroupRow>`select ${shown} as key, ${title} as title, sum(e.minutes) as minutes, count(*) as entries
    from ${timeOfTasks} where ${timeWhere(reach, filter)} group by 1 order by ${by === 'day' ? sql`1` : sql`3 desc, 1`} limit ${mostRows}`.execute(
    tasks.db.read,
  );
  const named = by === 'person' || by === 'project';
  const titles = named
    ? await titlesOf(
        tasks,
        actor,
        by,
        rows.flatMap((row) => (row.key === null ? [] : [Number(row.key)])),
      )
    : null;
  const items = rows.map((row): ReportRow => {
    const of = row.key === null ? null : String(row.key);
    const words = of === null ? null : titles ? (titles.get(Number(of)) ?? null) : by === 'day' ? of : row.title;
    return { key: of, title: words, minutes: Number(row.minutes), entries: Number(row.entries) };
  });
  const sum = (name: 'minutes' | 'entries') => items.reduce((all, one) => all + one[name], 0);
  return { items, minutes: sum('minutes'), entries: sum('entries') };
}
