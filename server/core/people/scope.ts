import { sql } from 'kysely';
import { isWider, type Scope } from '../../contracts/core/scopes.js';
import { type Actor, covers } from '../access/actor.js';
import type { Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { forbidden, notFound } from '../http/problem.js';
import type { Services } from '../services.js';
import { findPerson } from './person.js';

type Needs = Pick<Services, 'access' | 'db'>;
const manage = 'core.people.manage';

/** @throws Refusal 403 when the actor may not manage this person. */
export function demandPersonInScope({ access }: Needs, actor: Actor, personId: number): void {
  if (!covers(access.scope(actor, manage), personId)) throw forbidden(manage);
}

/** For what belongs to somebody's account: sessions, tokens, links. @throws Refusal 404, 403 also over somebody mightier. */
export async function demandAccountInScope(needs: Needs, q: Queries, actor: Actor, personId: number): Promise<void> {
  const person = await findPerson(q, needs.db.dialect, personId);
  if (!person) throw notFound();
  demandPersonInScope(needs, actor, personId);
  await demandMightOver(needs, q, actor, person.roleIds);
}

/** Who manages their department only cannot put people into others. @throws Refusal 403. */
export async function demandDepartmentInScope({ access, db }: Needs, q: Queries, actor: Actor, departmentId: number | null): Promise<void> {
  const scope = access.scope(actor, manage);
  if (scope.all) return;
  const member =
    departmentId === null
      ? undefined
      : await q
          .selectFrom('people')
          .select('id')
          .where('department_id', '=', departmentId)
          .where(inIds(db.dialect, sql.ref('id'), scope.owners))
          .limit(1)
          .executeTakeFirst();
  if (!member) throw forbidden(manage);
}

/**
 * Nobody makes others mightier than themselves, nor takes over the account of somebody mightier: what the roles allow,
 * the actor must be allowed too, unless they may change roles anyway.
 * @throws Refusal 403.
 */
export async function demandMightOver({ access, db }: Needs, q: Queries, actor: Actor, roleIds: readonly number[]): Promise<void> {
  if (roleIds.length === 0 || access.scope(actor, 'core.roles.manage').all) return;
  const grants = await q
    .selectFrom('role_grants')
    .select(['permission', 'scope'])
    .where(inIds(db.dialect, sql.ref('role_id'), roleIds))
    .execute();
  for (const { permission, scope } of grants) {
    if (isWider(scope as Scope, actor.permissions.get(permission))) throw forbidden('core.roles.manage');
  }
}
