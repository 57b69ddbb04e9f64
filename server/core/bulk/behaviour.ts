import type { RawBuilder } from 'kysely';
import type { BulkPlan, BulkReason, BulkRequest } from '../../contracts/core/bulk.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import type { MadeColumns } from '../exports/export.js';
import { definePoint } from '../kernel/tokens.js';
import type { RecordContext } from '../records/context.js';
import type { Kind, Row, Values } from '../records/kind.js';
import type { RecordRef } from '../records/record-ref.js';
import type { Services } from '../services.js';

export interface BulkDeps {
  services: Services;
  records: RecordContext;
}

export interface Changed {
  before: Row;
  after: Row;
}

/** Records that cannot take part: a code for why, and a condition on the table that finds them. */
export interface Unfit {
  reason: Extract<BulkReason, 'other-pipeline' | 'in-use' | 'closed' | 'has-step'>;
  where: RawBuilder<boolean>;
}

/** How something is planned for each of many records. */
export interface BulkPlanning {
  /** Those that cannot take part, the first reason that holds first. */
  unfit: readonly Unfit[];
  /** What the records are given by it, by field. @throws Refusal 403 without the right, 422 for a plan that is none */
  values(actor: Actor, plan: BulkPlan): Values;
  /** When that of one of them is due. @param n how many of the run come before it. */
  dueOf(actor: Actor, plan: BulkPlan, n: number): string | null;
  /** Plans it for these. @param before how many of the run have theirs already. @returns what was made for each, by its id. */
  make(tx: Tx, actor: Actor, plan: BulkPlan, rows: readonly Row[], before: number): Promise<readonly number[]>;
  /** Takes away what was made, where it is as it was made. @param made by record. @returns the records of which it went. */
  takeBack(tx: Tx, actor: Actor, made: ReadonlyMap<number, number>): Promise<readonly number[]>;
}

/** What an action comes to: the same values for all records that can take them. */
export interface BulkTarget {
  values: Values;
  /** Records that stand so already, where that is not just the values. */
  asItIs?: RawBuilder<boolean>;
  /** Each record is counted under the first that holds. */
  unfit?: readonly Unfit[];
}

/** What a module says about its records when many are changed at once. */
export interface BulkBehaviour {
  kind: Kind;
  /** For kinds with stages. @throws Refusal 422 as for one record. */
  move?(actor: Actor, request: Pick<BulkRequest, 'stageId' | 'lostReasonId'>): Promise<BulkTarget>;
  /** For kinds that have a next step. */
  planning?: BulkPlanning;
  /** Fields that may be changed for many at once, where not all that lists are filtered by. */
  fields?: readonly string[];
  /** How one record is put into the bin, where more belongs to it or not every one may go. */
  removal?: {
    /** Those that cannot go, as far as a condition on the table tells. */
    unfit: Unfit;
    /** @throws Refusal for one that cannot go: it stays, the others go on. */
    remove(tx: Tx, actor: Actor, id: number): Promise<unknown>;
  };
  /** What goes along with changed records: timelines, stage history. No word to anybody for each of them. @param isUndone they have again what they had. */
  follow?(tx: Tx, actor: Actor, changed: readonly Changed[], isUndone: boolean): Promise<void>;
  /** Takes one record back out of the bin, where the module does more than core. @throws Refusal */
  restore?(tx: Tx, actor: Actor, id: number): Promise<unknown>;
  /** How a run of `emptied.ts` is taken back. */
  refill?: {
    /** Takes the entry that was emptied out of the bin, unless it is back. @param given what the records got instead. @throws Refusal */
    bringBack(tx: Tx, actor: Actor, entry: RecordRef, given: BulkRequest): Promise<unknown>;
    /** What goes along with records that stand in it again. */
    follow(tx: Tx, actor: Actor, changed: readonly Changed[]): Promise<void>;
  };
  /** Code of the notice to whoever was given records, with `count` and `actor`; none: nobody is told. */
  assigned?: string;
  /** Code of the notice to whoever had them until then, with `count`, `actor` and `to`. */
  taken?: string;
  /** What files of such records may hold beside their fields. */
  exported?: MadeColumns;
}

/** The kinds of record that can be changed many at a time. */
export const BulkKinds = definePoint<BulkBehaviour>()('core', 'bulk-kinds');
