import { useLayoutEffect } from 'react';

/** What had the focus, or what opened the menu in which it was: an entry is gone together with its menu. */
function opener(): HTMLElement | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return null;
  const menu = activeElement.closest('[role="menu"]');
  // A menu that is closing is no longer controlled by its button, but still named by it.
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : activeElement;
}

/**
 * Gives the focus back to what had it before something opened over the page, once that is closed. Mantine does so itself only for
 * what stands closed first: what is mounted open would leave the focus nowhere, and whoever works by keyboard at the top of the page.
 */
export function useFocusBack(opened: boolean): void {
  useLayoutEffect(() => {
    if (!opened) return;
    const from = opener();
    return () => {
      // What was opened is still leaving; and whoever closed it may have put the focus elsewhere on purpose.
      setTimeout(() => {
        const { activeElement } = document;
        if (activeElement !== null && activeElement !== document.body) return;
        // Nothing had it where a record was opened by its address, and what had it may be gone.
        const to = from?.isConnected ? from : document.querySelector<HTMLElement>('main');
        to?.focus({ preventScroll: true });
      }, 10);
    };
  }, [opened]);
}
