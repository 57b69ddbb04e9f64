import type { Role } from '../../contracts/core/rights.js';
import type { Scope } from '../../contracts/core/scopes.js';
import { audit } from '../audit/audit.js';
import type { Queries, Tx } from '../db/database.js';
import { lockRow, lockRows } from '../db/lock.js';
import { conflict, type FieldError, invalid, notFound, staleVersion } from '../http/problem.js';
import { languages } from '../i18n/texts.js';
import { demandOwnName } from '../records/namesake.js';
import type { Services } from '../services.js';
import type { Actor } from './actor.js';
import { roleName } from './built-in-roles.js';

type Grants = Record<string, Scope>;
interface RoleRow {
  id: number;
  version: number;
  name: string;
  built_in: string | null;
}

async function grantsOf(q: Queries, known: ReadonlySet<string>, roleId?: number): Promise<Map<number, Grants>> {
  let query = q.selectFrom('role_grants').selectAll().orderBy('permission');
  if (roleId !== undefined) query = query.where('role_id', '=', roleId);
  const grants = new Map<number, Grants>();
  // Grants of modules that are off rest where they are and come back with them.
  for (const row of (await query.execute()).filter(({ permission }) => known.has(permission))) {
    const one = grants.get(row.role_id) ?? {};
    one[row.permission] = row.scope as Scope;
    grants.set(row.role_id, one);
  }
  return grants;
}

const toRole = (row: RoleRow, grants: Grants | undefined, language: string): Role => ({
  id: row.id,
  version: row.version,
  name: roleName(row, language),
  builtIn: row.built_in !== null,
  fixed: row.built_in === 'administrator',
  grants: grants ?? {},
});

export async function listRoles(q: Queries, permissions: readonly string[], language: string): Promise<Role[]> {
  const rows = await q.selectFrom('roles').selectAll().orderBy('id').execute();
  const grants = await grantsOf(q, new Set(permissions));
  return rows.map((row) => toRole(row, grants.get(row.id), language));
}

/** @throws Refusal 404. */
export async function readRole(q: Queries, permissions: readonly string[], id: number, language: string): Promise<Role> {
  const row = await q.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return toRole(row, (await grantsOf(q, new Set(permissions), id)).get(id), language);
}

function checkGrants(permissions: readonly string[], grants: Grants): void {
  const unknown: FieldError[] = Object.keys(grants)
    .filter((permission) => !permissions.includes(permission))
    .map((permission) => ({ path: `grants.${permission}`, message: 'unknown-permission', params: { name: permission } }));
  if (unknown.length > 0) throw invalid(unknown);
}

async function writeGrants(tx: Tx, roleId: number, permissions: readonly string[], grants: Grants): Promise<void> {
  if (permissions.length > 0)
    await tx.q
      .deleteFrom('role_grants')
      .where('role_id', '=', roleId)
      .where('permission', 'in', [...permissions])
      .execute();
  const rows = Object.entries(grants).map(([permission, scope]) => ({ role_id: roleId, permission, scope }));
  if (rows.length > 0) await tx.q.insertInto('role_grants').values(rows).execute();
}

export async function createRole(
  { now }: Services,
  tx: Tx,
  permissions: readonly string[],
  actor: Actor,
  draft: { name: string; grants: Grants },
): Promise<Role> {
  checkGrants(permissions, draft.grants);
  const { id } = await tx.q.insertInto('roles').values({ version: 1, name: draft.name.trim(), built_in: null }).returning('id').executeTakeFirstOrThrow();
  await demandOwn(tx, { id, name: draft.name });
  await writeGrants(tx, id, permissions, draft.grants);
  await audit(tx, now(), actor, 'role.created', `core.role:${id}`, { grants: draft.grants });
  return readRole(tx.q, permissions, id, actor.language);
}

/** @throws Refusal 422 on `name` where another role has it, or a built-in one is called so in some language. */
async function demandOwn(tx: Tx, { id, name }: { id: number; name: string }): Promise<void> {
  const others = (await lockRows(tx, 'roles')).filter((one) => one.id !== id);
  demandOwnName(
    name,
    others.flatMap((one) => (one.built_in === null ? [one.name] : languages.map((language) => roleName(one, language)))),
  );
}

/** @throws Refusal 404. */
async function lockRole(tx: Tx, id: number): Promise<RoleRow> {
  const row = await lockRow(tx, 'roles', id);
  if (!row) throw notFound();
  return row;
}

/** @throws Refusal 409 for the administrator's role, which has everything always, and for the name of any built-in one. */
export async function changeRole(
  { now }: Services,
  tx: Tx,
  permissions: readonly string[],
  actor: Actor,
  id: number,
  patch: { name?: string; grants?: Grants; version?: number },
): Promise<Role> {
  const row = await lockRole(tx, id);
  const { version, ...given } = patch;
  const present = await readRole(tx.q, permissions, id, actor.language);
  if (version !== undefined && version !== row.version) throw staleVersion(present, { ...present, ...given, version });
  const renamed = given.name !== undefined && given.name.trim() !== present.name;
  if (row.built_in === 'administrator' || (row.built_in !== null && renamed)) throw conflict('built-in-role');
  if (given.grants) {
    checkGrants(permissions, given.grants);
    await writeGrants(tx, id, permissions, given.grants);
  }
  const name = renamed && given.name !== undefined ? given.name.trim() : row.name;
  if (renamed) await demandOwn(tx, { id, name });
  await tx.q
    .updateTable('roles')
    .set({ name, version: row.version + 1 })
    .where('id', '=', id)
    .execute();
  await audit(tx, now(), actor, 'role.changed', `core.role:${id}`, given.grants ? { before: present.grants, after: given.grants } : { renamed });
  return readRole(tx.q, permissions, id, actor.language);
}

/** @throws Refusal 409 for a built-in role, or one that somebody has. */
export async function removeRole({ now }: Services, tx: Tx, permissions: readonly string[], actor: Actor, id: number): Promise<Role> {
  const row = await lockRole(tx, id);
  if (row.built_in !== null) throw conflict('built-in-role');
  const role = await readRole(tx.q, permissions, id, actor.language);
  const used = await tx.q.selectFrom('person_roles').select('person_id').where('role_id', '=', id).limit(1).executeTakeFirst();
  if (used) throw conflict('role-in-use');
  await tx.q.deleteFrom('role_grants').where('role_id', '=', id).execute();
  await tx.q.deleteFrom('roles').where('id', '=', id).execute();
  await audit(tx, now(), actor, 'role.removed', `core.role:${id}`, { grants: role.grants });
  return role;
}
