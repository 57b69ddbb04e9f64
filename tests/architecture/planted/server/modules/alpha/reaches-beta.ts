import beta from '../beta/module.js';
export const other = beta;
