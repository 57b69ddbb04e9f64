import i18next from 'i18next';

/** `crm.deal.read` is the text `crm:permission.deal.read`; without one the permission itself is shown, as integrators know it. */
export function permissionLabel(permission: string): string {
  const dot = permission.indexOf('.');
  return i18next.t(`${permission.slice(0, dot)}:permission.${permission.slice(dot + 1)}`, { defaultValue: permission });
}

/** Permissions by the module they belong to, core first, in the order they came. */
export function byModule(permissions: readonly string[]): { moduleId: string; permissions: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const permission of permissions) {
    const id = permission.split('.')[0] ?? '';
    groups.set(id, [...(groups.get(id) ?? []), permission]);
  }
  return [...groups].map(([moduleId, list]) => ({ moduleId, permissions: list })).sort((a, b) => Number(b.moduleId === 'core') - Number(a.moduleId === 'core'));
}

/** Permissions of core concern the whole portal: one has them or not. */
export const isWhole = (permission: string): boolean => permission.startsWith('core.');
