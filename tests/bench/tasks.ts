import type BetterSqlite3 from 'better-sqlite3';
import { type Prepared, people, prepareFolder, random } from './prepare.js';
import { type Length, printHead, race, serveFloor, servePortal } from './race.js';

const projects = 200;
const stagesEach = 5;

/** Projects: every tenth open to all, the others to five people; of the tasks two of five lie in one, one of ten has a helper, one of fifty is open still. */
function fillTasks(db: BetterSqlite3.Database, rows: number): void {
  const next = random(7);
  const pick = (n: number) => 1 + Math.floor(next() * n);
  const now = '2024-01-01T00:00:00.000Z';
  const project =
    db.prepare(`insert into tasks_projects (version, name, visibility, moderator_ids, member_ids, department_ids, owner_id, created_at, updated_at)
    values (1, ?, ?, '[]', ?, '[]', 1, ?, ?)`);
  const stage = db.prepare('insert into tasks_stages (project_id, name, position) values (?, ?, ?)');
  const task =
    db.prepare(`insert into tasks_tasks (version, title, state, priority, creator_id, helper_ids, observer_ids, tags, owner_id, deadline_at, project_id, stage_id,
    needs_result, needs_acceptance, working_days_only, may_move_deadline, position, closed_at, created_at, created_by, updated_at)
    values (1, ?, ?, 'normal', ?, ?, '[]', '[]', ?, ?, ?, ?, 0, 0, 0, 1, ?, ?, ?, 1, ?)`);
  const person = db.prepare('insert or ignore into tasks_people (record_id, person_id, role) values (?, ?, ?)');
  const start = Date.parse('2020-01-01T00:00:00Z');
  const step = (5 * 365 * 86_400_000) / rows;
  db.transaction(() => {
    for (let n = 1; n <= projects; n += 1) {
      const members = JSON.stringify(n % 10 === 0 ? [] : Array.from({ length: 5 }, () => pick(people)));
      project.run(`Project ${n}`, n % 10 === 0 ? 'open' : 'closed', members, now, now);
      for (let s = 0; s < stagesEach; s += 1) stage.run(n, `Stage ${s}`, s);
    }
    for (let i = 0; i < rows; i += 1) {
      const at = new Date(start + Math.floor(i * step)).toISOString();
      const deadline = next() < 0.2 ? null : new Date(Date.parse(at) + Math.floor(next() * 60 * 24) * 3_600_000).toISOString();
      const [owner, creator, helper] = [pick(people), pick(people), next() < 0.1 ? pick(people) : null];
      const inside = next() < 0.4 ? pick(projects) : null;
      const stageId = inside === null ? null : (inside - 1) * stagesEach + pick(stagesEach);
      // The newest are what people work on; of the others hardly any is left.
      const isDone = next() < (i < 0.98 * rows ? 0.995 : 0.25);
      const helpers = helper === null ? '[]' : `[${helper}]`;
      const { lastInsertRowid: id } = task.run(
        `Task ${i} for the fair`,
        isDone ? 'done' : 'new',
        creator,
        helpers,
        owner,
        deadline,
        inside,
        stageId,
        i * 1024,
        isDone ? at : null,
        at,
        at,
      );
      person.run(id, creator, 'creatorId');
      if (helper !== null) person.run(id, helper, 'helperIds');
    }
  })();
  db.exec(`insert into record_counters (record_type, stage_id, owner_id, currency, n, amount)
    select 'tasks.task', coalesce(stage_id, 0), owner_id, '', count(*), 0 from tasks_tasks group by 1, 2, 3`);
}

/** A data folder with `rows` tasks, see {@link prepareFolder}. */
export const prepareTasks = (cache: string, rows: number): Promise<Prepared> => prepareFolder(cache, 'tasks-2', rows, ['tasks'], (db) => fillTasks(db, rows));

/** Lists of 50 tasks by deadline and by created day, what is open by deadline as the page of tasks shows it, and a project's board: all, a department's, one's own with what one has a part in. */
export async function benchTasks({ folder, cookies, rows }: Prepared, length: Length): Promise<void> {
  const sides = { portal: await servePortal(folder), floor: await serveFloor(folder, './tasks-floor.js') };
  printHead(`${rows.toLocaleString('en')} tasks, lists of 50 and the board of a project, 16 connections`);
  try {
    for (const [who, cookie] of Object.entries(cookies)) {
      for (const sort of ['deadlineAt', 'createdAt'])
        await race(`${who}, by ${sort}`, sides, { ...length, cookie, connections: 16 }, () => ({ path: `/api/v1/tasks/tasks?limit=50&sort=-${sort}` }));
      await race(`${who}, open by deadline`, sides, { ...length, cookie, connections: 16 }, () => ({ path: '/api/v1/tasks/tasks/deadlines?limit=50' }));
      await race(`${who}, board`, sides, { ...length, cookie, connections: 16 }, () => ({ path: '/api/v1/tasks/tasks/board?projectId=10' }));
    }
  } finally {
    await sides.portal.stop();
    await sides.floor.stop();
  }
}
