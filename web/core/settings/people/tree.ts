import type { Department } from '../../../../server/contracts/core/people.js';

/** Each department after the one it belongs to, by name within it. */
export function inTreeOrder(all: readonly Department[]): { department: Department; depth: number }[] {
  const known = new Set(all.map((each) => each.id));
  const walk = (parentId: number | null, depth: number): { department: Department; depth: number }[] =>
    all
      .filter((each) => (parentId === null ? each.parentId === null || !known.has(each.parentId) : each.parentId === parentId))
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((department) => [{ department, depth }, ...walk(department.id, depth + 1)]);
  return walk(null, 0);
}

/** The department itself and all that belong to it. */
export function below(all: readonly Department[], id: number): Set<number> {
  const found = new Set([id]);
  let grew = true;
  while (grew) {
    grew = false;
    for (const each of all) {
      if (each.parentId === null || !found.has(each.parentId) || found.has(each.id)) continue;
      found.add(each.id);
      grew = true;
    }
  }
  return found;
}

/** Whether another department of this name stands at this place already: nobody could tell the two apart. */
export const hasNamesake = (all: readonly Department[], { id, name, parentId }: Pick<Department, 'name' | 'parentId'> & { id: number | null }): boolean =>
  all.some((one) => one.id !== id && one.parentId === parentId && one.name.localeCompare(name.trim(), undefined, { sensitivity: 'accent' }) === 0);
