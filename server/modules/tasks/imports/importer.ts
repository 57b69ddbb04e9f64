import { sql } from 'kysely';
import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { covers } from '../../../core/access/actor.js';
import { bringComments } from '../../../core/comments/bring.js';
import { cleanForPeople } from '../../../core/comments/rich-text.js';
import type { Tx } from '../../../core/db/database.js';
import { inIds, inTexts } from '../../../core/db/fragments.js';
import { reserveIds } from '../../../core/db/rows.js';
import { Refusal } from '../../../core/http/problem.js';
import { formats as localFormats } from '../../../core/i18n/format.js';
import { texts } from '../../../core/i18n/texts.js';
import { findPeople } from '../../../core/imports/people.js';
import { addNote, type BatchOutcome, type CheckedRow, emptyOutcome, type Importer, type Reverter, type RowFault } from '../../../core/imports/point.js';
import { createMany, noteManyOnTimeline } from '../../../core/records/bulk.js';
import { readRow } from '../../../core/records/change.js';
import { reaches, scopeOf } from '../../../core/records/context.js';
import { type Row, titleOf, type Values } from '../../../core/records/kind.js';
import { withinScope } from '../../../core/records/within.js';
import { fold } from '../../../core/search/fold.js';
import { project, task } from '../kinds.js';
import { createProject } from '../projects/projects.js';
import { isArchived, mayFill, projectsSettled } from '../projects/reach.js';
import { insertStage, mostStages, stagesOf, stagesOfMany } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { checkParent, lastPositions, positionStep } from '../tasks/check.js';
import { followTasks } from '../tasks/follow.js';
import { whoWorks } from '../tasks/who-works.js';
import { instantOfText } from './days.js';
import { Earlier } from './earlier.js';
import { formats } from './formats.js';
import { type Point, pointsOf } from './points.js';
import { withLine } from './rows.js';
import { readSaid } from './said.js';
import type {} from './tables.js';
import { priorityOf, stateOf, taskTargets } from './targets.js';

const mostTags = 20;
const longestTitle = 250;

const textOf = ({ values }: CheckedRow, name: string): string => String(values[name] ?? '').trim();
/** The sign that keeps a spreadsheet from running a text is no part of it. */
const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@])/, '');
/** What a row is called here: what is too long is cut. */
function titleIn(row: CheckedRow): string {
  const letters = [...unguarded(textOf(row, 'title'))];
  return letters.length > longestTitle ? `${letters.slice(0, longestTitle - 1).join('')}…` : letters.join('');
}
const listOf = (text: string): string[] => [...new Set(text.split(/[;,\n]/).map((one) => one.trim()))].filter((one) => one !== '');
const fault = (field: string | null, code: string, cell: string): RowFault => ({ field, code, params: { cell: cell.slice(0, 60) } });
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const paragraphs = (lines: readonly string[]): string =>
  lines
    .filter((line) => line.trim() !== '')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('');

/** What one run of the import has found out; asked again by every batch, stored in none. */
interface Job {
  tasks: Tasks;
  actor: Actor;
  say: ReturnType<typeof texts>;
  earlier: Earlier;
  withArchived: boolean;
}

interface Place {
  projectId: number | null;
  stageId: number | null;
}

