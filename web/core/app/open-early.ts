import type { Session } from '../../../server/contracts/core/session.js';
import { herePath } from '../address.js';
import type { WebModule } from '../module.js';

/** Where an open record stands in an address: behind the path of its page. */
const idIn = (rest: string): number | null => (/^\/\d+$/.test(rest) ? Number(rest.slice(1)) : null);

/** Has the page at the browser's address fetched, and what it asks for first, while the words to draw it with are still on their way. */
export function openEarly(module: WebModule, { permissions }: Session): void {
  const path = herePath();
  const page = module.routes?.find((one) => path === one.path || (one.below !== undefined && path.startsWith(`${one.path}/`)));
  const may = (permission: string) => permissions[permission] !== undefined;
  if (!page || (page.right !== undefined && !may(page.right))) return;
  // Where that fails, the page says so itself as soon as it is drawn.
  page.load().catch(() => undefined);
  page.early?.({ may, id: idIn(path.slice(page.path.length)) });
}
