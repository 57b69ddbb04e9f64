import { readFile } from 'node:fs/promises';
import type { Page, Request } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { load } from '../support/importing.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';
import { readZip } from '../support/read-zip.js';

const headers = (page: Page) => page.getByRole('grid').getByRole('columnheader').getByRole('button');
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
    await page.getByRole('menu').getByText(entry, { exact: true }).click();
  };

  await step(t, 'a list is asked for once, and the board not at all', async (t) => {
    const asked: string[] = [];
    const hear = (request: Request) => asked.push(new URL(request.url()).pathname);
    page.on('request', hear);
    await go('/crm/deals?view=list');
    await row('Gates').waitFor();
    page.off('request', hear);
    const times = (path: string) => asked.filter((one) => one === `/api/v1/${path}`).length;
    t.same(['crm/deals', 'crm/deals/board', 'crm/pipelines', 'views', 'session/present', 'portal'].map(times), [1, 0, 1, 1, 1, 1]);
  });

  await step(t, 'what was added today is found', async (t) => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Added', exact: true }).click();
    await page.getByLabel('Added', { exact: true }).selectOption({ label: 'today' });
    await page.getByRole('button', { name: 'Apply' }).click();
    await sees(t, page.getByRole('button', { name: 'Added: today', exact: true }), 'by a filter in words');
    await sees(t, row('Locks'), 'and stands there');
  });

  await step(t, 'a filter stands in words and in the address', async (t) => {
    await go('/crm/deals?view=list');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Amount', exact: true }).click();
    await page.getByLabel('How', { exact: true }).selectOption({ label: 'over' });
    await page.getByRole('textbox', { name: 'Amount' }).fill('3000');
    await page.getByRole('button', { name: 'Apply' }).click();
    await sees(t, page.getByRole('button', { name: 'Amount over R$3,000.00', exact: true }), 'the chip says it as a person would');
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
    const order = await headers(page).allTextContents();
    const amount = page.getByRole('columnheader').getByRole('button', { name: 'Amount' });
    for (const kept of [true, false]) {
      await amount.press('Enter');
      await page.getByRole('menuitemcheckbox', { name: 'Keep on the left', checked: !kept }).press('Enter');
      await page.waitForFunction((kept) => new URL(location.href).searchParams.get('cols')?.includes('amount!') === kept, kept);
      await sees(
        t,
        headers(page)
          .nth(1)
          .filter({ hasText: kept ? 'Amount' : (order[1] ?? '') }),
        kept ? 'it stands behind the title' : 'let go, it gives its place',
      );
      if (!kept) continue;
      const others = order.filter((name) => !['Title', 'Amount'].includes(name));
      t.same(await headers(page).allTextContents(), ['Title', 'Amount', ...others], 'so that rows keep their names, and before the others');
      await headers(page).first().press('Enter');
      await sees(t, page.getByRole('menuitemcheckbox', { name: 'Keep on the left', checked: true, disabled: true }), 'which stays before it');
      await page.keyboard.press('Escape');
    }
    t.same(await headers(page).allTextContents(), order, 'and is back where it was');
    const foot = page.getByRole('row').last();
    await sees(t, foot.getByText('R$'), 'the sum');
    await amount.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Show in totals' }).press('Enter');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('cols')?.includes('amount~'));
    await misses(t, foot.getByText('R$'), 'a sum that is not wanted is not shown');
  });

  await step(t, 'in the choice of columns the keyboard stays with a column that arrives at its end', async (t) => {
    await page.getByRole('button', { name: 'Columns', exact: true }).press('Enter');
    const choice = page.getByRole('dialog', { name: 'Columns' });
    const back = choice.getByRole('button', { name: 'Move Amount back', exact: true });
    await back.focus();
    while ((await back.getAttribute('aria-disabled')) === null) {
      const before = query(page).cols ?? null;
      await page.keyboard.press('Enter');
      await page.waitForFunction((before) => new URL(location.href).searchParams.get('cols') !== before, before);
    }
    await holdsFocus(t, back, 'the last one keeps the focus');
    const cols = query(page).cols;
    await page.keyboard.press('Enter');
    t.equal(query(page).cols, cols, 'it goes no further');
    await page.keyboard.press('Escape');
    await misses(t, choice, 'and Escape closes the choice');
  });

  await step(t, 'a column is dragged onto the place of another', async (t) => {
    const column = (name: string) => page.getByRole('columnheader').filter({ hasText: name });
    await column('Responsible').getByRole('button').dragTo(column('Company'));
    await page.waitForFunction(() => /title,ownerId,/.test(new URL(location.href).searchParams.get('cols') ?? ''));
    await sees(t, headers(page).nth(1).filter({ hasText: 'Responsible' }), 'it stands there');
    await sees(t, headers(page).nth(2).filter({ hasText: 'Company' }), 'before the other');
  });

  await step(t, 'what is arranged is kept as a view, which the list then opens with', async (t) => {
    const bare = new URL(page.url());
    bare.searchParams.delete('cols');
    await go(`${bare.pathname}${bare.search}`);
    await sees(t, headers(page).nth(1).filter({ hasText: 'Responsible' }), 'this browser keeps the columns without the address, too');
    await menu('Save as…');
    await holdsFocus(t, page.getByLabel('Name', { exact: true }), 'its name can be typed at once');
    await expectAccessible(t, page);
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('Give it a name.'), 'a view without a name is refused');
    await page.keyboard.type('Large ones');
    await page.getByLabel('Share with everybody').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await waitForQuery(page, { saved: '1' });
    await menu('Open it with this for everybody');
    await go('/crm/deals');
    await waitForQuery(page, { saved: '1', view: 'list', 'amount.gt': '300000' });
    await sees(t, row('Gates'), 'the list opens with it');
    await sees(t, headers(page).nth(1).filter({ hasText: 'Responsible' }), 'it stands there');
    await sees(t, headers(page).nth(2).filter({ hasText: 'Company' }), 'before the other');
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
    await other.page.getByRole('navigation', { name: 'Visões salvas' }).getByRole('button', { name: 'Tudo' }).click();
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
    await page.getByRole('menuitemcheckbox', { name: 'Smallest first' }).click();
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
  });

  await step(t, 'what others do to a shared view is seen without a reload', async (t) => {
    const other = await visit(browser, portal.url, { cookie: bruno.cookie, language: 'pt-BR' });
    const theirs = other.page.getByRole('navigation', { name: 'Visões salvas' });
    await other.go('/crm/deals?saved=all');
    await theirs.getByRole('button', { name: 'Big ones' }).click();
    await waitForQuery(other.page, { saved: '1', 'amount.gt': '300000' });
    await portal.admin.api('PATCH', 'views/1', { name: 'Huge ones', settings: { query: { 'amount.gt': '500000', sort: '-amount' }, look: { view: 'list' } } });
    await sees(t, theirs.getByRole('button', { name: 'Huge ones' }), 'its new name');
    await waitForQuery(other.page, { 'amount.gt': '500000' });
    await portal.admin.api('DELETE', 'views/1');
    await misses(t, theirs.getByRole('button', { name: 'Huge ones' }), 'that it is gone');
    await sees(t, other.page.getByText('A visão “Huge ones” não existe mais.', { exact: false }), 'said in words');
    await waitForQuery(other.page, { saved: 'all', 'amount.gt': '500000' });
    await portal.admin.api('POST', 'views/1/restore');
    await sees(t, theirs.getByRole('button', { name: 'Huge ones' }), 'and that it is back');
    t.same([...other.complaints(), ...complaints()], []);
    await other.page.context().close();
  });
});