/** The projects and stages that rows name, made where they are not there and the actor may. @returns where each row goes, or its fault. */
async function placesOf({ tasks, actor }: Job, tx: Tx, rows: readonly CheckedRow[], outcome: BatchOutcome): Promise<(Place | RowFault)[]> {
  const named = await tx.q.selectFrom('tasks_projects').selectAll().where('deleted_at', 'is', null).orderBy('id').execute();
  const usable = new Map<string, number>();
  for (const row of named as unknown as Row[]) {
    const [id, ownerId] = [row.id as number, row.owner_id as number | null];
    const isMine = reaches(tasks.records, actor, project, row, 'read') && !isArchived(tasks, id) && mayFill(tasks, actor, id, ownerId);
    if (isMine && !usable.has(fold(String(row.name)))) usable.set(fold(String(row.name)), id);
  }
  const called = new Set(rows.flatMap((row) => usable.get(fold(textOf(row, 'project'))) ?? []));
  const stages = new Map<number, { id: number; name: string }[]>();
  for (const { id, name, projectId } of await stagesOfMany(tasks, tx, [...called])) stages.set(projectId, [...(stages.get(projectId) ?? []), { id, name }]);
  const places: (Place | RowFault)[] = [];
  for (const row of rows) {
    const [name, stageName] = [textOf(row, 'project'), textOf(row, 'stage')];
    if (name === '') {
      places.push({ projectId: null, stageId: null });
      continue;
    }
    let projectId = usable.get(fold(name));
    if (projectId === undefined && tasks.access.may(actor, 'tasks.project.create')) {
      projectId = (await createProject(tasks, tx, actor, { name, visibility: 'closed' })).id;
      usable.set(fold(name), projectId);
      // A board that comes along brings its own stages.
      if (stageName !== '' || textOf(row, 'stages') !== '') await tx.q.deleteFrom('tasks_stages').where('project_id', '=', projectId).execute();
      else stages.set(projectId, await stagesOf(tx.q, projectId));
      addNote(outcome, 'projects-added');
    }
    if (projectId === undefined) {
      places.push(fault('project', 'unknown-project', name));
      continue;
    }
    const present = stages.get(projectId) ?? [];
    stages.set(projectId, present);
    // Those that no row stands in come along by the list of all.
    for (const wanted of [...textOf(row, 'stages').split('\n'), stageName].map((one) => one.trim().slice(0, 120))) {
      if (wanted === '' || present.length >= mostStages || present.some((one) => fold(one.name) === fold(wanted))) continue;
      present.push({ id: await insertStage(tx, projectId, present.length, { name: wanted }), name: wanted });
      addNote(outcome, 'stages-added');
    }
    const stage = stageName === '' ? present[0] : present.find((one) => fold(one.name) === fold(stageName));
    places.push({ projectId, stageId: (stage ?? present[0])?.id ?? null });
  }
  return places;
}

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

interface Ready {
  row: CheckedRow;
  origin: string | null;
  values: Values;
  points: Point[];
  parent: string;
  index: number;
}

/** The record that a cell such as `crm.deal 12 Gates` names, while it is that of this portal and within sight; null: another one. */
async function aboutOf({ tasks, actor }: Job, tx: Tx, cell: string): Promise<Pick<Task, 'aboutType' | 'aboutId' | 'aboutTitle'> | null | undefined> {
  if (cell === '') return undefined;
  const [, type = '', id, title = ''] = /^([a-z-]+\.[a-z-]+) ([1-9]\d{0,14})(?: (.*))?$/s.exec(cell) ?? [];
  const kind = tasks.records.kinds.get(type);
  const row = kind && (await readRow(tasks.records, tx.q, kind, Number(id)));
  if (!row || !reaches(tasks.records, actor, kind, row, 'read') || fold(titleOf(kind, row).slice(0, 250)) !== fold(title)) return null;
  return { aboutType: type, aboutId: Number(id), aboutTitle: titleOf(kind, row).slice(0, 250) };
}

