import type { Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const headers = (page: Page) => page.getByRole('grid').getByRole('columnheader').getByRole('button').allTextContents();
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const waitForQuery = (page: Page, fits: Record<string, string | null>) =>
  page.waitForFunction((wanted) => {
    const now = new URL(location.href).searchParams;
    return Object.entries(wanted).every(([name, value]) => now.get(name) === value);
  }, fits);

t.test('a list is arranged, kept as a view, shared and taken away', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const bruno = await portal.person('Bruno Dias', { role: 'sales-manager' });
  for (const [title, amount] of [
    ['Gates', 500_000],
    ['Fences', 400_000],
    ['Locks', 20_000],
  ] as const)
    await portal.admin.api('POST', 'crm/deals', { title, amount: { amount, currency: 'BRL' } });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const row = (title: string) => page.getByRole('row').filter({ hasText: title });
  const view = (name: string) => page.getByRole('navigation', { name: 'Saved views' }).getByRole('button', { name });
  const menu = async (entry: string) => {
    await page.getByRole('button', { name: 'What to do with this view' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };

  await step(t, 'a filter stands in words and in the address', async (t) => {
    await go('/crm/deals?view=list');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Amount', exact: true }).click();
    await page.getByLabel('How', { exact: true }).selectOption({ label: 'over' });
    await page.getByRole('textbox', { name: 'Amount' }).fill('3000');
    await page.getByRole('button', { name: 'Apply' }).click();
    await sees(t, page.getByRole('button', { name: 'Amount over R$ 3,000.00', exact: true }), 'the chip says it as a person would');
    await misses(t, row('Locks'), 'what does not fit is gone');
    t.equal(query(page)['amount.gt'], '300000');
  });

  await step(t, 'columns are widened, hidden and moved by keyboard', async (t) => {
    const name = page.getByRole('columnheader').getByRole('button', { name: 'Closes' });
    await name.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Set width with the arrow keys' }).press('Enter');
    await holdsFocus(t, page.getByRole('slider', { name: 'Width of Closes' }), 'the arrows go to the width');
    const before = Number(await page.getByRole('slider', { name: 'Width of Closes' }).inputValue());
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((cols) => new URL(location.href).searchParams.get('cols')?.includes(cols), `closeOn:${before + 20}`);
    await page.keyboard.press('Escape');
    await holdsFocus(t, name, 'Escape goes back to the column');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Move to the left' }).press('Enter');
    await page.waitForFunction((cols) => new URL(location.href).searchParams.get('cols')?.includes(cols), `closeOn:${before + 20},next`);
    await misses(t, page.getByRole('menu'), 'the menu has closed');
    await page.getByRole('columnheader').getByRole('button', { name: 'Stage' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Hide column' }).press('Enter');
    await misses(t, page.getByRole('columnheader', { name: 'Stage' }), 'a hidden column is gone');
  });

  await step(t, 'a column is dragged onto the place of another', async (t) => {
    const column = (name: string) => page.getByRole('columnheader').filter({ hasText: name });
    await column('Responsible').getByRole('button').dragTo(column('Company'));
    await page.waitForFunction(() => /title,ownerId,/.test(new URL(location.href).searchParams.get('cols') ?? ''));
    t.same((await headers(page)).slice(0, 3), ['Deal', 'Responsible', 'Company']);
  });

  await step(t, 'what is arranged is kept as a view, which the list then opens with', async (t) => {
    await menu('Save as…');
    await holdsFocus(t, page.getByLabel('Name', { exact: true }), 'its name can be typed at once');
    await expectAccessible(t, page);
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('The view needs a name.'), 'a view without a name is refused');
    await page.keyboard.type('Large ones');
    await page.getByLabel('Share with everybody').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await waitForQuery(page, { saved: '1' });
    await menu('Open it with this for everybody');
    await go('/crm/deals');
    await waitForQuery(page, { saved: '1', view: 'list', 'amount.gt': '300000' });
    await sees(t, row('Gates'), 'the list opens with it');
    t.same((await headers(page)).slice(0, 3), ['Deal', 'Responsible', 'Company']);
    t.equal(await view('Large ones').getAttribute('aria-current'), 'page');
    await expectAccessible(t, page);
  });

  await step(t, 'everybody’s view opens for others too, and "All" is a choice', async (t) => {
    await portal.admin.api('PATCH', 'crm/deals/1', { ownerId: bruno.id });
    await bruno.api('PATCH', 'session', { language: 'pt-BR' });
    const other = await visit(browser, portal.url, { cookie: bruno.cookie, language: 'pt-BR', phone: true });
    await other.go('/crm/deals');
    await waitForQuery(other.page, { saved: '1' });
    await sees(t, other.page.getByText('Gates'), 'with what they may see');
    await misses(t, other.page.getByText('Fences'), 'and nothing else');
    await expectAccessible(t, other.page);
    await other.page.getByRole('navigation', { name: 'Visões salvas' }).getByRole('button', { name: 'Todos' }).click();
    await waitForQuery(other.page, { saved: 'all', 'amount.gt': null });
    await other.page.reload();
    await other.page.getByText('Gates').waitFor();
    t.equal(query(other.page).saved, 'all');
    t.same(other.complaints(), []);
    await other.page.context().close();
  });

  await step(t, 'a change is said and kept, or taken back', async (t) => {
    await page.getByRole('button', { name: /^Remove filter/ }).click();
    await sees(t, page.getByText('Changed', { exact: true }), 'the view says that it is changed');
    await menu('Back to how it was saved');
    await waitForQuery(page, { 'amount.gt': '300000' });
    await misses(t, page.getByText('Changed', { exact: true }), 'and is as it was');
    await page.getByRole('columnheader').getByRole('button', { name: 'Amount' }).click();
    await page.getByRole('menuitem', { name: 'Smallest first' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await misses(t, page.getByText('Changed', { exact: true }), 'kept under the same name');
    t.match((await portal.admin.api('GET', 'views?recordType=crm.deal')).body.items, [{ settings: { query: { sort: 'amount' } } }]);
  });

  await step(t, 'it is renamed, deleted, and brought back', async (t) => {
    await menu('Rename…');
    await page.getByLabel('Name', { exact: true }).fill('Big ones');
    await page.keyboard.press('Enter');
    await sees(t, view('Big ones'), 'has its new name');
    await menu('Delete view');
    await misses(t, view('Big ones'), 'is gone');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sees(t, view('Big ones'), 'is there again');
    t.same(complaints(), []);
  });
});
