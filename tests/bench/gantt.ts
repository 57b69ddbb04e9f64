import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { mostCharted } from '../../server/contracts/tasks/endpoints.js';
import { launchBrowser } from '../support/browser.js';
import { emptyPortal, random } from './prepare.js';
import { servePortal } from './race.js';

/** Milliseconds from the answer to the drawn chart, and between two frames of a scroll. */
const most = { drawn: 300, frame: 34 };
const rounds = 7;

/** One project with as many tasks as a chart draws: five stages, every eighth with seven below it, four of five linked to the one before. */
function fillProject(file: string): void {
  const db = new BetterSqlite3(file);
  const next = random(5);
  const at = new Date().toISOString();
  const day = (n: number, hour: number) => new Date(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) + n * 86_400_000 + hour * 3_600_000).toISOString();
  db.transaction(() => {
    db.prepare(
      `insert into tasks_projects (id, version, name, visibility, moderator_ids, member_ids, owner_id, created_at, updated_at) values (1, 1, 'Move', 'open', '[]', '[]', 1, ?, ?)`,
    ).run(at, at);
    for (let n = 1; n <= 5; n += 1) db.prepare('insert into tasks_stages (id, project_id, name, position) values (?, 1, ?, ?)').run(n, `Stage ${n}`, n);
    const task =
      db.prepare(`insert into tasks_tasks (id, version, title, state, priority, creator_id, helper_ids, observer_ids, tags, owner_id, planned_start_at, planned_end_at,
      deadline_at, project_id, stage_id, parent_id, needs_result, needs_acceptance, working_days_only, may_move_deadline, position, check_count, check_done_count, created_at, created_by, updated_at)
      values (?, 1, ?, 'new', 'normal', 1, '[]', '[]', '[]', 1, ?, ?, ?, 1, ?, ?, 0, 0, 0, 1, ?, 4, ?, ?, 1, ?)`);
    const link = db.prepare(`insert into tasks_dependencies (from_id, to_id, kind, lag_minutes) values (?, ?, 'end-start', 0)`);
    for (let id = 1; id <= mostCharted; id += 1) {
      const start = Math.floor(id / 5) + Math.floor(next() * 10);
      const parent = id - ((id - 1) % 8);
      const end = start + 1 + Math.floor(next() * 8);
      task.run(
        id,
        `Task ${id} of the move`,
        day(start, 12),
        day(end, 21),
        day(end + 2, 21),
        1 + (parent % 5),
        parent === id ? null : parent,
        id,
        id % 5,
        at,
        at,
      );
    }
    for (let id = 2; id <= mostCharted; id += 1) if (id % 5 !== 0) link.run(id - 1, id);
  })();
  db.close();
}

/** Notes when the first bars are on the screen: after the frame that drew them. */
const watch = () => {
  const seen = new MutationObserver(() => {
    if (!document.querySelector('[data-bar]')) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => Object.assign(window, { drawnAt: performance.now() })));
  });
  seen.observe(document, { childList: true, subtree: true });
};

async function drawn(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForFunction(() => 'drawnAt' in window);
  return page.evaluate(() => {
    const answer = performance.getEntriesByType('resource').find(({ name }) => name.includes('/tasks/chart')) as PerformanceResourceTiming;
    return (window as unknown as { drawnAt: number }).drawnAt - answer.responseEnd;
  });
}

/** The same answer drawn by plain script, one positioned element a task. */
const bare = (page: Page, address: string) =>
  page.evaluate(async (path) => {
    const text = await (await fetch(path)).text();
    const start = performance.now();
    const { tasks } = JSON.parse(text) as { tasks: { title: string; plannedStartAt: string }[] };
    const sheet = document.createElement('div');
    for (const [n, task] of tasks.entries()) {
      const bar = document.createElement('div');
      bar.textContent = task.title;
      bar.style.cssText = `position:absolute;top:${n * 36}px;left:${(Date.parse(task.plannedStartAt) / 86_400_000) % 500}px;width:80px;height:20px`;
      sheet.append(bar);
    }
    document.body.replaceChildren(sheet);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  }, address);

/** Time between frames while the page, or the chart on it, is scrolled down by 60 points each. */
const scrolled = (page: Page) =>
  page.evaluate(async () => {
    const chart = document.querySelector('[data-bar]')?.closest('ul')?.parentElement?.parentElement?.parentElement;
    const scroller = chart ?? (document.scrollingElement as Element);
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    for (let before = await frame(), n = 0; n < 150; n += 1) {
      scroller.scrollTop += 60;
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  });

const at = (values: number[], part: number): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN;
const line = (name: string, values: number[], limit?: number) =>
  console.log(
    `${name.padEnd(52)}${at(values, 0.5).toFixed(0).padStart(6)} ms${at(values, 0.95).toFixed(0).padStart(8)} ms${limit ? `${String(limit).padStart(8)} ms at most` : ''}`,
  );

async function measure(browser: Browser, url: string, cookie: string): Promise<void> {
  const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  const [name, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url }]);
  const [page, plain] = [await context.newPage(), await context.newPage()];
  await page.addInitScript(watch);
  await plain.goto(`${url}/healthz`);
  const [own, floor, critical]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < rounds; n += 1) {
    // A page in the background is drawn once a second.
    await plain.bringToFront();
    floor.push(await bare(plain, `${url}/api/v1/tasks/tasks/chart?projectId=1`));
    await page.bringToFront();
    own.push(await drawn(page, `${url}/tasks/projects/1?view=gantt`));
    critical.push(await drawn(page, `${url}/tasks/projects/1?view=gantt&critical=1`));
  }
  line('plain elements, one a task', floor);
  line('the chart, from the answer to the screen', own, most.drawn);
  line('  with its critical path', critical, most.drawn);
  line('the chart, between two frames of a scroll', await scrolled(page), most.frame);
  await plain.bringToFront();
  line('plain elements, between two frames of a scroll', await scrolled(plain));
  await context.close();
}

/** A chart of 2 000 tasks in the browser: how soon it is drawn after its data has come, beside plain elements, and how smoothly it is scrolled. */
export async function benchGantt(cache: string): Promise<void> {
  console.log(`\nGantt of ${mostCharted.toLocaleString('en')} tasks in Chromium${'middle'.padStart(21)}${'95 %'.padStart(11)}`);
  const { folder, cookie } = await emptyPortal(cache, ['tasks']);
  fillProject(join(folder, 'sede.sqlite'));
  const served = await servePortal(folder);
  const browser = await launchBrowser();
  try {
    await measure(browser, served.url, cookie);
  } finally {
    await browser.close();
    await served.stop();
  }
}
