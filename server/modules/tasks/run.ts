import type { Run } from '../../core/module.js';
import type { manifest } from './manifest.js';

/** What the functions of this module work with. */
export type Tasks = Run<typeof manifest>;
