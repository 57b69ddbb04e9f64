import type { Page } from 'playwright-core';
import t from 'tap';
import { dealOf, ok, quoteOf } from '../modules/sales/sales-portal.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { password, startPortal } from '../support/portal.js';

const keptLine = (page: Page) => page.getByText(/^Draft of \d{1,2}:\d\d kept/);
const draftsIn = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('sede.draft:')));

t.test('what is typed and not stored survives a reload', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'], mail: { smtp: 'smtp://127.0.0.1:9', from: 'vendas@aurora.example' } });
  const { admin } = portal;
  const deal = await dealOf(admin, 'Sliding gate');
  const quote = await quoteOf(admin, deal.id);
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });

  await step(t, 'a new record', async (t) => {
    await go('/crm/companies');
    await page.getByRole('button', { name: 'New company' }).first().click();
    await page.getByRole('dialog').getByLabel('Name').fill('Padaria Central');
    await page.reload();
    await page.getByRole('button', { name: 'New company' }).first().click();
    await sees(t, keptLine(page), 'says that a draft was kept');
    t.equal(await page.getByRole('dialog').getByLabel('Name').inputValue(), 'Padaria Central');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New company' }).first().click();
    t.equal(await page.getByRole('dialog').getByLabel('Name').inputValue(), 'Padaria Central', 'closing loses nothing');
    await page.getByRole('button', { name: 'Discard' }).click();
    t.equal(await page.getByRole('dialog').getByLabel('Name').inputValue(), '');
    await page.getByRole('dialog').getByLabel('Name').fill('Lumen');
    await page.getByRole('button', { name: 'Add company' }).click();
    await page.getByRole('dialog', { name: 'Lumen' }).waitFor();
    t.same(await draftsIn(page), [], 'nothing is kept of what is stored');
  });

  await step(t, 'a comment', async (t) => {
    await go(`/crm/deals/${deal.id}`);
    await page.getByRole('button', { name: 'Write a comment' }).click();
    await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('Wants it in green');
    await sees(t, keptLine(page), 'is kept while it is typed');
    await page.reload();
    await sees(t, keptLine(page), 'says that a draft was kept');
    await sees(t, page.getByRole('textbox', { name: 'Comment', exact: true }).getByText('Wants it in green'), 'with what was typed');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await misses(t, keptLine(page), 'nothing is kept of what is stored');
    t.same(await draftsIn(page), []);
  });

  await step(t, 'a quote, over what somebody else changed meanwhile', async (t) => {
    await go(`/sales/quotes/${quote.id}`);
    await page.getByLabel('Terms').fill('Half in advance');
    t.equal((await draftsIn(page)).length, 1);
    await page.goto('about:blank');
    ok(await admin.api('PATCH', `sales/quotes/${quote.id}`, { validUntil: '2099-12-31', version: quote.version }));
    await go(`/sales/quotes/${quote.id}`);
    await sees(t, keptLine(page), 'says that a draft was kept');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await sees(t, page.getByText(/^Saved/), 'both changes fit together');
    t.match(ok(await admin.api('GET', `sales/quotes/${quote.id}`)), { terms: 'Half in advance', validUntil: '2099-12-31' });
    t.same(await draftsIn(page), []);
  });

  await step(t, 'a message to the client', async (t) => {
    await page.getByRole('button', { name: 'Send to client' }).click();
    await page.getByRole('dialog').getByLabel('Message').fill('As promised');
    await page.reload();
    await page.getByRole('button', { name: 'Send to client' }).click();
    await sees(t, keptLine(page), 'says that a draft was kept');
    t.equal(await page.getByRole('dialog').getByLabel('Message').inputValue(), 'As promised');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
  });

  await step(t, 'is nobody else’s, and gone after signing out', async (t) => {
    const bruno = await portal.person('Bruno Lima', { role: 'administrator' });
    t.ok(bruno.id);
    t.equal((await draftsIn(page)).length, 1);
    await page.getByRole('button', { name: /Ana Souza/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').waitFor();
    t.same(await draftsIn(page), []);
    await page.getByLabel('E-mail').fill('bruno.lima@aurora.example');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await sees(t, page.getByRole('navigation', { name: 'Modules' }), 'Bruno is in');
    t.same(complaints(), []);
  });
});
