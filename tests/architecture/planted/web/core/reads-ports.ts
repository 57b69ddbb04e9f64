import type { Deals } from '../../server/contracts/alpha/ports.js';
export type Known = Deals;
