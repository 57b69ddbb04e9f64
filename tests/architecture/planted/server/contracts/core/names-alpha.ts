import { deal } from '../alpha/records.js';
export const wellKnown = deal;
