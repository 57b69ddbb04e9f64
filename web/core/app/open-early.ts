import type { Session } from '../../../server/contracts/core/session.js';
import { herePath } from '../address.js';
import type { PageRoute, Visit, WebModule } from '../module.js';

/** @returns the parts of an address that a page's path leaves open, such as ids; null where it is not the page's. */
function openParts(page: PageRoute, path: string): string[] | null {
  const [given, wanted] = [path.split('/'), page.path.split('/')];
  const below = given.slice(wanted.length);
  if (given.length < wanted.length || below.length > (page.below ? 1 : 0)) return null;
  if (!wanted.every((part, at) => part.startsWith('$') || part === given[at])) return null;
  return [...given.filter((_, at) => wanted[at]?.startsWith('$')), ...below];
}

/** Has the page at the browser's address fetched, and what it asks for first, while the words to draw it with are still on their way. */
export function openEarly(module: WebModule, { permissions }: Session): void {
  const may: Visit['may'] = (permission) => permissions[permission] !== undefined;
  for (const page of module.routes ?? []) {
    const parts = openParts(page, herePath());
    if (!parts || (page.right !== undefined && !may(page.right))) continue;
    // Where that fails, the page says so itself as soon as it is drawn.
    page.load().catch(() => undefined);
    const last = parts.at(-1) ?? '';
    page.early?.({ may, id: /^\d+$/.test(last) ? Number(last) : null });
  }
}