/** The values of a row, with what it says that has no place here kept in the description. */
async function valuesOf(job: Job, tx: Tx, row: CheckedRow, place: Place, people: ReadonlyMap<string, number>, points: readonly Point[]): Promise<Values> {
  const about = await aboutOf(job, tx, textOf(row, 'aboutRecord'));
  const { tasks, actor, say } = job;
  const { timeZone } = actor;
  const whole = unguarded(textOf(row, 'title'));
  const title = titleIn(row);
  let extra = title === whole ? '' : whole;
  const at = (name: string, usual: string) => {
    const written = textOf(row, name);
    const instant = written === '' ? null : instantOfText(written, usual, timeZone);
    if (written !== '' && instant === null) extra = withLine(extra, say(`tasks:import.kept.${name}`, { text: written }));
    return instant;
  };
  const { workingHours } = tasks.settings.company();
  const [start, deadline] = [at('start', workingHours.from), at('deadline', workingHours.to)];
  const named = textOf(row, 'responsible');
  const ownerId = named === '' ? undefined : people.get(fold(named));
  if (named !== '' && ownerId === undefined) extra = withLine(extra, say('tasks:import.kept.responsible', { text: named }));
  const word = textOf(row, 'state');
  const state = word === '' ? 'new' : (stateOf(word) ?? 'new');
  if (word !== '' && stateOf(word) === undefined) extra = withLine(extra, say('tasks:import.kept.state', { text: word }));
  if (about === null) extra = withLine(extra, say('tasks:import.kept.about', { text: textOf(row, 'aboutRecord') }));
  const given = unguarded(textOf(row, 'description'));
  const isHtml = /^<(p|ul|ol|h\d|blockquote|pre)\b/i.test(given);
  const lines = withLine(isHtml ? '' : given, extra);
  const own = isHtml ? await cleanForPeople(tx.q, given, 'description') : { html: '', words: '' };
  const html = own.html + paragraphs(lines.split('\n'));
  const now = tasks.now();
  return {
    title,
    description: html || null,
    descriptionText: withLine(own.words, lines) || null,
    state,
    closedAt: state === 'done' || state === 'declined' ? now : null,
    startedAt: state === 'in-progress' || state === 'paused' ? now : null,
    priority: priorityOf(textOf(row, 'priority')) ?? 'normal',
    creatorId: actor.personId,
    ownerId: ownerId ?? actor.personId,
    helperIds: listOf(textOf(row, 'helpers'))
      .flatMap((name) => people.get(fold(name)) ?? [])
      .slice(0, 50),
    observerIds: [],
    plannedStartAt: start,
    deadlineAt: deadline !== null && start !== null && deadline < start ? null : deadline,
    estimateMinutes: (row.values.estimate as number | null | undefined) ?? null,
    ...place,
    ...about,
    tags: listOf(textOf(row, 'tags'))
      .map((tag) => tag.slice(0, 40))
      .slice(0, mostTags),
    mayMoveDeadline: true,
    subtaskCount: 0,
    subtaskDoneCount: 0,
    checkCount: points.length,
    checkDoneCount: points.filter(({ done }) => done).length,
  };
}

async function storeChecks({ tasks, actor }: Job, tx: Tx, made: readonly { ready: Ready; id: number }[]): Promise<void> {
  const all = made.flatMap(({ ready, id }) => ready.points.map((point, n) => ({ point, id, n })));
  if (all.length === 0) return;
  const ids = await reserveIds(tasks.db.dialect, tx, 'tasks_checks', all.length);
  const last: number[] = [];
  const rows = all.map(({ point, id, n }, index) => {
    if (n === 0) last.length = 0;
    last.length = point.level;
    const parent = last.at(-1) ?? null;
    last.push(ids[index] as number);
    return {
      id: ids[index] as number,
      task_id: id,
      parent_id: parent,
      text: point.text,
      position: (n + 1) * positionStep,
      done_at: point.done ? tasks.now() : null,
      done_by: point.done ? actor.personId : null,
      person_id: null,
      file_ids: '[]',
      deleted_at: null,
    };
  });
  await tx.insertMany('tasks_checks', rows);
}

