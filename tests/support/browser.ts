import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';

/** Quiet and alone: nothing is looked up, updated or synchronised, so that a test reaches the portal and nothing else. */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser with a fresh profile; close it in a teardown. The run says in SEDE_CHROMIUM which program it is. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.SEDE_CHROMIUM ?? '/usr/bin/chromium', args: flags, timeout: 120_000 });
}

const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A rule that does not hold on a page, and why that is right. */
export interface AxeException {
  rule: string;
  reason: string;
}

/** Asserts that axe finds nothing against WCAG 2.2 A and AA on the page as it stands; names each place it does. */
export async function expectAccessible(t: Test, page: Page, { except = [] }: { except?: readonly AxeException[] } = {}): Promise<void> {
  // Through the debugging protocol, not as a script element: the portal's content security policy stays in force.
  const present = await page.evaluate(() => 'axe' in window);
  if (!present) await page.evaluate(await readAxe());
  const results = await page.evaluate(
    ([tags, off]) => {
      const { axe } = window as unknown as { axe: { run: (root: Document, options: unknown) => Promise<AxeResults> } };
      return axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        // Where it passes, one place is told instead of all: finding words for each takes half of its time.
        resultTypes: ['violations'],
        rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
      });
    },
    [levels, except.map(({ rule }) => rule)] as const,
  );
  const found = results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.failureSummary ?? ''}`),
  );
  t.ok(results.passes.length > 0, 'axe looked at the page');
  t.same(found, [], `axe finds nothing on ${new URL(page.url()).pathname}`);
}

let axe: Promise<string> | undefined;
function readAxe(): Promise<string> {
  axe ??= readFile(axeScript, 'utf8');
  return axe;
}
