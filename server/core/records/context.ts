import type { Access } from '../access/access.js';
import { type Actor, covers, everything, type Scope } from '../access/actor.js';
import type { Database, Tx } from '../db/database.js';
import { forbidden, notFound } from '../http/problem.js';
import { definePoint } from '../kernel/tokens.js';
import type { Live } from '../realtime/live.js';
import type { SearchQueue } from '../search/queue.js';
import type { Outbox } from '../webhooks/outbox.js';
import { columnOf, type Kind, type Row } from './kind.js';
import type { NextSteps } from './next-steps.js';

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
  /** How records that hold others let people in, by the type of what they hold. */
  containers: ReadonlyMap<string, ContainerRights>;
  /** What is offered as the next step of records, and who keeps it. */
  nextSteps: NextSteps;
}

export type Action = 'read' | 'create' | 'change' | 'delete' | 'export' | 'import';

/** Whom records that hold others, such as projects, let in. Answered from memory: it is asked for every row and every listener. */
export interface ContainerRights {
  /** Kind of record that is held. */
  type: string;
  /** Kind of the records that hold it. */
  holder: string;
  /** Ids of those which let the actor do this to what they hold. */
  open(actor: Actor, action: Action): readonly number[];
  /** Called after every change of a holder. */
  reload(): void;
}
export const Containers = definePoint<ContainerRights>()('core', 'containers');

/** THE function that says which records of a kind an actor may read, change …; lists, counts, search, files and sockets ask it. */
export function scopeOf(ctx: Rights, actor: Actor, kind: Kind, action: Action): Scope {
  const permission = `${kind.type}.${action}`;
  const scope = ctx.access.scope(actor, permission);
  if (scope.all || actor.personId === null || !ctx.access.may(actor, permission)) return scope;
  // A record without an owner is everybody's: whoever has the right in any scope has it for all.
  if (kind.ownerColumn === null) return everything;
  const fields = Object.entries(kind.declaration.people?.roles ?? {}).flatMap(([field, opens]) => (opens.some((one) => one === action) ? [field] : []));
  const containers = kind.containerColumn === null ? [] : (ctx.containers.get(kind.type)?.open(actor, action) ?? []);
  return fields.length === 0 && containers.length === 0 ? scope : { ...scope, doors: { personId: actor.personId, fields, containers } };
}

/** Has those who answer for what records of a kind hold look again, after the commit of a change of such records. */
export function followHolder(ctx: Rights, tx: Tx, kind: Kind): void {
  for (const rights of ctx.containers.values()) if (rights.holder === kind.type) tx.afterCommit(() => rights.reload());
}

/** What the rights of records are asked of. */
export type Rights = Pick<RecordContext, 'access' | 'containers'>;

export const ownerOf = (kind: Kind, row: Row): number | null => (kind.ownerColumn === null ? null : (row[kind.ownerColumn] as number | null));

const names = (row: Row, field: string, personId: number): boolean => {
  const stored = row[columnOf(field)];
  return typeof stored === 'string' ? (JSON.parse(stored) as number[]).includes(personId) : stored === personId;
};

/** Whether a scope covers a row: whose it is, whom it names, or what holds it. */
export function coversRow(kind: Kind, scope: Scope, row: Row): boolean {
  if (covers(scope, ownerOf(kind, row))) return true;
  const doors = scope.all ? undefined : scope.doors;
  if (!doors) return false;
  const container = kind.containerColumn === null ? null : row[kind.containerColumn];
  return (typeof container === 'number' && doors.containers.includes(container)) || doors.fields.some((field) => names(row, field, doors.personId));
}

/** Whether an actor may do this to a row. */
export const reaches = (ctx: Rights, actor: Actor, kind: Kind, row: Row, action: Action): boolean => coversRow(kind, scopeOf(ctx, actor, kind, action), row);

/** The columns of a row that {@link coversRow} looks at. */
export const rightColumns = (kind: Kind): string[] => [
  ...new Set([kind.ownerColumn, kind.containerColumn, ...Object.keys(kind.declaration.people?.roles ?? {}).map(columnOf)].filter((one) => one !== null)),
];

/**
 * Lets a row pass to an actor or refuses it: outside the read scope it does not exist (404), readable but not
 * changeable is said so (403).
 */
export function admit(ctx: Rights, actor: Actor, kind: Kind, row: Row | undefined, action: Action): Row {
  if (!row || !reaches(ctx, actor, kind, row, 'read')) throw notFound();
  if (action !== 'read' && !reaches(ctx, actor, kind, row, action)) throw forbidden(`${kind.type}.${action}`);
  return row;
}
