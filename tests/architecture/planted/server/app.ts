import { catalog } from './modules/catalog.js';
import gamma from './modules/gamma/module.js';
import { shell } from '../web/core/shell.js';
export const app = [catalog, gamma, shell];
