import { type RefCallback, useCallback, useSyncExternalStore } from 'react';

/** Rooms at the top of what is open over the page, the topmost last. */
let places: readonly HTMLElement[] = [];
const listeners = new Set<() => void>();
function set(next: readonly HTMLElement[]): void {
  places = next;
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Where lines about the whole app are read while something is open over them; null where nothing is. */
export const useLinesPlace = (): HTMLElement | null => useSyncExternalStore(subscribe, () => places.at(-1) ?? null);

/** A ref for the room that what is open leaves at its top for these lines. */
export const useLinesRoom = (): RefCallback<HTMLElement> =>
  useCallback((room: HTMLElement | null) => {
    if (room) set([...places, room]);
    return () => set(places.filter((one) => one !== room));
  }, []);
