import { page } from '../alpha/page.js';
export const borrowed = page;
