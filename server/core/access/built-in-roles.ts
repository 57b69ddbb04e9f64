import type { Scope } from '../../contracts/core/endpoints.js';
import type { Tx } from '../db/database.js';

/** What core itself lets people do beyond what everybody may. */
export const corePermissions = ['core.people.manage', 'core.roles.manage', 'core.settings.manage', 'core.modules.manage'] as const;

type BuiltIn = 'administrator' | 'sales-manager' | 'salesperson';

/** Kinds that are dictionaries and catalogues: everybody's to read, the administrator's to change. */
const shared = /^(crm\.(pipeline|stage|source|lost-reason)|sales\.product)\./;
const harmless = /\.(read|create|change)$/;

/** In which scope a role that came with the portal has a permission; undefined: not at all. */
function scopeIn(role: BuiltIn, permission: string): Scope | undefined {
  if (role === 'administrator') return 'all';
  if (permission.startsWith('core.')) return undefined;
  if (shared.test(permission)) return permission.endsWith('.read') ? 'all' : undefined;
  if (role === 'sales-manager') return 'department';
  return harmless.test(permission) ? 'own' : undefined;
}

async function grant(tx: Tx, roleId: number, role: BuiltIn, permissions: readonly string[]): Promise<void> {
  for (const permission of permissions) {
    const scope = scopeIn(role, permission);
    if (!scope) continue;
    await tx.q
      .insertInto('role_grants')
      .values({ role_id: roleId, permission, scope })
      .onConflict((oc) => oc.doNothing())
      .execute();
  }
}

/**
 * Makes the roles that come with the portal; their names are texts, `core:role.<id>.name`.
 * @param permissions of the modules that are chosen; core's own are added.
 * @returns the id of the administrator's role.
 */
export async function createBuiltInRoles(tx: Tx, permissions: readonly string[]): Promise<{ administrator: number }> {
  const ids = {} as Record<BuiltIn, number>;
  for (const role of ['administrator', 'sales-manager', 'salesperson'] as const) {
    const { id } = await tx.q.insertInto('roles').values({ version: 1, name: role, built_in: role }).returning('id').executeTakeFirstOrThrow();
    ids[role] = id;
    await grant(tx, id, role, [...corePermissions, ...permissions]);
  }
  return { administrator: ids.administrator };
}

/** Adds the permissions of a module that comes later to the roles that came with the portal. */
export async function grantNewModule(tx: Tx, permissions: readonly string[]): Promise<void> {
  const roles = await tx.q.selectFrom('roles').select(['id', 'built_in']).where('built_in', 'is not', null).execute();
  for (const role of roles) await grant(tx, role.id, role.built_in as BuiltIn, permissions);
}
