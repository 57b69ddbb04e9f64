import type { Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { load } from '../support/importing.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const column = (page: Page, name: string) => page.getByRole('region', { name });
const card = (page: Page, title: string) => page.locator(`[data-card][aria-label="${title}"]`);
const countIn = (page: Page, name: string) => column(page, name).getByRole('heading');

t.test('cards of a board are moved and chosen', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const titles = ['Gates', 'Fences', 'Locks', 'Doors', 'Stairs'];
  for (const title of titles) await admin.api('POST', 'crm/deals', { title, amount: { amount: 100_000, currency: 'BRL' } });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const stageOf = async (title: string) => {
    const { items } = (await admin.api('GET', `crm/deals?q=${title}`)).body;
    const { body } = await admin.api('GET', 'crm/stages?limit=200');
    return body.items.find(({ id }: { id: number }) => id === items[0].stageId)?.name;
  };
  const toolbar = page.getByRole('toolbar', { name: 'Selection' });
  await go('/crm/deals?view=board');

  await step(t, 'by mouse, with the counts and sums at once', async (t) => {
    await card(page, 'Gates').dragTo(column(page, 'Quote'));
    await sees(t, column(page, 'Quote').locator('[data-card]').filter({ hasText: 'Gates' }), 'it stands there');
    await sees(t, countIn(page, 'Quote').getByText('1', { exact: true }), 'counted');
    await sees(t, page.getByText('Gates').first(), 'and is told');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, column(page, 'New').locator('[data-card]').filter({ hasText: 'Gates' }), 'and back');
  });

  await step(t, 'by keyboard', async (t) => {
    await card(page, 'Fences').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Fences');
    await misses(t, column(page, 'New').locator('[data-card]').filter({ hasText: 'Fences' }), 'it has left');
  });

  await step(t, 'chosen by Ctrl, Shift and key, and changed together', async (t) => {
    const inNew = column(page, 'New').locator('[data-card]');
    await inNew.nth(0).click({ modifiers: ['ControlOrMeta'] });
    await sees(t, toolbar.getByText('1 selected'), 'one');
    await inNew.nth(2).click({ modifiers: ['Shift'] });
    await sees(t, toolbar.getByText('3 selected'), 'all between');
    await expectAccessible(t, page);
    await inNew.nth(0).focus();
    await page.keyboard.press('x');
    await sees(t, toolbar.getByText('2 selected'), 'one let go by key');
    await page.keyboard.press('Escape');
    await misses(t, toolbar, 'all let go');
    await inNew.nth(1).focus();
    await page.keyboard.press('x');
    const title = (await inNew.nth(1).getAttribute('aria-label')) ?? '';
    await toolbar.getByRole('button', { name: 'Move to stage' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Stage').selectOption({ label: 'Quote' });
    await sees(t, dialog.getByText('1 of 1 changes.'), 'what would happen');
    await dialog.getByRole('button', { name: 'Move to stage' }).click();
    await sees(t, column(page, 'Quote').locator('[data-card]').filter({ hasText: title }), 'moved');
    t.equal(await stageOf(title), 'Quote');
  });

  await step(t, 'columns load as they scroll, and stay so when somebody changes something', async (t) => {
    const content = ['title,amount', ...Array.from({ length: 90 }, (_, index) => `Bolt ${index},10`)].join('\n');
    await load(portal, admin, 'deals', { name: 'bolts.csv', content });
    await sees(t, countIn(page, 'New').getByText(/^9\d$/), 'the count is live');
    const board = page.getByRole('group', { name: 'Deals by stage' });
    const shown = () => column(page, 'New').locator('[data-card]').count();
    for (let now = await shown(); now < 80; now = await shown()) {
      const last = column(page, 'New')
        .locator('[data-card]')
        .nth(now - 1);
      await last.scrollIntoViewIfNeeded();
      await page.waitForFunction(([many]) => document.querySelectorAll('[data-column]:first-child [data-card]').length > Number(many), [now]);
    }
    t.ok((await shown()) >= 80, 'as far as one scrolls');
    const depth = await shown();
    await admin.api('POST', 'crm/deals', { title: 'Young' });
    await sees(t, card(page, 'Young'), 'what is new comes by itself');
    t.ok((await shown()) >= depth, 'and what was loaded stays');
    await board.evaluate((element) => element.scrollTo(0, 0));
  });

  await step(t, 'an open record steps on through its whole column, beyond the cards that are loaded, and into the next', async (t) => {
    await go('/crm/deals?view=board');
    await sees(t, countIn(page, 'New').getByText(/^9\d$/), 'more than are loaded');
    const count = await countIn(page, 'New').getByText(/^9\d$/).textContent();
    const panel = page.getByRole('dialog');
    const place = (index: number) => panel.getByText(`${index} of ${count} in New`, { exact: true });
    await card(page, await column(page, 'New').locator('[data-card]').nth(18).getAttribute('aria-label').then(String)).press('Enter');
    for (const index of [19, 20, 21, 22]) {
      await sees(t, place(index), `the ${index}th says its place among all of them`);
      await page.keyboard.press('j');
    }
    await sees(t, place(23), 'the 23rd was not loaded at first');
    await page.keyboard.press('k');
    await sees(t, place(22), 'and back');
    await page.keyboard.press('Escape');
    await column(page, 'Quote').locator('[data-card]').last().press('Enter');
    const inQuote = panel.getByText(/^(\d+) of \1 in Quote$/);
    await sees(t, inQuote, 'the last of a column');
    await page.keyboard.press('k');
    await sees(t, panel.getByText('1 of 1 in Preparation', { exact: true }), 'is left for the column before it');
    await page.keyboard.press('j');
    await sees(t, inQuote, 'and back');
    await page.keyboard.press('Escape');
  });

  await step(t, 'a lead put under the converted ones is asked what it becomes', async (t) => {
    const { body: lead } = await admin.api('POST', 'crm/leads', { title: 'Ladders', firstName: 'Bia' });
    await go('/crm/leads?view=board');
    const toConverted = async () => {
      await card(page, 'Ladders').focus();
      await page.keyboard.press('Space');
      for (const _ of ['In work', 'Processed', 'Converted']) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Space');
    };
    const dialog = page.getByRole('dialog', { name: 'What to make of “Ladders”?' });
    await toConverted();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await sees(t, column(page, 'New').locator('[data-card]').filter({ hasText: 'Ladders' }), 'nothing chosen: it goes back');
    await misses(t, page.getByRole('alert'), 'which is no fault');
    await toConverted();
    await dialog.getByRole('button', { name: 'Make them' }).click();
    await page.waitForURL('**/crm/deals/*');
    const { dealId, contactId } = (await admin.api('GET', `crm/leads/${lead.id}`)).body;
    t.ok(dealId && contactId, 'the deal and the client are there');
  });
  t.same(complaints(), []);
});
