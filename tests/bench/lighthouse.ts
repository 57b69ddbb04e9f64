import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { flags } from '../support/browser.js';
import type { Prepared } from './prepare.js';
import { servePortal } from './race.js';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const least = 95;

/** A company's portal asks search engines to keep out (`robots`, `noindex`), which Lighthouse counts as its one great fault. */
const meant = ['is-crawlable'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** So that My day has something to show. */
async function planActivities(url: string, cookie: string, dealId: number): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    const body = {
      kind: 'call',
      title: `Ask about order ${n}`,
      recordType: 'crm.deal',
      recordId: dealId,
      dueAt: new Date(Date.now() + (n - 5) * 3_600_000).toISOString(),
    };
    const response = await fetch(`${url}/api/v1/crm/activities`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`An activity was answered with ${response.status}`);
  }
}

/** Lighthouse, as on a desk, on the pages that people look at most; what is short of full marks is named below each. */
export async function benchLighthouse({ folder, cookies, rows }: Prepared): Promise<void> {
  console.log(`\nLighthouse, desktop, ${rows.toLocaleString('en')} deals; at least ${least} each`);
  console.log(`${''.padEnd(20)}${categories.map((name) => name.padStart(16)).join('')}`);
  const copy = `${folder}.lighthouse`;
  await cp(folder, copy, { recursive: true });
  const profile = await mkdtemp(join(tmpdir(), 'sede-lighthouse-'));
  const [served, port] = [await servePortal(copy), await freePort()];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.SEDE_CHROMIUM ?? '/usr/bin/chromium',
    args: [...flags, `--remote-debugging-port=${port}`],
    viewport: null,
    serviceWorkers: 'allow',
  });
  try {
    await planActivities(served.url, cookies.all, rows);
    const [name, value] = cookies.all.split('=') as [string, string];
    const pages = { 'sign-in': '/', 'My day': '/', list: '/crm/deals?view=list', board: '/crm/deals', record: `/crm/deals/${rows}` };
    for (const [page, path] of Object.entries(pages)) {
      if (page === 'My day') await context.addCookies([{ name, value, url: served.url }]);
      const result = await lighthouse(served.url + path, { port, logLevel: 'error', onlyCategories: categories, skipAudits: meant }, desktopConfig);
      if (!result) throw new Error(`Lighthouse said nothing about ${path}`);
      const { lhr } = result;
      const scores = categories.map((id) => Math.round(100 * (lhr.categories[id]?.score ?? 0)));
      console.log(`${page.padEnd(20)}${scores.map((score) => `${score}${score < least ? ' !' : ''}`.padStart(16)).join('')}`);
      for (const id of categories)
        for (const { id: audit, weight } of lhr.categories[id]?.auditRefs ?? []) {
          const { score, title, displayValue } = lhr.audits[audit] ?? {};
          if (weight > 0 && typeof score === 'number' && score < 0.9) console.log(`  ${id}: ${title}${displayValue ? ` (${displayValue})` : ''}`);
        }
    }
  } finally {
    await context.close();
    await served.stop();
    for (const left of [copy, profile]) await rm(left, { recursive: true, force: true });
  }
}
