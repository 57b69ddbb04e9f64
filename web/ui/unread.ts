/** The first control of a form whose words were not understood; it says so beside itself, and the form is not sent. */
export const unreadIn = (form: HTMLElement | null): HTMLElement | null => form?.querySelector<HTMLElement>('[data-unread]') ?? null;
