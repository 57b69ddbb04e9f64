import { base } from './0001-base.js';
import { parts } from './0002-parts.js';

/** In the order in which they run; never changed once released, only added to. */
export const migrations = [base, parts];
