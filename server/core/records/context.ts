import type { Access } from '../access/access.js';
import { type Actor, covers, type Scope } from '../access/actor.js';
import type { Database, Tx } from '../db/database.js';
import { forbidden, notFound } from '../http/problem.js';
import type { Live } from '../realtime/live.js';
import type { SearchQueue } from '../search/queue.js';
import type { Outbox } from '../webhooks/outbox.js';
import type { Kind, Row } from './kind.js';

/** What the functions of the record kit work with. */
export interface RecordContext {
  db: Database;
  access: Access;
  live: Live;
  /** Told of every change of a record in its transaction. */
  outbox: Outbox;
  /** Told of every record whose words have changed, in the transaction of the change; asked to catch up before the index is. */
  search: SearchQueue;
  now(): string;
  /** Told of every new record in its transaction. */
  onCreate?: (tx: Tx, kind: Kind, id: number) => Promise<void>;
  /** Day on which the company's weeks begin; 0 is Sunday. */
  weekStart(): number;
  /** Every kind of record of the modules that are on, by type. */
  kinds: ReadonlyMap<string, Kind>;
}

export type Action = 'read' | 'create' | 'change' | 'delete' | 'export' | 'import';

/** THE function that says whose records of a kind an actor may read, change …; lists, counts, search, files and sockets ask it. */
export function scopeOf(ctx: Pick<RecordContext, 'access'>, actor: Actor, kind: Kind, action: Action): Scope {
  const scope = ctx.access.scope(actor, `${kind.type}.${action}`);
  // A record without an owner is everybody's: whoever has the right in any scope has it for all.
  return kind.ownerColumn === null && ctx.access.may(actor, `${kind.type}.${action}`) ? { all: true } : scope;
}

export const ownerOf = (kind: Kind, row: Row): number | null => (kind.ownerColumn === null ? null : (row[kind.ownerColumn] as number | null));

/**
 * Lets a row pass to an actor or refuses it: outside the read scope it does not exist (404), readable but not
 * changeable is said so (403).
 */
export function admit(ctx: Pick<RecordContext, 'access'>, actor: Actor, kind: Kind, row: Row | undefined, action: Action): Row {
  if (!row || !covers(scopeOf(ctx, actor, kind, 'read'), ownerOf(kind, row))) throw notFound();
  if (action !== 'read' && !covers(scopeOf(ctx, actor, kind, action), ownerOf(kind, row))) throw forbidden(`${kind.type}.${action}`);
  return row;
}
