import { system } from '../../core/access/actor.js';
export const told = system.name;
