import { now } from '../../core/clock.js';
export const moment = now;
