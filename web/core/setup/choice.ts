import type { ModuleCard, ModuleCost } from '../../../server/contracts/core/modules.js';

type Needs = Pick<ModuleCard, 'id' | 'requires'>;

/** What is wanted and all that it requires, in the order of the cards. */
export function withNeeds(wanted: ReadonlySet<string>, cards: readonly Needs[]): string[] {
  const taken = new Set<string>();
  const take = (id: string): void => {
    if (taken.has(id)) return;
    taken.add(id);
    for (const needed of cards.find((each) => each.id === id)?.requires ?? []) take(needed);
  };
  for (const id of wanted) take(id);
  return cards.filter((each) => taken.has(each.id)).map((each) => each.id);
}

/** Ticks or unticks one; without it, what cannot be without it goes too. */
export function toggled(wanted: ReadonlySet<string>, id: string, cards: readonly Needs[]): Set<string> {
  const taken = withNeeds(wanted, cards);
  if (!taken.includes(id)) return new Set([...wanted, id]);
  const keeps = (each: string) => each !== id && !withNeeds(new Set([each]), cards).includes(id);
  return new Set(taken.filter(keeps));
}

export const sameChoice = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id) => b.includes(id));

/** What the portal takes with what is taken; null while not all of it was measured. @param shared see SetupState.sharedMemory */
export function costOf(
  core: ModuleCost | null,
  taken: readonly string[],
  cards: readonly Pick<ModuleCard, 'id' | 'cost' | 'requires'>[],
  shared: number,
): ModuleCost | null {
  const chosen = cards.filter(({ id }) => taken.includes(id));
  const parts = [core, ...chosen.map(({ cost }) => cost)];
  if (!parts.every((part) => part !== null)) return null;
  const sum = (of: keyof ModuleCost) => parts.reduce((total, part) => total + part[of], 0);
  const again = Math.max(0, chosen.filter(({ requires }) => requires.length === 0).length - 1) * shared;
  return { startMs: sum('startMs'), memory: Math.max(0, sum('memory') - again), disk: sum('disk') };
}
