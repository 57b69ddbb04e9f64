import type { Actor } from '../../core/access/actor.js';
import { covers } from '../../core/access/actor.js';
import { forbidden, invalidField, Refusal } from '../../core/http/problem.js';
import type { Run } from '../../core/module.js';
import { scopeOf } from '../../core/records/context.js';
import type { Kind } from '../../core/records/kind.js';
import type { manifest } from './manifest.js';

export type SalesRun = Run<typeof manifest> & {
  /** What is made belongs to the sample. */
  isSample?: boolean;
};

/**
 * The same person, with the rights of the portal: for what follows by itself from a step they were allowed to take, such as
 * the deal's amount after a quote, or a client taken from the deal that they may not open themselves.
 */
export const onBehalfOf = (actor: Actor): Actor => ({ ...actor, system: true });

/** @throws Refusal 403 when the actor may not create records of this kind for that owner. */
export function demandCreate(run: SalesRun, actor: Actor, kind: Kind, ownerId: number | null): void {
  if (!covers(scopeOf(run.records, actor, kind, 'create'), ownerId)) throw forbidden(`${kind.type}.create`);
}

/** Runs `find`; a record that was named in the body and is not there for the actor is the body's fault, not the address's. */
export async function namedIn<T>(path: string, find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw invalidField(path, 'unknown-record');
    throw error;
  }
}
