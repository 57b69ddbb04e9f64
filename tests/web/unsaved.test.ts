import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('leaving a page in the middle of a word', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  const company = (await admin.api('POST', 'crm/companies', { title: 'Lumen', industry: 'Retail' })).body;
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });

  await step(t, 'settings ask before they are left', async (t) => {
    await go('/settings/company');
    await page.getByLabel('Trade name (nome fantasia)').fill('Ferragens Boreal');
    await page.getByRole('link', { name: 'Roles' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await sees(t, question, 'asks');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    t.equal(await page.getByLabel('Trade name (nome fantasia)').inputValue(), 'Ferragens Boreal', 'Esc stays, with what was typed');
    await page.getByRole('link', { name: 'Roles' }).click();
    await question.getByRole('button', { name: 'Leave without saving' }).click();
    await page.waitForURL('**/settings/roles');
    await page.getByRole('link', { name: 'Company' }).click();
    await page.getByLabel('Trade name (nome fantasia)').waitFor();
    t.equal(await page.getByLabel('Trade name (nome fantasia)').inputValue(), 'Ferragens Aurora');
    await page.getByLabel('Trade name (nome fantasia)').fill('Ferragens Boreal');
    await page.getByRole('button', { name: 'Save company' }).click();
    await sees(t, page.getByText('Saved', { exact: false }), 'saved');
    await page.getByRole('link', { name: 'Roles' }).click();
    await page.waitForURL('**/settings/roles');
    t.pass('what is saved is left without a question');
  });

  await step(t, 'a field of a record is stored when its page is left', async (t) => {
    await go('/crm/companies');
    await page.getByRole('row', { name: 'Lumen' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Edit Industry' }).click();
    await page.getByRole('textbox', { name: 'Industry' }).fill('Steel');
    const stored = page.waitForResponse((answer) => answer.url().endsWith(`/crm/companies/${company.id}`) && answer.request().method() === 'PATCH');
    await page.goBack();
    await stored;
    t.equal((await admin.api('GET', `crm/companies/${company.id}`)).body.industry, 'Steel');
    t.same(complaints(), []);
  });
});