/** Comments of other systems: of whom one may speak for, in their name, else in one's own with the name and the day in words. */
async function storeSaid(
  { tasks, actor, say }: Job,
  tx: Tx,
  made: readonly { ready: Ready; id: number }[],
  people: ReadonlyMap<string, number>,
): Promise<void> {
  const speaksForAll = tasks.access.scope(actor, 'tasks.task.import').all;
  const [f, now] = [localFormats(actor.language, actor.timeZone), Date.parse(tasks.now())];
  const all = made.flatMap(({ ready, id }) =>
    readSaid(textOf(ready.row, 'comments')).map(({ at, by, text }) => {
      const authorId = speaksForAll ? people.get(fold(by)) : undefined;
      const lines = [...(authorId === undefined ? [say('tasks:import.said', { name: by || '?', when: f.moment(at) })] : []), ...text.split('\n')];
      return {
        recordId: id,
        authorId: authorId ?? actor.personId,
        at: new Date(Math.min(Date.parse(at), now)).toISOString(),
        html: paragraphs(lines),
        words: lines.join('\n'),
      };
    }),
  );
  await bringComments(tasks.records, tx, actor, task.type, all);
}

/** Puts tasks of earlier batches below their parent, now that it is there; one whose parent never comes stands on its own. */
async function linkWaiting({ tasks, earlier }: Job, tx: Tx, made: readonly { ready: Ready; id: number; row: Row }[]): Promise<void> {
  for (const { ready, id, row } of made) {
    if (ready.parent !== '' && row.parent_id === null) earlier.wait(tx, ready.parent, id);
    for (const name of new Set([ready.origin, String(ready.values.title)]))
      for (const child of name === null ? [] : earlier.waitingFor(tx, name)) {
        const before = await readRow(tasks.records, tx.q, task, child, { lock: true });
        if (!before || before.parent_id !== null || !(await fitsBelow(tx, child, id))) continue;
        await tx.update(task.table, child, { parent_id: id });
        await followTasks(tasks, tx, [{ before, after: { ...before, parent_id: id } }]);
      }
  }
}

