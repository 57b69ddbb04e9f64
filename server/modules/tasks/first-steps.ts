import { type FirstStep, hasOwn } from '../../core/first-steps/point.js';
import { project, task } from './kinds.js';

export const firstSteps: FirstStep[] = [
  { id: 'tasks.task', right: 'tasks.task.create', isDone: (q) => hasOwn(q, task) },
  { id: 'tasks.project', right: 'tasks.project.create', isDone: (q) => hasOwn(q, project) },
];
