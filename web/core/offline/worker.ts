/**
 * The service worker: lets the portal open without the network. It keeps the page and the scripts, never an answer of the API
 * (those are kept for each person, see kept-answers). The network always comes first for the page, so that a new version is
 * there at the next opening; files whose name changes with their content come from what is kept.
 */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', hear: (event: Extendable) => void): void;
  addEventListener(name: 'fetch', hear: (event: Fetching) => void): void;
  addEventListener(name: 'message', hear: (event: Extendable & { data: unknown }) => void): void;
}
const worker = globalThis as unknown as Worker;

const prefix = 'sede-shell:';
/** Pages of clients are never kept: they need no account, and their address is their key. */
const apart = ['api/', 'p/', 'invite/', 'healthz'];
const pathOf = (address: string): string | null => (address.startsWith(worker.registration.scope) ? address.slice(worker.registration.scope.length) : null);
/** Scripts of a module are asked for each time: one that was switched off is gone at once. */
const isLasting = (path: string): boolean => path.startsWith('assets/') && !path.startsWith('assets/modules/');

const shells = async (): Promise<string[]> => (await caches.keys()).filter((name) => name.startsWith(prefix));
const newest = async (): Promise<Cache> => caches.open((await shells()).at(-1) ?? `${prefix}0`);

/** Each version of the portal has a cache of its own, named by the script of its shell; the one before stays for tabs that are still open. */
async function keepPage(page: Response): Promise<void> {
  const script = /assets\/shell-[\w-]+\.js/.exec(await page.clone().text())?.[0];
  if (!script) return;
  const name = `${prefix}${script}`;
  const before = (await shells()).filter((one) => one !== name);
  await (await caches.open(name)).put(worker.registration.scope, page);
  for (const old of before.slice(0, -1)) await caches.delete(old);
}

/** Milliseconds for which the network is waited for where something is kept; it may be dead without saying so. */
const patience = 8_000;

/** What the network gives, or what is kept when it gives nothing. */
async function freshOr(kept: Response | undefined, fresh: Promise<Response>): Promise<Response> {
  if (!kept) return fresh;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Response>((resolve) => {
    timer = setTimeout(() => resolve(kept), patience);
  });
  try {
    return await Promise.race([fresh.catch(() => kept), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function openPage(request: Request): Promise<Response> {
  const ask = async (): Promise<Response> => {
    const page = await fetch(request);
    if (page.ok && page.headers.get('content-type')?.includes('html')) await keepPage(page.clone());
    return page;
  };
  return freshOr(await (await newest()).match(worker.registration.scope), ask());
}

async function openFile(request: Request, path: string): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && isLasting(path)) return kept;
  const ask = async (): Promise<Response> => {
    const file = await fetch(request);
    if (file.ok) await (await newest()).put(request, file.clone());
    return file;
  };
  return freshOr(kept, ask());
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.method === 'GET' ? pathOf(request.url) : null;
  if (path === null || apart.some((begin) => path.startsWith(begin))) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (path.startsWith('assets/') || /^[\w-]+\.(js|svg|png|webmanifest)$/.test(path)) event.respondWith(openFile(request, path));
});
/** What the first visit fetched before this worker was there. */
worker.addEventListener('message', (event) => {
  const { data } = event;
  if (!Array.isArray(data)) return;
  event.waitUntil(
    (async () => {
      await openPage(new Request(worker.registration.scope));
      for (const address of data) {
        const path = typeof address === 'string' ? pathOf(address) : null;
        if (path && (path.startsWith('assets/') || /^[\w-]+\.(js|svg)$/.test(path))) await openFile(new Request(String(address)), path).catch(() => undefined);
      }
    })(),
  );
});
