import { useEffect, useRef } from 'react';

interface PanelKeys {
  opened: boolean;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** Esc closes, J and K walk; not while something is typed, and not from under a menu or another dialog. */
export function usePanelKeys(keys: PanelKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  const { opened } = keys;
  useEffect(() => {
    if (!opened) return;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
      if (target.closest('[role="menu"], [role="listbox"]') || document.querySelectorAll('[role="dialog"]').length > 1) return;
      if (target.isContentEditable || target.closest('input, textarea, select')) {
        // A field edited in its place and an open list take Esc for themselves; any other box lets go of the focus first.
        if (event.key === 'Escape' && !target.closest('[data-field]') && target.getAttribute('aria-expanded') !== 'true')
          document.querySelector<HTMLElement>('[data-panel-title]')?.focus();
        return;
      }
      const { onClose, onNext, onPrevious } = latest.current;
      const run =
        event.key === 'Escape' ? onClose : event.key === 'j' || event.key === 'J' ? onNext : event.key === 'k' || event.key === 'K' ? onPrevious : undefined;
      if (!run) return;
      event.preventDefault();
      run();
    };
    // In the capture phase and before any dialog that opens later, which would be gone from the page when its own Esc arrives here.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [opened]);
}
