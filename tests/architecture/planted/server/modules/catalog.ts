import alpha from './alpha/manifest.js';
import { sound } from './alpha/sound.js';
import beta from './beta/module.js';
export type Catalog = typeof catalog;
export const catalog = [{ manifest: alpha, load: () => import('./alpha/module.js') }, beta, sound];
