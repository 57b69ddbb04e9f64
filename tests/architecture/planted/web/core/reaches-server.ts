import { now } from '../../server/core/clock.js';
export const clock = now;