/** Whether a task may lie below another one: not below itself, and not too deep. */
async function fitsBelow(tx: Tx, child: number, parent: number): Promise<boolean> {
  try {
    await checkParent(tx, child, parent);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Stores tasks level by level: one whose parent is in the same batch comes after it. */
async function storeTasks(job: Job, tx: Tx, list: readonly Ready[], known: Map<string, number>, people: ReadonlyMap<string, number>): Promise<void> {
  const { tasks, actor } = job;
  const titles = await job.earlier.find(
    tx,
    list.flatMap(({ parent }) => (parent === '' || known.has(parent) ? [] : [parent])),
  );
  const lasts = await lastPositions(tasks, tx, new Set(list.map(({ values }) => values.stageId as number | null)));
  const waitsFor = new Set(list.flatMap(({ origin, values }) => [...(origin === null ? [] : [origin]), `title ${values.title}`]));
  const made: { ready: Ready; id: number; row: Row }[] = [];
  for (let left = [...list]; left.length > 0; ) {
    const isThere = (parent: string) => known.get(parent) ?? titles.get(parent);
    const ready = left.filter(
      ({ parent, values }) =>
        parent === '' || isThere(parent) !== undefined || values.title === parent || !(waitsFor.has(parent) || waitsFor.has(`title ${parent}`)),
    );
    // Those that wait for each other stand on their own.
    const level = ready.length > 0 ? ready : left;
    const values = level.map((one): Values => {
      const stageId = one.values.stageId as number | null;
      const position = (lasts.get(stageId) ?? 0) + positionStep;
      lasts.set(stageId, position);
      return { ...one.values, position, parentId: one.parent === '' ? null : (isThere(one.parent) ?? null) };
    });
    const rows = await createMany(tasks.records, tx, actor, task, values, 'import');
    for (const [n, one] of level.entries()) {
      const row = rows[n] as Row;
      made.push({ ready: one, id: row.id as number, row });
      if (one.origin !== null) known.set(one.origin, row.id as number);
      const title = String(one.values.title);
      if (!titles.has(title)) titles.set(title, row.id as number);
      job.earlier.add(tx, title, row.id as number);
    }
    const stored = new Set(level);
    left = left.filter((one) => !stored.has(one));
  }
  await linkWaiting(job, tx, made);
  await storeChecks(job, tx, made);
  await storeSaid(job, tx, made, people);
  await tx.insertMany(
    'tasks_origins',
    made.flatMap(({ ready, id }) => (ready.origin === null ? [] : [{ task_id: id, origin: ready.origin }])),
  );
  await followTasks(
    tasks,
    tx,
    made.map(({ row }) => ({ before: null, after: row })),
  );
  await noteManyOnTimeline(
    tasks.records,
    tx,
    actor,
    made.map(({ id }) => ({ on: { type: task.type, id }, kind: 'tasks.task.created', data: { taskId: id } })),
  );
}

/** Which of some rows, and of what they name as their parents, is there already: ids by what a row calls them. */
async function knownAmong(job: Job, tx: Tx, rows: readonly CheckedRow[]): Promise<Map<string, number>> {
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

async function storeBatch(job: Job, tx: Tx, rows: readonly CheckedRow[]): Promise<BatchOutcome> {
  const { tasks, actor } = job;
  const outcome = emptyOutcome();
  const known = await knownAmong(job, tx, rows);
  const wanted = rows.flatMap((row, index) => (textOf(row, 'archived') !== '' && !job.withArchived ? [] : [{ row, index }]));
  addNote(outcome, 'archived-left', rows.length - wanted.length);
  const fresh = wanted.filter(({ row }) => !known.has(textOf(row, 'id')));
  addNote(outcome, 'tasks-known', wanted.length - fresh.length);
  const found = await findPeople(
    tasks,
    tx.q,
    new Set(
      fresh.flatMap(({ row }) => [textOf(row, 'responsible'), ...listOf(textOf(row, 'helpers')), ...readSaid(textOf(row, 'comments')).map(({ by }) => by)]),
    ),
  );
  const working = new Set(await whoWorks(tasks, [...new Set(found.values())]));
  const people = new Map([...found].filter(([, id]) => working.has(id)));
  const places = await placesOf(
    job,
    tx,
    fresh.map(({ row }) => row),
    outcome,
  );
  const scope = scopeOf(tasks.records, actor, task, 'import');
  const ready: Ready[] = [];
  for (const [n, { row, index }] of fresh.entries()) {
    const place = places[n] as Place | RowFault;
    if ('code' in place) {
      outcome.faults.set(index, place);
      continue;
    }
    const points = pointsOf(unguarded(textOf(row, 'checklist')));
    const values = await valuesOf(job, tx, row, place, people, points);
    if (!covers(scope, values.ownerId as number | null)) outcome.faults.set(index, fault('responsible', 'not-yours', textOf(row, 'responsible')));
    else ready.push({ row, index, origin: textOf(row, 'id') || null, values, points, parent: unguarded(textOf(row, 'parent')) });
  }
  await storeTasks(job, tx, ready, known, people);
  outcome.created = ready.length;
  return outcome;
}

/** Tasks of one's own export and of other systems. One that is there already stays as it is. */
export const taskImporter = (tasks: Tasks): Importer => {
  // An import is stored in slices: what one has found out is of use to the next.
  let last: Earlier | null = null;
  return {
    kind: 'tasks',
    permission: 'tasks.task.import',
    targets: taskTargets,
    formats: { list: formats, file: new URL('./formats.js', import.meta.url) },
    records: [task.type, project.type],
    keyOf: (row) => textOf(row, 'id') || null,
    async prepare({ actor, importId, archived }) {
      await projectsSettled(tasks);
      if (last?.importId !== importId) last = new Earlier(importId);
      const job = { tasks, actor, say: texts(actor.language), earlier: last, withArchived: archived };
      return (tx, rows) => storeBatch(job, tx, rows);
    },
  };
};

/** What goes along when an import of tasks is taken back. */
export const taskReverter = (tasks: Tasks): Reverter => ({
  type: task.type,
  removed: (tx, rows) =>
    followTasks(
      tasks,
      tx,
      rows.map((before) => ({ before, after: null })),
    ),
});
