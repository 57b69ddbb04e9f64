import { useEffect } from 'react';
import type { ListAddress } from './list-address.js';
import { useViews } from './use-views.js';

/**
 * Opens a list whose address says nothing with the view that its person, or else an administrator for everybody, chose.
 * @param isCovered a record is open over the list: its address is left alone.
 * @returns true until it is known what the list opens with, so that nothing is shown that goes again at once.
 */
export function useOpening(type: string, { other, show }: Pick<ListAddress, 'other' | 'show'>, isCovered: boolean): boolean {
  const { items, defaults, isPending } = useViews(type);
  const first = items.find(({ id }) => id === (defaults.own ?? defaults.everyone));
  const isOpen = isCovered || Object.keys(other).some((name) => name !== 'tab');
  useEffect(() => {
    if (first && !isOpen) show(first.settings, String(first.id));
  }, [first, isOpen, show]);
  return !isOpen && (isPending || first !== undefined);
}
