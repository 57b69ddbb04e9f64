import { type RefObject, useEffect } from 'react';

/**
 * Brings the keyboard to the first faulty field of a form, once what is wrong with it is drawn.
 * @param refused something else at each refusal; nothing happens while it is empty.
 * @param field selects the field that is meant, where the faulty one has no control that says so.
 */
export function useFaultFocus(form: RefObject<HTMLElement | null>, refused: unknown, field?: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    if (!refused) return;
    const area = field === undefined ? form.current : form.current?.querySelector<HTMLElement>(field);
    // Of several controls the wrong one: an address, not the kind beside it.
    const at = area?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? (field ? area?.querySelector<HTMLElement>('input, textarea, select') : null);
    at?.focus();
    // With the message below it, which the browser's own scrolling to the control leaves out.
    if (field) area?.scrollIntoView({ block: 'nearest' });
  }, [refused]);
}
