import { page } from '../modules/alpha/page.js';
export const first = page;
