import type { Scope } from '../../contracts/core/scopes.js';
import type { Tx } from '../db/database.js';
import { texts } from '../i18n/texts.js';
import { corePermissions } from './permissions.js';

/** Roles that the portal brings; texts under `core:role.<id>`. */
export const builtInRoles = ['administrator', 'sales-manager', 'salesperson', 'employee'] as const;
export type BuiltInRole = (typeof builtInRoles)[number];

/** The modules that those who sell work with; of others the two sales roles know nothing. */
const selling = ['crm', 'sales', 'tasks'];
/** What people do with records of their own wherever there are no clients and no money in them. */
const ofEverybody = ['tasks'];
/** Records without an owner that everybody who sells reads: dictionaries and the catalogue. */
const common = ['crm.pipeline', 'crm.stage', 'crm.source', 'crm.lost-reason', 'sales.product'];
const workOfSalespeople = ['read', 'create', 'change'];

/** The scope in which a built-in role has a permission; undefined: not at all. */
export function scopeInRole(role: BuiltInRole, permission: string): Scope | undefined {
  if (role === 'administrator') return 'all';
  const [module = '', record = '', action = ''] = permission.split('.');
  if (!(role === 'employee' ? ofEverybody : selling).includes(module) || action === '') return undefined;
  if (common.includes(`${module}.${record}`)) return action === 'read' ? 'all' : undefined;
  if (role === 'sales-manager') return 'department-below';
  return workOfSalespeople.includes(action) || (ofEverybody.includes(module) && action === 'delete') ? 'own' : undefined;
}

async function grant(tx: Tx, roleId: number, role: BuiltInRole, permissions: readonly string[]): Promise<void> {
  const grants = [...new Set(permissions)].flatMap((permission) => {
    const scope = scopeInRole(role, permission);
    return scope ? [{ role_id: roleId, permission, scope }] : [];
  });
  if (grants.length === 0) return;
  await tx.q
    .insertInto('role_grants')
    .values(grants)
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/**
 * The roles of a new portal: administrator (everything), sales manager (the department's and what lies below), salesperson (their own)
 * and employee (their own tasks, and nothing of clients).
 * @param permissions of the modules that are chosen; core's are added here. @returns the ids of the roles.
 */
export async function createBuiltInRoles(tx: Tx, permissions: readonly string[]): Promise<Record<BuiltInRole, number>> {
  const ids = {} as Record<BuiltInRole, number>;
  for (const role of builtInRoles) {
    const { id } = await tx.q.insertInto('roles').values({ version: 1, name: role, built_in: role }).returning('id').executeTakeFirstOrThrow();
    await grant(tx, id, role, [...corePermissions, ...permissions]);
    ids[role] = id;
  }
  return ids;
}

/** Gives the built-in roles their part of permissions that are new, such as those of a module that is added later; what an administrator changed stays. */
export async function grantPermissions(tx: Tx, permissions: readonly string[]): Promise<void> {
  const roles = await tx.q.selectFrom('roles').select(['id', 'built_in']).where('built_in', 'is not', null).execute();
  for (const role of roles) await grant(tx, role.id, role.built_in as BuiltInRole, permissions);
}

/** What a role is called in a language: its own name, or for a built-in one the portal's word for it. */
export const roleName = (role: { name: string; built_in: string | null }, language: string): string =>
  role.built_in === null ? role.name : texts(language)(`core:role.${role.built_in}.name`);
