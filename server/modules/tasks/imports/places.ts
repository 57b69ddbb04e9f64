import type { Tx } from '../../../core/db/database.js';
import { addNote, type BatchOutcome, type CheckedRow, type RowFault } from '../../../core/imports/point.js';
import { reaches } from '../../../core/records/context.js';
import type { Row } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import { project } from '../kinds.js';
import { createProject } from '../projects/projects.js';
import { isArchived, mayFill } from '../projects/reach.js';
import { insertStage, mostStages, stagesOf, stagesOfMany } from '../projects/stages.js';
import { fault, textOf } from './cells.js';
import type { Job } from './job.js';

export interface Place {
  projectId: number | null;
  stageId: number | null;
}

/** The projects and stages that rows name, made where they are not there and the actor may. @returns where each row goes, or its fault. */
export async function placesOf({ tasks, actor }: Job, tx: Tx, rows: readonly CheckedRow[], outcome: BatchOutcome): Promise<(Place | RowFault)[]> {
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
