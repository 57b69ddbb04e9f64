import { useEffect, useRef } from 'react';

const openable = '[role="dialog"], [role="menu"], [role="listbox"]';
const typed = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';

/** Whether something is open over the page: the list of a choice stays in the page, not drawn, while it is closed. */
const isOpen = (): boolean => [...document.querySelectorAll(openable)].some((each) => each.getClientRects().length > 0);

/** Esc lets go of what is chosen, wherever the keyboard is on the page: not while something is typed, and not what closes something open. */
export function useLetGo(isChosen: boolean, onClear: () => void): void {
  const latest = useRef(onClear);
  latest.current = onClear;
  useEffect(() => {
    if (!isChosen) return;
    // What is open when the key comes may be gone when it arrives below.
    let isElsewhere = false;
    const look = ({ key, target }: KeyboardEvent) => {
      if (key === 'Escape') isElsewhere = isOpen() || (target instanceof Element && target.closest(typed) !== null);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isElsewhere && !event.defaultPrevented) latest.current();
    };
    window.addEventListener('keydown', look, true);
    document.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', onKey);
    };
  }, [isChosen]);
}
