import { sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { lockRows } from '../db/lock.js';
import { conflict, forbidden, Refusal } from '../http/problem.js';
import type { Access } from './access.js';
import type { Actor } from './actor.js';

/** For what concerns everybody, such as settings: the permission in scope `all`. @throws Refusal 403. */
export function demandAll(access: Access, actor: Actor, permission: string): void {
  if (!access.scope(actor, permission).all) throw forbidden(permission);
}

/** For what a program must not do in a person's name: passwords and further tokens. @throws Refusal 403. */
export function demandPerson(actor: Actor): void {
  if (actor.byToken) throw new Refusal(403, 'needs-session');
}

/**
 * Makes changes of administrators wait for each other, so that no two of them can take away the last two at once; to be
 * called before the change.
 */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await lockRows(tx, 'roles', sql`built_in = 'administrator'`);
}

/** To be called after the change. @throws Refusal 409 when nobody would be left who may do everything. */
export async function demandAdministrator(tx: Tx): Promise<void> {
  const one = await tx.q
    .selectFrom('person_roles as pr')
    .innerJoin('roles as r', 'r.id', 'pr.role_id')
    .innerJoin('people as p', 'p.id', 'pr.person_id')
    .select('p.id')
    .where('r.built_in', '=', 'administrator')
    .where('p.status', '=', 'active')
    .limit(1)
    .executeTakeFirst();
  if (!one) throw conflict('last-administrator');
}
