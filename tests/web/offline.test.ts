import { setTimeout as pause } from 'node:timers/promises';
import type { Page, WebSocketRoute } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, untilYes, visit, writeComment } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

/** @returns the addresses of all that this page reads of the portal from here on. */
function readsOf(page: Page): Set<string> {
  const addresses = new Set<string>();
  page.on('response', (answer) => {
    if (answer.ok() && answer.request().method() === 'GET' && answer.url().includes('/api/v1/')) addresses.add(answer.url());
  });
  return addresses;
}

/** Waits until the portal's page, its scripts and what was read are kept. */
const isKept = (page: Page, reads: ReadonlySet<string>) =>
  untilYes(
    page,
    async (answers: string[]) => {
      if (!navigator.serviceWorker.controller) return false;
      const names = (await caches.keys()).filter((name) => name.startsWith('sede-shell:'));
      const shell = names.at(-1);
      if (!shell) return false;
      const files = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/') && name.endsWith('.js'));
      const kept = await Promise.all([...files.map(({ name }) => name), ...answers].map((address) => caches.match(address)));
      return (await (await caches.open(shell)).match(document.baseURI)) !== undefined && kept.every(Boolean);
    },
    [...reads],
  );

t.test('a short loss of the network', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales', 'tasks'] });
  const { admin } = portal;
  const deal = (await admin.api('POST', 'crm/deals', { title: 'Sliding gate' })).body;
  const browser = await browserFor(t);
  const { page, go, rest } = await visit(browser, portal.url, { cookie: admin.cookie });
  const reads = readsOf(page);
  /** On the board, also while a record is open over it. */
  const card = page.locator('[data-card]').filter({ hasText: 'Sliding gate' });
  const offline = (is: boolean) => page.context().setOffline(is);
  const closePanel = () =>
    page
      .getByRole('dialog', { name: /Sliding gate/ })
      .getByRole('button', { name: 'Close (Esc)' })
      .click();
  const comments = async () =>
    (await admin.api('GET', `crm/deals/${deal.id}/timeline`)).body.items
      .filter(({ kind }: { kind: string }) => kind === 'comment')
      .map(({ text }: { text: string }) => text);

  await step(t, 'the portal can be installed as an app', async (t) => {
    const manifest = await portal.api('GET', '/app.webmanifest');
    t.match(manifest.headers.get('content-type'), /manifest\+json/);
    const { icons, start_url: start } = JSON.parse(typeof manifest.body === 'string' ? manifest.body : JSON.stringify(manifest.body));
    t.equal(start, './');
    for (const { src } of icons) t.equal((await portal.api('GET', src.slice(1))).status, 200, src);
  });

  await step(t, 'what was opened can be read, also on the first visit of this browser', async (t) => {
    await go(`/crm/deals/${deal.id}`);
    await page.getByRole('dialog', { name: 'Sliding gate' }).waitFor();
    await page.getByText('Deal added').waitFor();
    await card.waitFor();
    await rest();
    await isKept(page, reads);
    await offline(true);
    await page.reload();
    await sees(t, page.getByRole('dialog', { name: 'Sliding gate' }), 'the record, after a reload without the network');
    await sees(t, page.getByText('No connection to the portal.', { exact: false }), 'and says that it may be old');
  });

  await step(t, 'what is new waits, also over a reload', async (t) => {
    await writeComment(page, 'Called from the train');
    await sees(t, page.getByText('One entry is not saved yet.', { exact: false }), 'says that it is not saved yet');
    await page.reload();
    await writeComment(page, 'Called again');
    await sees(t, page.getByText('2 entries are not saved yet.', { exact: false }), 'both wait');
    await sees(t, page.getByText('Not saved yet: Comment · Sliding gate.', { exact: false }), 'is said over what is open');
    await closePanel();
    await page.getByRole('button', { name: 'Show' }).click();
    await sees(t, page.getByRole('dialog', { name: 'Not saved yet' }).getByText('Comment · Sliding gate').first(), 'each by its name');
    await expectAccessible(t, page);
    const list = page.getByRole('dialog', { name: 'Not saved yet' });
    for (const left of [1, 0]) {
      await list.getByRole('button', { name: 'Discard' }).first().click();
      await sees(t, page.getByText('Discarded: Comment · Sliding gate.').nth(1 - left), 'says what was discarded');
    }
    await misses(t, list, 'nothing waits');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sees(t, page.getByText('One entry is not saved yet.', { exact: false }), 'waits again');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sees(t, page.getByText('2 entries are not saved yet.', { exact: false }), 'both do, in their order');
    await misses(t, list, 'and the list does not open by itself');
    await card.click();
    await page.getByRole('dialog', { name: 'Sliding gate' }).waitFor();
    t.same(await comments(), []);
  });

  await step(t, 'a changed field waits too', async (t) => {
    await page.getByRole('button', { name: 'Edit Contract number' }).click();
    await page.getByRole('textbox', { name: 'Contract number' }).fill('C-77');
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('Not saved yet: Sliding gate.', { exact: false }), 'says so');
    await sees(t, page.getByText('C-77'), 'and shows what was typed');
  });

  await step(t, 'is sent in its order when the portal is back, once', async (t) => {
    await admin.api('PATCH', `crm/deals/${deal.id}`, { title: 'Sliding gate, wide' });
    await offline(false);
    await misses(t, page.getByText(/(entry is|entries are) not saved yet/), 'nothing waits any more');
    t.same(await comments(), ['Called again', 'Called from the train']);
    t.match(
      (await admin.api('GET', `crm/deals/${deal.id}`)).body,
      { contractNumber: 'C-77', title: 'Sliding gate, wide' },
      'the field goes on top of what others changed',
    );
    await sees(t, page.getByText('Called again'), 'stands on the timeline without a reload');
    await sees(t, page.getByRole('dialog', { name: 'Sliding gate, wide' }), 'and what others changed meanwhile is there too');
    await misses(t, page.getByText('No connection to the portal.', { exact: false }), 'the line is gone');
  });

  await step(t, 'a network that swallows all is given up, and what was read is shown', async (t) => {
    // A browser of its own: its clock is set forward.
    const { page: tab, go: goTo } = await visit(browser, portal.url, { cookie: admin.cookie });
    await goTo(`/crm/deals/${deal.id}`);
    const address = `${portal.url}/api/v1/crm/deals/${deal.id}`;
    await untilYes(tab, async (kept: string) => (await (await caches.match(kept))?.text())?.includes('C-77'), address);
    await tab.clock.install();
    await goTo('/crm/deals');
    const there = tab.locator('[data-card]').filter({ hasText: 'Sliding gate, wide' });
    await there.waitFor();
    // Nothing comes back from here on, and nothing says so.
    await tab.route('**/api/v1/**', () => undefined);
    const asked = tab.waitForRequest(address);
    await there.click();
    await asked;
    const question = tab.waitForRequest(`${portal.url}/api/v1/portal`);
    await tab.clock.fastForward(15_000);
    await question;
    await tab.clock.fastForward(5_000);
    await sees(t, tab.getByText('No connection to the portal.', { exact: false }), 'says so');
    await sees(t, tab.getByText('C-77'), 'the record as it was read');
    await tab.context().close();
  });

  await step(t, 'a portal that is gone while the network stands is said at once, and what came meanwhile is there when it is back', async (t) => {
    const { page: tab, go: goTo } = await visit(browser, portal.url, { cookie: admin.cookie });
    let isGone = false;
    const sockets: WebSocketRoute[] = [];
    await tab.routeWebSocket('**/api/v1/live', async (socket) => {
      if (isGone) return socket.close();
      sockets.push(socket);
      socket.connectToServer();
    });
    await goTo('/crm/deals');
    await tab.locator('[data-card]').filter({ hasText: 'Sliding gate, wide' }).waitFor();
    isGone = true;
    // As a proxy in front of it answers.
    await tab.route('**/api/v1/**', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }));
    const question = tab.waitForRequest(`${portal.url}/api/v1/portal`);
    await sockets.at(-1)?.close();
    await question;
    await sees(t, tab.getByText('No connection to the portal.', { exact: false }), 'says so, with nothing pressed');
    await admin.api('POST', 'crm/deals', { title: 'Garden fence' });
    isGone = false;
    await tab.unrouteAll();
    await sees(t, tab.locator('[data-card]').filter({ hasText: 'Garden fence' }), 'what others added');
    await misses(t, tab.getByText('No connection to the portal.', { exact: false }), 'the line is gone');
    await tab.context().close();
  });

  await step(t, 'what the portal does not take waits for its writer', async (t) => {
    await offline(true);
    await writeComment(page, 'Too late');
    await sees(t, page.getByText('One entry is not saved yet.', { exact: false }), 'waits');
    await admin.api('DELETE', `crm/deals/${deal.id}`);
    await offline(false);
    await sees(t, page.getByText('One entry could not be saved.'), 'says so');
    await closePanel();
    await page.getByRole('button', { name: 'Show' }).click();
    const list = page.getByRole('dialog', { name: 'Not saved yet' });
    await admin.api('POST', `crm/deals/${deal.id}/restore`, {});
    const taken = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes('/comments'));
    await list.getByRole('button', { name: 'Try again' }).click();
    t.equal((await taken).status(), 201, 'taken now');
    await misses(t, page.getByText('One entry could not be saved.'), 'and nothing is left over');
    t.equal((await comments())[0], 'Too late');
  });

  await step(t, 'a page that was never opened says that it is not kept, and opens when the portal is back', async (t) => {
    await offline(true);
    await page.getByRole('link', { name: 'Sales' }).click();
    await sees(t, page.getByRole('heading', { name: 'This page is not kept for offline use' }), 'says so');
    await expectAccessible(t, page);
    await offline(false);
    await sees(t, page.getByRole('heading', { name: 'No quotes yet' }), 'and is there by itself');
    await go('/crm/deals');
    await rest();
  });

  await step(t, 'a record that was never opened says the same, and opens when the portal is back', async (t) => {
    const other = page.locator('[data-card]').filter({ hasText: 'Garden fence' });
    await other.waitFor();
    await isKept(page, new Set());
    await offline(true);
    await other.click();
    const panel = page.getByRole('dialog');
    await sees(t, panel.getByRole('heading', { name: 'This page is not kept for offline use' }), 'says so');
    t.equal(await panel.getByText('what you typed').count(), 0, 'and nothing of what nobody typed');
    await expectAccessible(t, page);
    await offline(false);
    await sees(t, page.getByRole('dialog', { name: 'Garden fence' }), 'and is there by itself');
  });

  await step(t, 'what is pressed without the network says that it was not done', async (t) => {
    const panel = page.getByRole('dialog', { name: 'Garden fence' });
    await page.getByText('Deal added').waitFor();
    await offline(true);
    await panel.getByRole('button', { name: 'Preparation', exact: true }).click();
    await sees(t, page.getByText('This was not done', { exact: false }), 'a stage');
    await offline(false);
    await admin.api('POST', 'crm/activities', {
      kind: 'call',
      title: 'Ring about the fence',
      recordType: 'crm.deal',
      recordId: deal.id,
      dueAt: '2020-01-01T10:00:00.000Z',
    });
    await go('/');
    const done = page.getByRole('button', { name: 'Done' });
    await done.waitFor();
    await offline(true);
    await done.click();
    await sees(t, page.getByText('This was not done', { exact: false }), 'what is settled on My day');
    await offline(false);
  });

  await step(t, 'what was on its way when the portal went says that nobody knows', async (t) => {
    const lost = '**/api/v1/crm/activities/*/complete';
    await page.route(lost, async (route) => {
      await pause(600);
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Done' }).click();
    await sees(t, page.getByText('See whether it was done when it is back', { exact: false }), 'not that it was not done');
    await page.unroute(lost);
  });

  for (const { name, path, shows } of [
    { name: 'CRM', path: '/crm/deals', shows: () => card },
    { name: 'Sales', path: '/sales/quotes', shows: () => page.getByRole('heading', { name: 'No quotes yet' }) },
    { name: 'Tasks', path: '/tasks/tasks', shows: () => page.getByRole('heading', { name: 'No tasks yet' }) },
  ])
    await step(t, `a page opened by its address is opened from the rail too: ${name}`, async (t) => {
      await go(path);
      await shows().waitFor();
      await rest();
      await isKept(page, new Set());
      await offline(true);
      await page.getByRole('link', { name: 'My day' }).click();
      await page.getByRole('link', { name, exact: true }).click();
      await sees(t, shows(), 'opens');
      await offline(false);
    });

  await step(t, 'a new task waits; one that repeats says what it needs, and keeps what was typed', async (t) => {
    const form = page.getByRole('dialog', { name: 'New task' });
    const write = async (line: string) => {
      await page.getByRole('button', { name: 'New task' }).first().click();
      await form.getByRole('textbox', { name: /^Title/ }).fill(line);
    };
    await rest();
    await write('Buy hinges !high');
    await offline(true);
    await form.getByRole('button', { name: 'Add task' }).click();
    await sees(t, page.getByText('Not saved yet: Task · Buy hinges.', { exact: false }), 'says so');
    await misses(t, form, 'the form is closed');
    await write('Oil hinges');
    await form.getByLabel('Repeat').selectOption({ label: 'Every day' });
    await form.getByRole('button', { name: 'Add task' }).click();
    await sees(t, form.getByText('The portal cannot be reached right now. Check the network; what you typed is still here.'), 'in words');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await offline(false);
    await sees(t, page.getByRole('main').getByText('Buy hinges').first(), 'is in the list by itself');
    t.match((await admin.api('GET', 'tasks/tasks')).body.items, [{ title: 'Buy hinges', priority: 'high' }], 'as it was understood, once');
  });

  await step(t, 'a module that was switched off is gone at once, whatever is kept', async (t) => {
    const script = await page.evaluate(() => performance.getEntriesByType('resource').find(({ name }) => name.includes('/assets/modules/sales/'))?.name ?? '');
    t.match(script, /assets\/modules\/sales/);
    await admin.api('POST', 'modules/sales/park');
    t.equal(await page.evaluate(async (address) => (await fetch(address, { cache: 'no-store' })).status, script), 404);
    const early = async (path: string) => ((await portal.api('GET', path)).body as string).match(/rel="modulepreload" href="\.\/assets\/records-/) !== null;
    t.same([await early('/crm/deals'), await early('/sales'), await early('/')], [true, false, false], 'what pages need is sent early for a module that is on');
    const texts = async (path: string, language: string) => {
      const page = await (await fetch(`${portal.url}${path}`, { headers: { 'accept-language': language } })).text();
      const files = [...page.matchAll(/rel="modulepreload" href="\.\/(assets\/(?:modules\/\w+\/)?(?:core|ui|crm|sales)-[\w-]+\.js)"/g)].map(
        ([, file]) => file as string,
      );
      const words = await Promise.all(files.map(async (file) => (await fetch(`${portal.url}/${file}`)).text()));
      return [words.length, words.some((one) => one.includes('Negócios')), words.some((one) => one.includes('Deals'))];
    };
    t.same(await texts('/crm/deals', 'pt-BR,pt;q=0.9'), [3, true, false], 'the texts of the portal and of the module, in the language of the browser');
    t.same(await texts('/crm/deals', 'en-GB'), [3, false, true]);
    t.same((await texts('/sales', 'en'))[0], 2, 'none of a module that is off');
    await admin.api('POST', 'modules/sales/resume');
  });

  await step(t, 'nothing is left to read after signing out', async (t) => {
    await page.reload();
    await page.getByRole('button', { name: /Ana Souza/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').waitFor();
    await untilYes(page, async () => (await caches.keys()).every((name) => !name.startsWith('sede-data:')), null);
    await offline(true);
    await page.reload();
    await sees(t, page.getByRole('heading', { name: 'The portal does not answer' }), 'says why there is nothing');
    t.equal(await page.getByText('Sliding gate').count(), 0);
    await offline(false);
    await sees(t, page.getByLabel('E-mail'), 'and goes on by itself when it is back');
  });
});
