import type { Sample } from '../../../core/sample/point.js';
import { createProject } from '../projects/projects.js';
import { projectsSettled } from '../projects/reach.js';
import { stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { createTask } from '../tasks/save.js';
import { takeStep } from '../tasks/step.js';
import { sampleWords } from './words.js';

const hour = 3_600_000;

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
      const deadlineAt = hours === null ? null : new Date(Math.ceil(Date.parse(tasks.now()) / hour + hours) * hour).toISOString();
      const place = stage === null ? {} : { projectId: project.id, stageId: stages[stage]?.id ?? null };
      const made = await tasks.db.write((tx) => createTask(tasks, tx, actor, { title, deadlineAt, priority, tags: [...tags], ...place }));
      if (stage === 1) await tasks.db.write((tx) => takeStep(tasks, tx, actor, made.id, 'start', {}));
      if (stage === 2) await tasks.db.write((tx) => takeStep(tasks, tx, actor, made.id, 'complete', {}));
    }
  },
});
