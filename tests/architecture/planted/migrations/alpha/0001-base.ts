import { now } from '../../server/core/clock.js';
import { table } from '../../server/core/db/schema.js';
export const up = [now, table];
