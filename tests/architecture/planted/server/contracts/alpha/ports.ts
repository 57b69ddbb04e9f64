import type { Actor } from '../../core/access/actor.js';
import type { Clock } from '../../core/clock.js';
export type Deals = (actor: Actor, clock: Clock) => string;
