import { gone } from './nowhere.js';
export const here = gone;
