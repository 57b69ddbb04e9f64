import { base } from './0001-base.js';
import { importErrors } from './0002-import-errors.js';

/** In the order in which they run; never changed once released, only added to. */
export const migrations = [base, importErrors];
