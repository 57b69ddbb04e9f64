import type { Browser, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import type { Test } from 'tap';
import { launchBrowser } from './browser.js';
import { clockApart, setPageClock } from './clock.js';

/**
 * Milliseconds that a condition may take; long, because a machine may be so busy that a page stands still for half a minute, and what comes
 * in time costs nothing.
 */
const patience = 60_000;

interface Ending {
  teardown(work: () => Promise<void>): void;
}

/** One browser for a file's journeys; closed when the test ends. */
export async function browserFor(t: Ending): Promise<Browser> {
  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  return browser;
}

export interface VisitOptions {
  /** What the browser asks for, and the zone it stands in. */
  language?: 'en' | 'pt-BR';
  /** Another zone than that. */
  timeZone?: string;
  /** 390 points wide, with a finger instead of a mouse. */
  phone?: boolean;
  dark?: boolean;
  /** Signed in as the one with this cookie: `name=value`. */
  cookie?: string;
  /** Without the portal's service worker, whose answers a test cannot hold back. */
  withoutWorker?: boolean;
}

export interface Visit {
  page: Page;
  /** Opens an address from the portal's root. */
  go(path: string): Promise<void>;
  /** Follows a link to one inside the portal: nothing is loaded anew. Waits until the page rests. */
  follow(path: string): Promise<void>;
  /** Waits until half a second has passed in which nothing was asked, and nothing is left to draw; also on the way after the first page. */
  rest(): Promise<void>;
  /** What the browser complained about since the last time it was asked: scripts that failed, broken answers, files that are missing. */
  complaints(): string[];
  /** Waits until the page follows what others change in records of a kind such as `crm.lead`. */
  follows(topic: string): Promise<void>;
}

/** A visit of its own: no cookies, storage or files of another one. Nothing is left to wait for by time. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const settings: BrowserContextOptions = {
    baseURL: url,
    locale: options.language === 'pt-BR' ? 'pt-BR' : 'en-GB',
    timezoneId: options.timeZone ?? (options.language === 'pt-BR' ? 'America/Sao_Paulo' : 'Europe/London'),
    colorScheme: options.dark ? 'dark' : 'light',
    // The portal keeps still for who asks for it, and so does what axe looks at.
    reducedMotion: 'reduce',
    ...(options.withoutWorker ? { serviceWorkers: 'block' } : {}),
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    ...(options.phone ? { hasTouch: true, isMobile: true } : {}),
  };
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(patience);
  await context.addInitScript(setPageClock, clockApart);
  if (options.cookie) {
    const at = options.cookie.indexOf('=');
    await context.addCookies([{ name: options.cookie.slice(0, at), value: options.cookie.slice(at + 1), url }]);
  }
  const page = await context.newPage();
  const heard = listen(page);
  const follows = liveTopics(page);
  const { pending, begin, isQuiet } = requests(page);
  openPages.set(page, pending);
  page.on('close', () => openPages.delete(page));
  const rest = async () => {
    const end = performance.now() + patience;
    do {
      if (performance.now() > end) throw new Error(`${page.url()} does not rest; it waits for ${[...pending].map((request) => request.url()).join(' ')}`);
      await page.waitForTimeout(50);
      // Who is busy drawing has not asked yet for what it will need.
      await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle, { timeout: 5_000 })));
    } while (!isQuiet(500));
  };
  return {
    page,
    async go(path) {
      await page.goto(path);
    },
    async follow(path) {
      begin();
      await page.evaluate((to) => history.pushState(null, '', to), path);
      await rest();
    },
    rest,
    complaints: () => heard.splice(0),
    follows,
  };
}

/** Every page that is open, with what it waits for. */
const openPages = new Map<Page, ReadonlySet<Request>>();

/** What every open page shows, waits for, and where its keyboard is: to find out why a test failed on another machine. */
async function whatIsOpen(): Promise<string> {
  const told = [...openPages].map(async ([page, pending]) => {
    const timeout = 2_000;
    const at = (found: Element) => `${found.tagName} ${found.id} ${found.getAttribute('aria-label') ?? ''}`;
    const focus = await page
      .locator(':focus')
      .evaluate(at, undefined, { timeout })
      .catch(() => 'nowhere');
    const words = await page.locator('body').ariaSnapshot({ timeout }).catch(String);
    const requests = [...pending].map((request) => request.url()).join(' ');
    return `${page.url()}\nwaits for: ${requests}\nkeyboard: ${focus}\n${words}`.slice(0, 4_000);
  });
  return (await Promise.all(told)).join('\n\n');
}

/** @returns what the page waits for, and whether it waits for nothing and has not for so many milliseconds, counted from `begin` at the earliest. */
function requests(page: Page): { pending: ReadonlySet<Request>; begin(): void; isQuiet(milliseconds: number): boolean } {
  const open = new Set<Request>();
  let last = 0;
  page.on('request', (request) => {
    // What the page before has asked for is nobody's any more.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear();
    open.add(request);
  });
  const ended = (request: Request) => {
    open.delete(request);
    last = performance.now();
  };
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  const begin = () => {
    last = performance.now();
  };
  return { pending: open, begin, isQuiet: (milliseconds) => open.size === 0 && performance.now() - last > milliseconds };
}

function liveTopics(page: Page): (topic: string) => Promise<void> {
  const followed = new Set<string>();
  const waiting = new Map<string, () => void>();
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const message = JSON.parse(String(payload)) as { type: string; topics?: string[] };
      if (message.type !== 'subscribe') return;
      for (const topic of message.topics ?? []) {
        followed.add(topic);
        waiting.get(topic)?.();
      }
    });
  });
  return (topic) => new Promise((resolve) => (followed.has(topic) ? resolve() : waiting.set(topic, resolve)));
}

