import i18next from 'i18next';
import { localeOf } from '../../../ui/format.js';
import { recordsName } from '../../module-words.js';

/** `crm.deal.read` → `crm.deal` and `read`. */
function partsOf(permission: string): { type: string; action: string } {
  const dot = permission.lastIndexOf('.');
  return { type: permission.slice(0, dot), action: permission.slice(dot + 1) };
}

/** What a right lets one do with records of its kind, as a verb: `see`. */
export function actionWord(permission: string): string {
  const { action } = partsOf(permission);
  return i18next.t(`core:permission.action.${action}`, { defaultValue: action });
}

/** A right on its own: core's have texts of theirs, those over records are put together from kind and verb. */
export function permissionLabel(permission: string): string {
  if (permission.startsWith('core.')) return i18next.t(`core:permission.${permission.slice('core.'.length)}`, { defaultValue: permission });
  return i18next.t('core:permission.of', { records: recordsName(partsOf(permission).type), action: actionWord(permission) });
}

export interface KindGroup {
  /** `crm.deal`; core's rights have none. */
  type: string;
  permissions: string[];
}

/** What modules can do with records, in the order in which everybody reads it; anything of a module's own comes after. */
const actions = ['read', 'create', 'change', 'delete', 'import', 'export'];
const placeOf = (permission: string): number => {
  const place = actions.indexOf(partsOf(permission).action);
  return place < 0 ? actions.length : place;
};

/** Permissions by module and by the kind of record they are about, core first, the kinds in the order they came. */
export function byModule(permissions: readonly string[]): { moduleId: string; kinds: KindGroup[] }[] {
  const modules = new Map<string, Map<string, string[]>>();
  for (const permission of permissions) {
    const { type } = partsOf(permission);
    const id = type.split('.')[0] ?? '';
    const kinds = modules.get(id) ?? new Map<string, string[]>();
    kinds.set(type, [...(kinds.get(type) ?? []), permission]);
    modules.set(id, kinds);
  }
  return [...modules]
    .map(([moduleId, kinds]) => ({ moduleId, kinds: [...kinds].map(([type, list]) => ({ type, permissions: list.sort((a, b) => placeOf(a) - placeOf(b)) })) }))
    .sort((a, b) => Number(b.moduleId === 'core') - Number(a.moduleId === 'core'));
}

/** Things in a row as people say them: `see, add and change`. */
export const inARow = (words: readonly string[], language: string): string => new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(words);
