import type { Catalog } from '../catalog.js';
export type All = Catalog;
