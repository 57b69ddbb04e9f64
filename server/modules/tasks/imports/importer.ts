import { covers } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { texts } from '../../../core/i18n/texts.js';
import { findPeople } from '../../../core/imports/people.js';
import { addNote, type BatchOutcome, type CheckedRow, emptyOutcome, type Importer, type Reverter, type RowFault } from '../../../core/imports/point.js';
import { scopeOf } from '../../../core/records/context.js';
import { project, task } from '../kinds.js';
import { projectsSettled } from '../projects/reach.js';
import type { Tasks } from '../run.js';
import { followTasks } from '../tasks/follow.js';
import { whoWorks } from '../tasks/who-works.js';
import { fault, listOf, textOf, unguarded } from './cells.js';
import { Earlier } from './earlier.js';
import { formats } from './formats.js';
import type { Job, Ready } from './job.js';
import { knownAmong } from './known.js';
import { type Place, placesOf } from './places.js';
import { pointsOf } from './points.js';
import { readSaid } from './said.js';
import { storeTasks } from './store.js';
import { taskTargets } from './targets.js';
import { valuesOf } from './task-values.js';
import { Waiting } from './waiting.js';

async function storeBatch(job: Job, tx: Tx, rows: readonly CheckedRow[], kept: unknown): Promise<BatchOutcome> {
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
  for (const [name, id] of job.meant) if (!found.has(name)) found.set(name, id);
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
    const { values, kept: isKept } = await valuesOf(job, tx, row, place, people, points);
    if (!covers(scope, values.ownerId as number | null)) outcome.faults.set(index, fault('responsible', 'not-yours', textOf(row, 'responsible')));
    else {
      addNote(outcome, 'values-kept', isKept ? 1 : 0);
      ready.push({ row, index, origin: textOf(row, 'id') || null, values, points, parent: unguarded(textOf(row, 'parent')) });
    }
  }
  const waiting = new Waiting(kept);
  await storeTasks(job, tx, ready, known, people, waiting);
  outcome.created = ready.length;
  addNote(outcome, 'parents-missing', waiting.alone);
  outcome.kept = waiting.toKeep();
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
    // Whoever is unknown stays named in the description.
    people: { field: 'responsible', ways: ['as-empty'] },
    formats: { list: formats, file: new URL('./formats.js', import.meta.url) },
    records: [task.type, project.type],
    keyOf: (row) => textOf(row, 'id') || null,
    async prepare({ actor, importId, archived, meant }) {
      await projectsSettled(tasks);
      if (last?.importId !== importId) last = new Earlier(importId);
      const job = { tasks, actor, say: texts(actor.language), earlier: last, withArchived: archived, meant };
      return (tx, rows, kept) => storeBatch(job, tx, rows, kept);
    },
  };
};

/** What goes along when an import of tasks is taken back. */
export const taskReverter = (tasks: Tasks): Reverter => ({
  type: task.type,
  tells: ['delegated', 'bound', 'moved'].map((what) => `${task.type}.${what}`),
  removed: (tx, rows) =>
    followTasks(
      tasks,
      tx,
      rows.map((before) => ({ before, after: null })),
    ),
});
