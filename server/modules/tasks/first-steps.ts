import { type FirstStep, hasMade } from '../../core/first-steps/point.js';
import { project, task } from './kinds.js';

export const firstSteps: FirstStep[] = [
  { id: 'tasks.task', right: 'tasks.task.create', isDone: (q, personId) => hasMade(q, task, personId) },
  { id: 'tasks.project', right: 'tasks.project.create', isDone: (q, personId) => hasMade(q, project, personId) },
];
