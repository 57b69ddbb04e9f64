import { now } from '../clock.js';
export const started = now();
