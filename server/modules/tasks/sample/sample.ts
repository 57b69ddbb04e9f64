import { plusDays } from '../../../contracts/core/calendar-day.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { nextWorkingDay } from '../../../core/db/working-days.js';
import type { Sample } from '../../../core/sample/point.js';
import { createProject } from '../projects/projects.js';
import { projectsSettled } from '../projects/reach.js';
import { stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { createTask } from '../tasks/save.js';
import { takeStep } from '../tasks/step.js';
import { sampleWords } from './words.js';

const hour = 3_600_000;

/** The end of the working day that lies about so many hours from now, as people set deadlines; what is to come is never past. */
function deadlineIn({ now, settings }: Tasks, hours: number): string {
  const { timeZone, workingHours } = settings.company();
  const day = dayIn(timeZone, plusMilliseconds(now(), hours * hour));
  const endOf = (of: string) => instantAt(of, workingHours.to, timeZone);
  if (hours < 0) return endOf(day);
  const first = endOf(nextWorkingDay(workingHours, day));
  return first > now() ? first : endOf(nextWorkingDay(workingHours, plusDays(day, 1)));
}

/** A small project with a board, and some things to do beside it. */
export const tasksSample = (tasks: Tasks): Sample => ({
  total: sampleWords('en').tasks.length + 1,
  async make(actor) {
    const words = sampleWords(actor.language);
    const project = await tasks.db.write((tx) =>
      createProject(tasks, tx, actor, { name: words.project, description: words.about, visibility: 'open', colour: 5 }),
    );
    await projectsSettled(tasks);
    const stages = await stagesOf(tasks.db.read, project.id);
    for (const [title, stage, hours, priority, tags] of words.tasks) {
      const deadlineAt = hours === null ? null : deadlineIn(tasks, hours);
      const place = stage === null ? {} : { projectId: project.id, stageId: stages[stage]?.id ?? null };
      const made = await tasks.db.write((tx) => createTask(tasks, tx, actor, { title, deadlineAt, priority, tags: [...tags], ...place }));
      if (stage === 1) await tasks.db.write((tx) => takeStep(tasks, tx, actor, made.id, 'start', {}));
      if (stage === 2) await tasks.db.write((tx) => takeStep(tasks, tx, actor, made.id, 'complete', {}));
    }
  },
});
