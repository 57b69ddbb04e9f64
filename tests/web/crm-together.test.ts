import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const card = (page: Page, title: string): Locator => page.getByRole('group', { name: title, exact: true });
const row = (page: Page, title: string): Locator => page.getByRole('row', { name: title });
const panel = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title });

/** The way of a page to the portal, whose first connection can die as in a network that is gone: nobody is told, and nothing passes any more. */
function deadLine(topic: string) {
  let [connections, dead] = [0, false];
  let first: WebSocketRoute | undefined;
  let heard = () => {};
  const follows = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const take = (page: WebSocketRoute) => {
    connections += 1;
    first ??= page;
    const passes = () => page !== first || !dead;
    const portal = page.connectToServer();
    page.onMessage((message) => {
      if (!passes()) return;
      portal.send(message);
      if (String(message).includes(topic)) heard();
    });
    portal.onMessage((message) => {
      if (passes()) page.send(message);
    });
  };
  /** Two and a half of the beats that the portal has promised last are waited for. */
  const dies = () => {
    dead = true;
    first?.send(JSON.stringify({ type: 'hello', seq: 0, beatMs: 100 }));
  };
  return { take, follows, dies, connections: () => connections };
}

t.test('lists, the bin, and two people at once', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const bruno = await portal.person('Bruno Dias', { role: 'administrator' });
  for (const [title, amount] of [
    ['Two hammers', 8_000],
    ['Forty doors', 950_000],
  ] as const)
    await admin.api('POST', 'crm/leads', { title, amount: { amount, currency: 'BRL' }, position: 'Buyer' });
  const browser = await browserFor(t);
  const mine = await visit(browser, portal.url, { cookie: admin.cookie });
  const theirs = await visit(browser, portal.url, { cookie: bruno.cookie, phone: true, dark: true });
  const { page } = mine;

  await step(t, 'filters live in the address', async (t) => {
    await mine.go('/crm/leads');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await sees(t, row(page, 'Two hammers'), 'the list shows both');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const editor = page.getByRole('dialog', { name: 'Filter', exact: true });
    await expectAccessible(t, page);
    await editor.getByRole('button', { name: 'Amount', exact: true }).click();
    await editor.getByLabel('Amount').fill('1000');
    await page.keyboard.press('Enter');
    await misses(t, row(page, 'Two hammers'), 'the small one is filtered away');
    const chip = page.getByRole('search', { name: 'Filters' }).getByRole('button', { name: /^Amount from .*1,000\.00$/ });
    await sees(t, chip, 'a chip says it in words');
    t.match(page.url(), /amount\.gte=100000/, 'the address carries it');
    await page.reload();
    await sees(t, chip, 'and brings it back');
    await sees(t, row(page, 'Forty doors'), 'with what fits');
    t.equal(await row(page, 'Two hammers').count(), 0);
    await expectAccessible(t, page);
    await page.getByRole('button', { name: /^Remove filter: Amount/ }).click();
    await sees(t, row(page, 'Two hammers'), 'without it both are there');
  });

  await step(t, 'deleted, and taken back', async (t) => {
    await row(page, 'Two hammers').getByRole('link').click();
    const open = panel(page, 'Two hammers');
    await open.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete “Two hammers”?' });
    await sees(t, question, 'asks first');
    await question.getByRole('button', { name: 'Delete' }).click();
    await misses(t, row(page, 'Two hammers'), 'it is gone');
    await sees(t, page.getByText('1 lead deleted'), 'says so');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, row(page, 'Two hammers'), 'Undo brings it back');
  });

  await step(t, 'what one adds, the other sees on a phone', async (t) => {
    await theirs.go('/crm/leads');
    await sees(t, card(theirs.page, 'Forty doors'), 'the board on a phone');
    await theirs.follows('crm.lead');
    await expectAccessible(t, theirs.page);
    await page.getByRole('button', { name: 'New lead' }).click();
    const form = page.getByRole('dialog', { name: 'New lead' });
    await form.getByLabel('Title', { exact: true }).fill('Roof of the school');
    await form.getByLabel('Title', { exact: true }).press('Enter');
    await sees(t, panel(page, 'Roof of the school'), 'one adds a lead');
    await sees(t, card(theirs.page, 'Roof of the school'), 'it comes to the other without a reload');
    await card(theirs.page, 'Roof of the school').tap();
    await sees(t, panel(theirs.page, 'Roof of the school'), 'and opens there');
    await expectAccessible(t, theirs.page);
    t.equal(await theirs.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing is wider than the phone');
    t.equal(await theirs.page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark', 'in the dark as the system is');
  });

  await step(t, 'two people in the same field', async (t) => {
    const [here, there] = [panel(page, 'Roof of the school'), panel(theirs.page, 'Roof of the school')];
    const open = async (of: Locator) => {
      await of.getByRole('button', { name: 'Edit Position' }).focus();
      await of.page().keyboard.press('Enter');
      await holdsFocus(t, of.getByLabel('Position'), 'edits');
    };
    await page.getByRole('button', { name: 'Edit Company name' }).waitFor();
    await open(here);
    await page.keyboard.type('Headmistress');
    await open(there);
    await theirs.page.keyboard.type('Caretaker');
    await theirs.page.keyboard.press('Enter');
    // What is typed is shown before it is stored; only what is stored is first.
    const stored = async () => ((await admin.api('GET', 'crm/leads?q=Roof')).body.items as { position: string }[])[0]?.position;
    while ((await stored()) !== 'Caretaker') await theirs.page.waitForTimeout(50);
    t.pass('the other is first');
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('dialog', { name: 'Bruno Dias also changed this' });
    await sees(t, conflict, 'the second is told');
    await sees(t, conflict.getByText('Headmistress'), 'shown their own words');
    await sees(t, conflict.getByText('Caretaker'), 'and those of the other');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    await misses(t, conflict, 'Esc puts the choice off');
    t.equal(await here.getByLabel('Position').inputValue(), 'Headmistress', 'and takes nothing of what was typed');
    await page.keyboard.press('Enter');
    await sees(t, conflict, 'storing it asks again');
    await conflict.getByRole('button', { name: 'All by Bruno Dias' }).click();
    await conflict.getByRole('button', { name: 'Save this choice' }).click();
    await misses(t, conflict, 'chooses');
    await sees(t, here.getByText('Caretaker'), 'and the choice stands');
  });

  await step(t, 'a connection that is lost without a word is noticed, and what was missed meanwhile comes', async (t) => {
    // Without the worker, so that the page's socket goes through here.
    const third = await visit(browser, portal.url, { cookie: admin.cookie, withoutWorker: true });
    const line = deadLine('crm.lead');
    await third.page.routeWebSocket(/\/api\/v1\/live$/, line.take);
    await third.go('/crm/leads');
    await sees(t, card(third.page, 'Forty doors'), 'the board');
    await line.follows;
    line.dies();
    await admin.api('POST', 'crm/leads', { title: 'Missed meanwhile' });
    await sees(t, card(third.page, 'Missed meanwhile'), 'comes over a new connection');
    t.equal(line.connections(), 2);
    t.same(third.complaints(), []);
  });

  t.same([...mine.complaints(), ...theirs.complaints()], [], 'the browsers have nothing to complain about');
});
