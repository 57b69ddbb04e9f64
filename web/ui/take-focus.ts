/**
 * Gives the keyboard to a place. The panel around it may have opened at this very moment, and be about to give the keyboard to the first
 * place that asks for it.
 */
export function takeFocus(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  element.closest('[role="dialog"]')?.querySelector('[data-autofocus]')?.removeAttribute('data-autofocus');
  element.setAttribute('data-autofocus', '');
}
