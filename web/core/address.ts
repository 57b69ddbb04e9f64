const root = new URL('.', document.baseURI);

/** Path under which the portal is served, without a slash at its end: '' or '/sede'. */
export const basePath: string = root.pathname.replace(/\/$/, '');

/** Address of something of this portal, given by its path from the portal's root: `/api/v1/session`, `/crm/deals/3`. */
export const url = (path: string): string => `${basePath}${path}`;

/** The same with host, for links that are copied and sent. */
export const fullUrl = (path: string): string => `${root.origin}${url(path)}`;

export const liveUrl = (path: string): string => fullUrl(path).replace(/^http/, 'ws');

/** The path from the portal's root at which the browser stands. */
export function herePath(): string {
  const path = location.pathname;
  return path.startsWith(basePath) ? path.slice(basePath.length) || '/' : '/';
}
