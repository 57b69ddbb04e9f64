import { type AnyRoute, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { basePath } from '../address.js';
import { MyDay } from '../home/my-day.js';
import type { PageRoute, WebModule } from '../module.js';
import { lazyOf } from '../registry.js';
import { useMay } from '../session.js';
import { settingsPages } from '../settings/pages.js';
import { Shell } from '../shell/shell.js';
import { RouteBoundary } from '../states/boundary.js';
import { NotFound } from '../states/not-found.js';
import { Refused } from '../states/refused.js';
import { Waiting } from '../states/waiting.js';

/** Every value behind the `?` stays the text it is; no JSON is guessed. */
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text ? `?${text}` : '';
}

type Opened = Pick<PageRoute, 'load' | 'right'>;

/** A page that is fetched when opened, refused without its permission, and whose failure does not take the shell along. */
function RoutedPage({ load, right }: Opened) {
  const may = useMay();
  if (right && !may(right)) return <Refused right={right} />;
  const Page = lazyOf(load);
  return (
    <RouteBoundary>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </RouteBoundary>
  );
}
const pageOf =
  ({ load, right }: Opened) =>
  () => <RoutedPage load={load} {...(right ? { right } : {})} />;

function withBelow(parent: AnyRoute, page: Pick<PageRoute, 'path' | 'below' | 'right' | 'load'>): AnyRoute {
  const route = createRoute({ getParentRoute: () => parent, path: page.path, component: pageOf(page) });
  if (!page.below?.length) return route;
  const nothing = () => null;
  return route.addChildren(['/', ...page.below].map((path) => createRoute({ getParentRoute: () => route, path, component: nothing }))) as AnyRoute;
}

/** The route tree of core and of these modules. `go` navigates to an address from the portal's root. */
export function makeRouter(modules: WebModule[]) {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
  const settingsFrame = createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: pageOf({ load: () => import('../settings/frame.js') }),
  });
  const settings = [...settingsPages, ...modules.flatMap((module) => module.settings ?? [])];
  const settingsRoutes = [
    createRoute({ getParentRoute: () => settingsFrame, path: '/', component: () => null }),
    ...settings.map((page) => withBelow(settingsFrame, page)),
  ];
  const routes = [
    createRoute({ getParentRoute: () => root, path: '/', component: MyDay }),
    createRoute({ getParentRoute: () => root, path: '/me', component: pageOf({ load: () => import('../profile/profile.js') }) }),
    createRoute({ getParentRoute: () => root, path: '/me/notices', component: pageOf({ load: () => import('../notices/settings-page.js') }) }),
    createRoute({ getParentRoute: () => root, path: '/inbox', component: pageOf({ load: () => import('../notices/inbox-page.js') }) }),
    createRoute({ getParentRoute: () => root, path: '/people', component: pageOf({ load: () => import('../people/staff-page.js') }) }),
    createRoute({ getParentRoute: () => root, path: '/people/$id', component: pageOf({ load: () => import('../people/person-page.js') }) }),
    settingsFrame.addChildren(settingsRoutes),
    ...modules.flatMap((module) => (module.routes ?? []).map((page) => withBelow(root, page))),
  ];
  const router = createRouter({
    routeTree: root.addChildren(routes as AnyRoute[]),
    basepath: basePath || '/',
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPendingMs: 150,
  });
  return { router, go: (to: string): void => router.history.push(`${basePath}${to}`) };
}
