import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('what is deleted can be taken back', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  const company = (await admin.api('POST', 'crm/companies', { title: 'Lumen Ltda' })).body;
  const deal = (await admin.api('POST', 'crm/deals', { title: 'Sliding gate', companyId: company.id })).body;
  for (const title of ['First lead', 'Second lead']) await admin.api('POST', 'crm/leads', { title });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const question = page
    .getByRole('dialog')
    .filter({ has: page.getByRole('button', { name: 'Delete', exact: true }) })
    .last();

  await step(t, 'says what points at a company before it goes', async (t) => {
    await go(`/crm/companies/${company.id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await sees(t, question.getByText('Deals: 1 (Sliding gate)', { exact: false }), 'the deal by its name');
    await expectAccessible(t, page);
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await sees(t, page.getByText('1 company deleted'), 'says what was done');
  });

  await step(t, 'takes it back with a key while the toast is there', async (t) => {
    await page.keyboard.press('Control+z');
    await sees(t, page.getByText('Lumen Ltda').first(), 'it is in the list again');
    t.equal((await admin.api('GET', `crm/companies/${company.id}`)).status, 200);
  });

  await step(t, 'keeps the name of what lies in the bin on what points at it', async (t) => {
    await admin.api('DELETE', `crm/companies/${company.id}`);
    await go(`/crm/deals/${deal.id}`);
    await sees(t, page.getByText('Lumen Ltda (in the bin)'), 'in words, not by colour alone');
    await expectAccessible(t, page);
  });

  await step(t, 'takes several back at once', async (t) => {
    for (const id of [1, 2]) await admin.api('DELETE', `crm/leads/${id}`);
    await go('/settings/bin');
    await sees(t, page.getByRole('row', { name: /First lead.*Leads.*Ana Souza.*30 days/ }), 'says what, who and how long it stays');
    await expectAccessible(t, page);
    await page.getByLabel('Kind').selectOption({ label: 'Leads' });
    await misses(t, page.getByText('Lumen Ltda'), 'only one kind');
    await page.getByRole('checkbox', { name: 'Choose all shown' }).press('Space');
    await page.getByRole('toolbar').getByRole('button', { name: 'Take back' }).click();
    await sees(t, page.getByText('2 are back'), 'says how many');
    await sees(t, page.getByText('Nothing like that in the bin'), 'none is left of that kind');
    t.equal((await admin.api('GET', 'crm/leads?total=true')).body.total, 2);
  });

  await step(t, 'follows what others delete', async (t) => {
    await page.getByLabel('Kind').selectOption({ label: 'All kinds' });
    await sees(t, page.getByRole('row', { name: /Lumen Ltda/ }), 'the company');
    await admin.api('DELETE', `crm/deals/${deal.id}`);
    await sees(t, page.getByRole('row', { name: /Sliding gate/ }), 'the deal appears without a reload');
    await page.getByRole('button', { name: 'Take back Sliding gate' }).click();
    await misses(t, page.getByRole('row', { name: /Sliding gate/ }), 'and goes when it is taken back');
  });

  await step(t, 'tells what a change of many did and left out, and takes it back', async (t) => {
    const bruno = await portal.person('Bruno Dias', { role: 'salesperson' });
    await admin.api('PATCH', 'crm/leads/1', { ownerId: bruno.id });
    await admin.api('POST', 'crm/leads/bulk', { action: 'change', ids: [1, 2], values: { ownerId: bruno.id } });
    await go('/settings/changes');
    await page.getByRole('link', { name: '1 record changed' }).click();
    await sees(t, page.getByText('Responsible'), 'what it was given');
    await sees(t, page.getByRole('link', { name: 'Second lead' }), 'what was done, by its title');
    await page.getByText('1 is so already.').click();
    await sees(t, page.getByRole('link', { name: 'First lead' }), 'what was left, and why');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Take back' }).click();
    await sees(t, page.getByText('Taken back', { exact: true }), 'says so in place');
    await page.getByRole('link', { name: 'Details' }).click();
    await sees(t, page.getByRole('link', { name: 'See the change that this took back' }), 'the toast leads to the page of the undo');
    t.same(complaints(), []);
  });
});
