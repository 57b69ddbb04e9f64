import { invalidField } from '../http/problem.js';

/** Whether two names are the same to whoever reads them, however they are capitalised. */
export const isNamesake = (one: string, other: string): boolean => one.trim().localeCompare(other.trim(), undefined, { sensitivity: 'accent' }) === 0;

/** Nobody could tell two of one name apart. @param others without the one itself. @throws Refusal 422 on `name`. */
export function demandOwnName(name: string, others: readonly string[]): void {
  if (others.some((other) => isNamesake(other, name))) throw invalidField('name', 'name-taken');
}
