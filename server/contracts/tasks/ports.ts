import type { Actor } from '../../core/access/actor.js';
import type { Queries, Tx } from '../../core/db/database.js';
import { definePort } from '../../core/kernel/tokens.js';
import type { Priority } from './records.js';

/** A task that another module makes, as the action of an automation or from something that was said. */
export interface WantedTask {
  title: string;
  /** HTML that was sanitised as comments are, or null. */
  description?: { html: string; words: string } | null;
  ownerId: number | null;
  deadlineAt?: string | null;
  /** In place of a deadline: at the end of work so many working days from now; 0: today, or the next working day. */
  dueInWorkingDays?: number;
  priority?: Priority;
  /** The record it is about: it has the task on its timeline. */
  about?: { type: string; id: number };
  /** Nobody is told of it. */
  quietly?: boolean;
}

/** Tasks for the modules that make some. */
export interface TaskMaker {
  /**
   * Makes a task in the name of the actor, with everything that goes along; with core's system actor where the portal itself does.
   * @throws Refusal as for a task made by hand: 403, or 422 naming the field.
   */
  make(tx: Tx, actor: Actor, wanted: WantedTask): Promise<{ id: number }>;
  /** Those of these tasks that are done. @param q `db.read`, or `tx.q` inside a transaction. */
  doneAmong(q: Queries, ids: readonly number[]): Promise<number[]>;
}
export const TaskMaker = definePort<TaskMaker>()('tasks', 'maker');
