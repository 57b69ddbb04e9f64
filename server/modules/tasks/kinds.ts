import * as records from '../../contracts/tasks/records.js';
import { defineKind } from '../../core/records/kind.js';

export const task = defineKind(records.task);
export const project = defineKind(records.project);
