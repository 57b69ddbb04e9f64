import type { RawBuilder } from 'kysely';
import type { BulkRequest } from '../../contracts/core/bulk.js';
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

/** What an action comes to: the same values for all records that can take them. */
export interface BulkTarget {
  values: Values;
  /** Records that stand so already, where that is not just the values. */
  asItIs?: RawBuilder<boolean>;
  /** Records that cannot take part: a code for why, and a condition on the table that finds them. */
  unfit?: { reason: 'other-pipeline' | 'in-use'; where: RawBuilder<boolean> };
}

/** What a module says about its records when many are changed at once. */
export interface BulkBehaviour {
  kind: Kind;
  /** For kinds with stages. @throws Refusal 422 as for one record. */
  move?(actor: Actor, request: Pick<BulkRequest, 'stageId' | 'lostReasonId'>): Promise<BulkTarget>;
  /** Fields that may be changed for many at once, where not all that lists are filtered by. */
  fields?: readonly string[];
  /** How one record is put into the bin, where more belongs to it or not every one may go. */
  removal?: {
    /** Those that cannot go, as far as a condition on the table tells. */
    unfit: NonNullable<BulkTarget['unfit']>;
    /** @throws Refusal for one that cannot go: it stays, the others go on. */
    remove(tx: Tx, actor: Actor, id: number): Promise<unknown>;
  };
  /** What goes along with changed records: timelines, stage history. No word to anybody for each of them. */
  follow?(tx: Tx, actor: Actor, changed: readonly Changed[]): Promise<void>;
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
