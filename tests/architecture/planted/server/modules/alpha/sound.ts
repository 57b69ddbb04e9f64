import { task } from '../../contracts/beta/records.js';
import { now } from '../../core/clock.js';
export const sound = [task, now];
