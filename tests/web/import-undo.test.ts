import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { load, upload } from '../support/importing.js';
import { browserFor, holdsFocus, misses, sees, step, until, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('the list of imports, and taking one back', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  await load(portal, admin, 'companies', { name: 'clients.csv', content: 'company;sector;revenue\nAurora;Steel;1\nBoreal;Wood;2\nCristal;Glass;many\n' });
  const { items } = (await admin.api('GET', 'crm/companies')).body;
  const aurora = items.find(({ title }: { title: string }) => title === 'Aurora');
  await admin.api('PATCH', `crm/companies/${aurora.id}`, { website: 'aurora.example' });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  /** Comes when the kinds are there; an option of a closed list is never visible. */
  const chosen = (kind: string) =>
    page.getByRole('combobox', { name: 'What is in it' }).getByRole('option', { name: kind, selected: true }).waitFor({ state: 'attached' });
  const entry = page.getByRole('listitem').filter({ hasText: 'clients.csv' });

  await step(t, 'says who imported what and when, with the rows in error', async (t) => {
    await go('/crm/import');
    await sees(t, entry.getByText('2 new · 1 in error'), 'the counts');
    await chosen('Leads');
    await sees(t, entry.getByText('Ana Souza'), 'the person');
    const download = page.waitForEvent('download');
    await entry.getByRole('link', { name: 'Get the row in error: clients.csv' }).click();
    t.match((await download).suggestedFilename(), /clients/);
    await expectAccessible(t, page);
  });

  await step(t, 'the search box brings what one looks at, and says so', async (t) => {
    await go('/crm/companies');
    await sees(t, page.getByText('Boreal').first(), 'the list');
    await page.keyboard.press('Control+k');
    const search = page.getByRole('dialog', { name: 'Search' });
    await search.getByRole('combobox').fill('something else');
    // Faster than it is gone from the screen.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await until(search.getByRole('combobox'), (field) => (field as HTMLInputElement).value === '');
    await holdsFocus(t, search.getByRole('combobox'), 'with the keyboard in it');
    await search.getByRole('combobox').fill('import');
    await search.getByRole('option', { name: 'Import leads, contacts, deals' }).click();
    await sees(t, entry, 'the imports');
    await chosen('Companies');
  });

  await step(t, 'names who is unknown before anything is stored, and asks what becomes of their rows', async (t) => {
    const { id } = (await upload(admin, 'companies', 'woods.csv', 'company;owner\nPinho;Zoé Nobre\nIpê;Zoé Nobre\nCedro;Ana Souza\n')).body;
    await go(`/crm/import?kind=companies&import=${id}`);
    const unknown = page.getByRole('region', { name: '1 name in “owner” is nobody here' });
    await sees(t, unknown.getByRole('listitem').filter({ hasText: 'Zoé Nobre' }), 'the name');
    await expectAccessible(t, page);
    await unknown.getByRole('combobox', { name: 'Rows with these names' }).selectOption({ label: 'Leave these rows out' });
    await page.getByRole('combobox', { name: '“owner” becomes' }).selectOption({ label: 'Leave out' });
    await misses(t, unknown, 'nobody is asked for a column that is left out');
    await page.getByRole('combobox', { name: '“owner” becomes' }).selectOption('ownerId');
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await sees(t, page.getByText('Importing woods.csv'), 'it runs');
    await portal.settle();
    await sees(t, page.getByText('woods.csv is in'), 'it is in');
    t.match((await admin.api('GET', `imports/${id}`)).body, { created: 1, failed: 2, notes: [] });
    await go('/crm/import');
  });

  await step(t, 'names that are too many to be shown are found, and the others settled at once', async (t) => {
    const lines = Array.from({ length: 55 }, (_, n) => `Lote ${n};Vendedor ${n + 100}\n`).join('');
    const { id } = (await upload(admin, 'companies', 'wide.csv', `company;owner\n${lines}`)).body;
    await go(`/crm/import?kind=companies&import=${id}`);
    const unknown = page.getByRole('region', { name: '55 names in “owner” are nobody here' });
    await sees(t, unknown.getByText('and 5 more'), 'the list ends, and says so');
    await unknown.getByLabel('Find a name').fill('vendedor 154');
    await unknown.getByRole('combobox', { name: 'Who is “Vendedor 154”?' }).selectOption('Ana Souza');
    await unknown.getByLabel('Find a name').fill('nobody at all');
    await sees(t, unknown.getByText('No such name among them'), 'what is not there is said');
    await sees(t, unknown.getByRole('combobox', { name: 'Who is “Vendedor 154”?' }), 'who was chosen stays in sight');
    await unknown.getByRole('combobox', { name: 'Rows with these names' }).selectOption({ label: 'Leave these rows out' });
    await page.getByRole('button', { name: 'Import 55 rows' }).click();
    await sees(t, page.getByText('Importing wide.csv'), 'it runs');
    await portal.settle();
    t.match((await admin.api('GET', `imports/${id}`)).body, { created: 1, failed: 54, notes: [] });
    await go('/crm/import');
  });

  await step(t, 'asks what a figure means where nothing in the file tells, also on a phone', async (t) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const { id } = (await upload(admin, 'deals', 'deals.csv', 'Title;Amount;Closes\nGate;10,999;2026-12-01\nFence;12;2026-12-02\n')).body;
    await go(`/crm/import?kind=deals&import=${id}`);
    t.equal(
      await page.getByRole('combobox', { name: '“Closes” becomes' }).inputValue(),
      'closeOn',
      'a column is known by the name that its field has on the screen',
    );
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await sees(t, page.getByText('Nothing in the file tells: say which it is.'), 'beside the question');
    await expectAccessible(t, page);
    await page.getByRole('combobox', { name: 'What does 10,999 in “Amount” mean?' }).selectOption('.');
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await sees(t, page.getByText('Importing deals.csv'), 'it runs');
    await portal.settle();
    const { items: deals } = (await admin.api('GET', 'crm/deals')).body;
    t.match(
      deals.sort((a: { title: string }, b: { title: string }) => a.title.localeCompare(b.title)),
      [
        { title: 'Fence', closeOn: '2026-12-02' },
        { title: 'Gate', amount: { amount: 1_099_900 }, closeOn: '2026-12-01' },
      ],
    );
    await page.setViewportSize({ width: 1440, height: 900 });
    await go('/crm/import');
  });

  await step(t, 'takes it back, and says what it left and why', async (t) => {
    await entry.getByRole('button', { name: 'Take back clients.csv' }).click();
    const question = page.getByRole('dialog');
    await expectAccessible(t, page);
    await question.getByRole('button', { name: 'Take back' }).click();
    await sees(t, entry.getByText('Taking clients.csv back'), 'says that it works on it');
    await portal.settle();
    await sees(t, entry.getByText('In the bin: 1, as before: 0. Left as they are: 1 changed since'), 'the outcome');
    t.equal((await admin.api('GET', 'crm/companies?total=true')).body.total, 3, 'the one that was changed, and those of the other files');
    await expectAccessible(t, page);
    t.same(complaints(), []);
  });
});
