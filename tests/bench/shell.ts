import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { emptyPortal } from './prepare.js';
import { round, servePortal } from './race.js';

/** KB of scripts and styles after gzip, as QUALITY counts them. */
const most = { shell: 230, module: 60 };

/** Opens an address as a fresh browser does. @returns the scripts and styles it fetched, by their path, with their bytes after gzip. */
async function fetched(browser: Browser, url: string, cookie: string): Promise<Map<string, number>> {
  const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-GB' });
  const [name, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  const bodies = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css)$/.test(pathname)) bodies.set(pathname, response.body());
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const files = new Map<string, number>();
  for (const [path, body] of bodies) files.set(path, gzipSync(await body).length);
  await context.close();
  return files;
}

const kb = (files: Iterable<number>) => [...files].reduce((sum, size) => sum + size, 0) / 1000;
const line = (name: string, size: number, limit?: number) =>
  console.log(`${name.padEnd(36)}${size.toFixed(1).padStart(8)} KB${limit ? `${round(limit).padStart(8)} KB at most` : ''}`);

/** What a browser fetches for the shell, and what each module adds of its own for its first page, and what of it modules share: scripts and styles, after gzip. */
export async function benchShell(cache: string): Promise<void> {
  console.log('\nScripts and styles in the browser, gzip');
  const modules = ['crm', 'sales'];
  const { folder, cookie } = await emptyPortal(cache, modules);
  const served = await servePortal(folder);
  const browser = await launchBrowser();
  try {
    const shell = await fetched(browser, `${served.url}/`, cookie);
    const isModules = (path: string) => path.includes('/assets/modules/');
    line('shell, My day', kb([...shell].filter(([path]) => !isModules(path)).map(([, size]) => size)), most.shell);
    for (const module of modules) {
      const files = await fetched(browser, `${served.url}/${module}`, cookie);
      const own = [...files].filter(([path]) => path.includes(`/modules/${module}/`));
      const shared = [...files].filter(([path]) => !isModules(path) && !shell.has(path));
      line(`${module}, its own for its first page`, kb(own.map(([, size]) => size)), most.module);
      line('  lists and forms all modules share', kb(shared.map(([, size]) => size)));
    }
  } finally {
    await browser.close();
    await served.stop();
  }
}
