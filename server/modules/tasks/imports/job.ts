import type { Actor } from '../../../core/access/actor.js';
import type { texts } from '../../../core/i18n/texts.js';
import type { CheckedRow } from '../../../core/imports/point.js';
import type { Row, Values } from '../../../core/records/kind.js';
import type { Tasks } from '../run.js';
import type { Earlier } from './earlier.js';
import type { Point } from './points.js';

/** What one run of the import has found out; asked again by every batch, stored in none. */
export interface Job {
  tasks: Tasks;
  actor: Actor;
  say: ReturnType<typeof texts>;
  earlier: Earlier;
  withArchived: boolean;
  /** Who is meant by names that are nobody's, by their folded form. */
  meant: ReadonlyMap<string, number>;
}

/** A row that is about to become a task. */
export interface Ready {
  row: CheckedRow;
  origin: string | null;
  values: Values;
  points: Point[];
  parent: string;
  index: number;
}

/** A row that became a task. */
export interface Made {
  ready: Ready;
  id: number;
  row: Row;
}
