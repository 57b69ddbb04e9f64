import { deal } from '../contracts/alpha/records.js';
export const known = deal;
