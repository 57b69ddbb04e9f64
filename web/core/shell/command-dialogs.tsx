import { Suspense, useEffect, useSyncExternalStore } from 'react';
import type { Command } from '../module.js';
import { lazyOf, useModules } from '../registry.js';
import { useMay } from '../session.js';

type Dialog = NonNullable<Command['dialog']>;

let open: Dialog | null = null;
const listeners = new Set<() => void>();
/** Opens the dialog of a command over the page; null closes it. */
export function openCommand(next: Dialog | null): void {
  open = next;
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const close = () => openCommand(null);

/** Whether a letter pressed here is meant for something else: what is typed, a menu, or a dialog that waits for an answer. */
const isTaken = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, form, [role="menu"], [role="listbox"]') !== null);

/** Stands in the shell once: the dialogs of commands, and the letters that open them. */
export function CommandDialogs() {
  const modules = useModules();
  const may = useMay();
  const dialog = useSyncExternalStore(subscribe, () => open);
  useEffect(() => {
    const commands = modules.flatMap((module) => (module.commands ?? []).filter(({ key, right }) => key !== undefined && (!right || may(right))));
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || open !== null || isTaken(event.target)) return;
      const command = commands.find(({ key }) => key === event.key.toLowerCase());
      if (!command?.dialog) return;
      // Or the letter would be typed into the field that the dialog opens with.
      event.preventDefault();
      openCommand(command.dialog);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [modules, may]);
  if (!dialog) return null;
  const Opened = lazyOf(dialog);
  return (
    <Suspense>
      <Opened onClose={close} />
    </Suspense>
  );
}
