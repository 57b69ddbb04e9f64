import type { Actor } from '../access/actor.js';
import type { Queries, Tx } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';
import type { RecordRef } from './record-ref.js';

/**
 * What comes next about a record, where modules that do not know each other have something to say: sources offer steps, a keeper stores
 * the next one on its records so that lists and boards need no second query. Of a step of another module only that there is one, and
 * when, is told: not everybody who sees the record may see the step.
 */

export interface OfferedStep {
  id: number;
  /** Until when it is to be done; null: no day was set. */
  at: string | null;
}

export interface StepMove {
  from: RecordRef;
  to: RecordRef;
  /** Only these of them; without it all. */
  only?: readonly number[];
}

/** A module whose records are things to do about records of others. */
export interface NextStepSource {
  /** Kind of record that its steps are. */
  type: string;
  /** The first step that is open about each of some records: the earliest, those without a time last. Records without one are left out. */
  firstAbout(q: Queries, about: { type: string; ids: readonly number[] }): Promise<Map<number, OfferedStep>>;
  /** Numbers of the records of a kind about which a step is open, ascending: those after `after`, at most so many. */
  openAbout(q: Queries, type: string, after: number, most: number): Promise<number[]>;
  /** Has the steps that are open about one record be about another: whoever may change both, so the caller has asked. @returns their numbers. */
  moveOpen(tx: Tx, actor: Actor, move: StepMove): Promise<number[]>;
}
export const NextStepSources = definePoint<NextStepSource>()('core', 'next-step-sources');

/** A module that shows on records of a kind what comes next. */
export interface NextStepKeeper {
  /** Kind of its records. */
  type: string;
  /** Decides anew what comes next for some records, and stores it. */
  refresh(tx: Tx, ids: readonly number[]): Promise<void>;
  /** Numbers of the records whose step is of another module, ascending: those after `after`, at most so many. */
  withForeign(q: Queries, after: number, most: number): Promise<number[]>;
}
export const NextStepKeepers = definePoint<NextStepKeeper>()('core', 'next-step-keepers');

/** Those of the modules that are on. */
export interface NextSteps {
  sources: NextStepSource[];
  keepers: NextStepKeeper[];
}

/** Of two steps the one that comes first; the first of two that come at the same time. */
export const sooner = <T extends { at: string | null }>(a: T, b: T): T => (b.at !== null && (a.at === null || b.at < a.at) ? b : a);

/** What other modules offer as the next step of each of some records. */
export async function offeredSteps(
  { sources }: Pick<NextSteps, 'sources'>,
  q: Queries,
  type: string,
  ids: readonly number[],
): Promise<Map<number, OfferedStep & { type: string }>> {
  const found = new Map<number, OfferedStep & { type: string }>();
  for (const source of sources)
    for (const [id, step] of await source.firstAbout(q, { type, ids })) {
      const offered = { type: source.type, ...step };
      const present = found.get(id);
      found.set(id, present ? sooner(present, offered) : offered);
    }
  return found;
}

/** To be called by a source in the transaction that changed, made or took away steps, with the records that they were or are about. */
export async function stepsChanged({ keepers }: Pick<NextSteps, 'keepers'>, tx: Tx, about: readonly RecordRef[]): Promise<void> {
  for (const { type, refresh } of keepers) {
    const ids = [...new Set(about.flatMap((one) => (one.type === type ? [one.id] : [])))];
    if (ids.length > 0) await refresh(tx, ids);
  }
}
