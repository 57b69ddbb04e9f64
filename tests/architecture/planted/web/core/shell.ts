import { field } from '../../server/contracts/core/fields.js';
export const shell = field;