t.test('all that a list finds are changed at once', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const bruno = await portal.person('Bruno Dias', { role: 'salesperson' });
  const content = ['title,amount', ...Array.from({ length: 260 }, (_, index) => `${index < 120 ? 'Gate' : 'Lock'} ${index},10`)].join('\n');
  t.equal((await load(portal, portal.admin, 'deals', { name: 'deals.csv', content })).created, 260);
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const countOf = async (query: string) => (await portal.admin.api('GET', `crm/deals?limit=1&total=true&${query}`)).body.total;
  const toolbar = page.getByRole('toolbar', { name: 'Selection' });
  const dialog = page.getByRole('dialog');

  await step(t, 'a long list draws only what is seen, and says at its foot how much there is', async (t) => {
    await go('/crm/deals?view=list');
    await sees(t, page.getByText('260 deals'), 'how many');
    await sees(t, page.getByText('R$2,600.00', { exact: true }), 'and what they sum to');
    t.ok((await page.getByRole('row').count()) < 60, 'a hundred are loaded, but not drawn');
    t.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'the list scrolls, not the page');
  });

  await step(t, 'what the filter finds is given to somebody, with a look at it before', async (t) => {
    await page.getByRole('searchbox', { name: 'Find in list' }).fill('gate');
    await sees(t, page.getByText('120 deals'), 'the search has found them');
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    await sees(t, toolbar.getByText('100 selected'), 'the loaded ones');
    await toolbar.getByRole('button', { name: 'Select all 120 that match' }).click();
    await sees(t, toolbar.getByText('120 selected'), 'and then all');
    await holdsFocus(t, toolbar, 'the focus stays with what is chosen');
    await page.keyboard.press('Escape');
    await misses(t, toolbar, 'Escape lets go of all');
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    await toolbar.getByRole('button', { name: 'Select all 120 that match' }).click();
    await toolbar.getByRole('button', { name: 'Assign' }).click();
    await dialog.getByRole('combobox', { name: 'Responsible' }).fill('Bruno');
    await page.getByRole('option', { name: 'Bruno Dias' }).click();
    await sees(t, dialog.getByText('120 of 120 change.'), 'it says how many change');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await sees(t, page.getByText('120 records changed'), 'done');
    t.equal(await countOf(`ownerId=${bruno.id}`), 120);
  });

  await step(t, 'and taken back with one press', async (t) => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByText('Taken back for 120 records'), 'taken back');
    t.equal(await countOf(`ownerId=${bruno.id}`), 0);
  });

  await step(t, 'a stage of the lost ones asks why, once for all', async (t) => {
    await page
      .getByRole('row', { name: /Gate 1\b/ })
      .or(page.getByRole('row').nth(1))
      .first()
      .focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await sees(t, toolbar.getByText('2 selected'), 'chosen by keyboard');
    await toolbar.getByRole('button', { name: 'Move to stage' }).click();
    await sees(t, dialog.getByText('2 selected'), 'the question says of how many');
    await dialog.getByLabel('Stage').selectOption({ label: 'Lost' });
    t.ok(await dialog.getByRole('button', { name: 'Move to stage' }).isDisabled(), 'not without a reason');
    await dialog.getByLabel('Reason').selectOption({ index: 1 });
    await sees(t, dialog.getByText('2 of 2 change.'), 'both');
    await dialog.getByRole('button', { name: 'Move to stage' }).click();
    await sees(t, page.getByText('2 records moved'), 'moved');
    t.equal(await countOf('closedAt.empty=false'), 2);
  });

  await step(t, 'what is seen is taken away as a file', async (t) => {
    await toolbar.waitFor({ state: 'detached' });
    const fetched = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
    const download = await fetched;
    t.match(download.suggestedFilename(), /^deals-.*\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    t.equal(
      lines[0],
      (await headers(page).allTextContents())
        .flatMap((head) => (head === 'Next step' ? ['Next step due', 'Kind of next step', 'Next step'] : [head]))
        .join(','),
    );
    t.equal(lines.length, 121);
    const workbook = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Export to Excel' }).click();
    const files = readZip(await readFile(await (await workbook).path()));
    t.equal(files.get('xl/worksheets/sheet1.xml')?.match(/<row>/g)?.length, 121);
  });

  await step(t, 'very many go on behind the page, which can be left', async (t) => {
    await page.getByRole('searchbox', { name: 'Find in list' }).fill('');
    await sees(t, page.getByText('260 deals'), 'all again');
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    await toolbar.getByRole('button', { name: 'Select all 260 that match' }).click();
    await toolbar.getByRole('button', { name: 'Delete' }).click();
    await sees(t, dialog.getByText('260 of 260 will be deleted.'), 'what will go');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await sees(t, page.getByRole('progressbar', { name: 'Changing records' }), 'the progress');
    await expectAccessible(t, page);
    await page.getByRole('link', { name: 'Contacts' }).first().click();
    await sees(t, page.getByRole('progressbar', { name: 'Changing records' }), 'goes along to other pages');
    await portal.settle();
    await sees(t, page.getByText('260 records deleted'), 'its end is told');
    t.equal(await countOf(''), 0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sees(t, page.getByRole('progressbar', { name: 'Taking back' }), 'the way back too');
    await portal.settle();
    await sees(t, page.getByText('Taken back for 260 records'), 'and it ends');
    t.equal(await countOf(''), 260);
  });

  await step(t, 'My day says in one line how many have no next step, and leads there', async (t) => {
    const content = ['title,amount', ...Array.from({ length: 23 }, (_, index) => `Hinge ${index},10`)].join('\n');
    t.match(await load(portal, portal.admin, 'leads', { name: 'leads.csv', content }), { created: 23 });
    await go('/');
    await sees(t, page.getByText('2 things need you.'), 'the leads in one line, and the deals');
    await sees(t, page.getByRole('link', { name: /^My day\s*2$/ }), 'the same beside its name');
    await expectAccessible(t, page);
    await page.getByRole('link', { name: '23 leads without a next step' }).click();
    await sees(t, page.getByText('23 leads'), 'all of them');
    t.same(complaints(), []);
  });

  await step(t, 'a next step is planned for one that is chosen', async (t) => {
    await page.getByRole('checkbox', { name: 'Select Hinge 3', exact: true }).check();
    const chosen = page.getByRole('toolbar', { name: 'Selection' });
    await chosen.getByRole('button', { name: 'Plan a next step' }).click();
    const dialog = page.getByRole('dialog', { name: 'Plan a next step' });
    await sees(t, dialog.getByText(/^1 of 1 gets the next step “Call”, due /), 'for it alone');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await chosen.getByRole('button', { name: 'Clear selection' }).click();
    t.same(complaints(), []);
  });

  await step(t, 'a next step is planned there for all of them, and taken back', async (t) => {
    await page.getByRole('button', { name: 'Plan a next step for all 23' }).click();
    const dialog = page.getByRole('dialog', { name: 'Plan a next step' });
    await sees(t, dialog.getByText(/^23 of 23 get the next step “Call”, due /), 'for how many, and when');
    await sees(t, dialog.getByText('Without a title each is called “Call”.'), 'what each is called where nothing is typed');
    t.ok(await dialog.getByRole('button', { name: 'Plan it' }).isEnabled(), 'so that none is needed');
    await dialog.getByLabel('Title').fill('Ask how it stands');
    await dialog.getByLabel('When').fill('soon');
    await page.keyboard.press('Tab');
    t.ok(await dialog.getByRole('button', { name: 'Plan it' }).isDisabled(), 'and a day that can be read');
    await dialog.getByLabel('When').fill('1/2/2040 10:00');
    await dialog.getByLabel(/^So many per working day/).fill('12');
    await page.keyboard.press('Tab');
    await sees(t, dialog.getByText('23 of 23 get the next step “Call”, due from 1 Feb 2040, 10:00 to 2 Feb 2040, 10:00.'), 'on how many days');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Plan it' }).click();
    await sees(t, page.getByText('Next step planned for 23 records'), 'its end');
    await sees(t, page.getByText('Nothing fits these filters'), 'none is left without one');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sees(t, page.getByText('Taken back for 23 records'), 'the way back');
    await sees(t, page.getByRole('button', { name: 'Plan a next step for all 23' }), 'all are without one again');
    await go('/settings/changes');
    await sees(t, page.getByRole('link', { name: 'Next step planned for 23 records' }), 'it stands among the bulk changes');
    await sees(t, page.getByText('Next step → Ask how it stands').first(), 'with what was planned');
    t.same(complaints(), []);
  });
});
