import type { Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, messageOf, misses, sees, step, visit } from '../support/pages.js';
import { password, startPortal } from '../support/portal.js';

const rail = (page: Page, name: string) => page.getByRole('navigation', { name: 'Modules' }).getByRole('link', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

t.test('an administrator brings a colleague in', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  const other = (await admin.api('POST', 'crm/leads', { title: 'A lead of Ana' })).body;
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: admin.cookie });
  const shop = await visit(browser, portal.url);
  const [ana, carla] = [office.page, shop.page];

  await step(t, 'a department', async (t) => {
    await office.go('/settings/people');
    await sees(t, ana.getByText('No departments yet.', { exact: false }), 'says what departments are for');
    await ana.getByRole('button', { name: 'Add a department' }).click();
    const form = dialog(ana, 'Add a department');
    await holdsFocus(t, form.getByLabel('Department'), 'begins at the name');
    await expectAccessible(t, ana);
    await form.getByRole('button', { name: 'Add a department' }).click();
    t.equal(await messageOf(form.getByLabel('Department')), 'A department needs a name.');
    await form.getByLabel('Department').fill('Shop');
    await form.getByLabel('Head').selectOption({ label: 'Ana Souza' });
    await form.getByLabel('Head').press('Enter');
    await form.getByRole('button', { name: 'Add a department' }).click();
    await sees(t, ana.getByRole('listitem').filter({ hasText: /Shop.*Head: Ana Souza/ }), 'stands in the tree with its head');
  });

  let link = '';
  await step(t, 'a person, and the link for them', async (t) => {
    await ana.getByRole('button', { name: 'Add a person' }).click();
    const form = dialog(ana, 'Add a person');
    await form.getByLabel('Name').fill('Carla Reis');
    await form.getByLabel('E-mail').fill('not an address');
    await form.getByLabel('Department').selectOption({ label: 'Shop' });
    await form.getByLabel('Salesperson').check();
    await expectAccessible(t, ana);
    await form.getByRole('button', { name: 'Add and invite' }).click();
    t.match(await messageOf(form.getByLabel('E-mail')), /\w+ \w+/, 'a wrong e-mail is named beside its field');
    await holdsFocus(t, form.getByLabel('E-mail'), 'and the focus is there');
    await form.getByLabel('E-mail').fill('carla@aurora.example');
    await form.getByRole('button', { name: 'Add and invite' }).click();
    const invitation = dialog(ana, 'Link for Carla Reis');
    await sees(t, invitation.getByText('Hand this link to Carla Reis.', { exact: false }), 'without mail the link is handed on');
    await expectAccessible(t, ana);
    link = await invitation.getByRole('textbox', { name: 'Link' }).inputValue();
    await invitation.getByRole('button', { name: 'Done' }).click();
    await sees(t, ana.getByRole('row', { name: /Carla Reis.*Shop.*Salesperson.*Invited/ }), 'she stands in the list as invited');
  });

  await step(t, 'the invitation', async (t) => {
    const { pathname } = new URL(link);
    await shop.go(pathname);
    await sees(t, carla.getByRole('heading', { name: 'Welcome to Ferragens Aurora' }), 'welcomes her');
    await expectAccessible(t, carla);
    await carla.getByLabel('Choose a password').fill('short');
    await carla.getByRole('button', { name: 'Come in' }).click();
    t.match(await messageOf(carla.getByLabel('Choose a password')), 'At least 10 characters');
    await carla.getByLabel('Choose a password').fill(password);
    await carla.keyboard.press('Enter');
    await sees(t, carla.getByRole('heading', { name: 'My day', level: 1 }), 'one password later she is in');
    await sees(t, carla.getByText(/Good (morning|afternoon|evening), Carla\./), 'greeted by name');
    const late = await visit(browser, portal.url);
    await late.go(pathname);
    await sees(t, late.page.getByText('This link no longer works'), 'the link works once');
    await expectAccessible(t, late.page);
    await late.page.context().close();
  });

  await step(t, 'a salesperson sees what is theirs', async (t) => {
    await rail(carla, 'CRM').click();
    await sees(t, carla.getByText('No deals yet'), 'the CRM opens on her deals');
    await carla.getByRole('navigation', { name: 'Sections of the CRM' }).getByRole('link', { name: 'Leads' }).click();
    await sees(t, carla.getByText('No leads yet'), 'none of the leads of others');
    await carla.getByRole('button', { name: 'New lead' }).first().click();
    await dialog(carla, 'New lead').getByLabel('Title', { exact: true }).fill('A lead of Carla');
    await carla.keyboard.press('Enter');
    await sees(t, dialog(carla, 'A lead of Carla'), 'her own');
    await shop.go(`/crm/leads/${other.id}`);
    await sees(t, carla.getByText('It does not exist any more, or you may not see it.'), 'not by its address either');
    await shop.go('/settings/people');
    await sees(t, carla.getByText('This page is not open to you'), 'no settings of the portal');
    await expectAccessible(t, carla);
    const pages = carla.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    t.same(await pages.allTextContents(), ['Bin', 'Bulk changes'], 'only what she may take back');
    await shop.go('/me');
    await sees(t, carla.getByRole('heading', { name: 'API tokens' }), 'her tokens stand with her profile');
    await expectAccessible(t, carla);
  });

  await step(t, 'a role is changed while she works', async (t) => {
    await shop.go('/crm/leads');
    await shop.follows('crm.lead');
    await sees(t, carla.getByRole('button', { name: 'New lead' }), 'may add leads');
    await office.go('/settings/roles');
    await ana.getByRole('tab', { name: 'Salesperson' }).click();
    const leads = ana.getByRole('group').filter({ hasText: 'Leads' });
    await sees(t, leads.getByText('May see, add and change their own.'), 'says in a sentence what the role lets one do');
    await leads.getByText('Leads').click();
    t.equal(await ana.getByRole('combobox', { name: 'Leads: see' }).inputValue(), 'own');
    await ana.getByRole('combobox', { name: 'Leads: add' }).selectOption({ label: 'No' });
    await sees(t, leads.getByText('May see and change their own.'), 'and follows what is chosen');
    await expectAccessible(t, ana);
    await ana.getByRole('button', { name: 'Save role' }).click();
    await sees(t, ana.getByText('The role Salesperson is saved'), 'saved');
    await misses(t, carla.getByRole('button', { name: 'New lead' }), 'the button goes without a reload');
  });

  await step(t, 'a module is parked and comes back', async (t) => {
    await sees(t, rail(carla, 'Sales'), 'the documents are in her rail');
    await office.go('/settings/modules');
    const module = ana.getByRole('row', { name: /^Sales documents/ });
    await sees(t, module.getByText('On', { exact: true }), 'and on');
    await module.getByRole('button', { name: 'Park' }).click();
    const question = dialog(ana, 'Park Sales documents?');
    await sees(t, question.getByText('What disappears meanwhile'), 'says what others lose');
    await expectAccessible(t, ana);
    await question.getByRole('button', { name: 'Park Sales documents' }).click();
    await sees(t, module.getByText('Parked', { exact: true }), 'parked');
    await misses(t, rail(carla, 'Sales'), 'it leaves her rail without a reload');
    await sees(t, rail(carla, 'CRM'), 'and nothing else');
    t.equal((await admin.api('GET', 'sales/quotes')).status, 404, 'its addresses are gone');
    await module.getByRole('button', { name: 'Bring back' }).click();
    await dialog(ana, 'Bring Sales documents back?').getByRole('button', { name: 'Bring Sales documents back' }).click();
    await sees(t, rail(carla, 'Sales'), 'and comes back to her rail');
    t.equal((await admin.api('GET', 'sales/quotes')).status, 200);
    await ana.getByRole('row', { name: /^CRM/ }).getByRole('button', { name: 'Park' }).click();
    await sees(t, dialog(ana, 'Park CRM?').getByText('Sales documents cannot be without CRM. Park that first.'), 'what others stand on cannot go');
  });
  t.same([...office.complaints(), ...shop.complaints()], [], 'the browsers have nothing to complain about');
});
