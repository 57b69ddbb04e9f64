import { call } from '../../contracts/gamma/records.js';
export const foreign = call;