/** A refusal (4xx of the API) is an answer like any other, although the browser notes it; everything else is a defect. */
function listen(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) heard.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const refusal = response.status() < 500 && pathname.startsWith('/api/');
    if (response.status() >= 400 && !refusal) heard.push(`${response.status()} ${pathname}`);
  });
  return heard;
}

/** One step of a journey, counted as a test. Where it breaks off, so does the journey: what follows stands on it. */
export async function step(t: Test, name: string, work: (t: Test) => Promise<void>): Promise<void> {
  let broken = false;
  await t.test(name, async (t) => {
    try {
      await work(t);
    } catch (error) {
      broken = true;
      t.comment(await whatIsOpen());
      throw error;
    }
  });
  if (broken) throw new Error(`The journey ended at: ${name}`);
}

/** Waits until it can be seen and says so. */
export async function sees(t: Test, what: Locator, words: string): Promise<void> {
  await what.filter({ visible: true }).first().waitFor();
  t.pass(words);
}

/** Waits until it is gone from the screen and says so. */
export async function misses(t: Test, what: Locator, words: string): Promise<void> {
  await what.filter({ visible: true }).first().waitFor({ state: 'detached' });
  t.pass(words);
}

/** Waits until the keyboard is there: what is typed next arrives in it. Looked up anew each time, as a page may draw it again meanwhile. */
export async function holdsFocus(t: Test, what: Locator, words: string): Promise<void> {
  await what.waitFor();
  await what.and(what.page().locator(':focus')).waitFor();
  t.pass(words);
}

/** Waits until it stands within the window and says so. */
export async function standsInView(t: Test, what: Locator, words: string): Promise<void> {
  await until(what, (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  t.pass(words);
}

/**
 * Waits until something holds for the element of a locator, looked up anew each time: what was drawn again meanwhile is another element.
 * @returns what `look` answered, the first time that it was neither false nor null.
 * @throws after the patience of every other condition.
 */
export async function until<T>(what: Locator, look: (element: HTMLElement | SVGElement) => T | false | null): Promise<T> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const answer = await what.evaluate(look);
    if (answer !== false && answer !== null) return answer as T;
    await what.page().waitForTimeout(50);
  }
  throw new Error(`Not within ${patience} ms, for ${what}: ${look}`);
}

/**
 * Waits until what is asked in the page, and answered there by and by, is yes. (`waitForFunction` takes the promise itself for a yes.)
 * @throws after the patience of every other condition.
 */
export async function untilYes<A>(page: Page, ask: (about: A) => Promise<boolean | undefined>, about: A): Promise<void> {
  const end = performance.now() + patience;
  // biome-ignore lint/suspicious/noExplicitAny: the browser's own type of what is sent there fits no type parameter
  while ((await page.evaluate(ask as any, about)) !== true) {
    if (performance.now() > end) throw new Error(`Not within ${patience} ms: ${ask}`);
    await page.waitForTimeout(50);
  }
}

/** Writes a comment on the record that is open, in a portal in English. */
export async function writeComment(record: Page | Locator, text: string): Promise<void> {
  await record.getByRole('button', { name: 'Write a comment' }).click();
  await record.getByRole('textbox', { name: 'Comment', exact: true }).fill(text);
  await record.getByRole('button', { name: 'Comment', exact: true }).click();
}

/** The message that stands beside a control and is tied to it. */
export async function messageOf(control: Locator): Promise<string> {
  return until(control, (element) => {
    if (element.getAttribute('aria-invalid') !== 'true') return null;
    const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids.map((id) => document.getElementById(id)?.textContent?.trim() ?? '').join(' ') || null;
  });
}

/**
 * Text keys that nobody translated, and places of values that nobody filled, in what can be read or is read out.
 * `core:x.y` and `lead.field.title` are keys; addresses, files and numbers are not.
 */
export function rawTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const named = Array.from(document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')).flatMap((element) =>
      ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    );
    // biome-ignore lint/performance/useDomNodeTextContent: words of neighbours must not run together, and what is hidden is not read
    const words = [document.title, document.body.innerText, ...named].join('\n').split(/\s+/);
    const isKey = (word: string) =>
      /^(core|crm|sales|tasks|ui|setup):/.test(word) ||
      (/^[a-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9_-]*)+$/.test(word) && !/\.(example|com|br|csv|local|pdf|toml|json)$/.test(word)) ||
      /\{\{|\}\}/.test(word);
    return [...new Set(words.map((word) => word.replace(/^[“"'(]+|[”"'),:;.…]+$/g, '')).filter(isKey))];
  });
}
