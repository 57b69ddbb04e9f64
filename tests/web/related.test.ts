import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, rawTexts, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const panel = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title });
const narrow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const reais = (amount: number) => ({ amount, currency: 'BRL' });

t.test('a company and a contact show what belongs to them', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  const make = async (path: string, draft: object) => (await admin.api('POST', path, draft)).body as { id: number };
  const carla = await portal.person('Carla Reis', { role: 'salesperson' });
  const company = await make('crm/companies', { title: 'Construtora Ipê' });
  const other = await make('crm/companies', { title: 'Padaria Central' });
  const { items: stages } = (await admin.api('GET', 'crm/stages?limit=200')).body as { items: { id: number; pipelineId: number | null; semantic: string }[] };
  const won = stages.find((stage) => stage.pipelineId !== null && stage.semantic === 'won');
  const doors = await make('crm/deals', { title: 'Forty doors', companyId: company.id, amount: reais(950_000) });
  const roof = await make('crm/deals', { title: 'New roof', companyId: company.id, amount: reais(120_000) });
  await admin.api('POST', `crm/deals/${roof.id}/move`, { stageId: won?.id });
  await make('crm/deals', { title: 'An oven', companyId: other.id, amount: reais(70_000) });
  const rows = [{ name: 'Door', quantity: 40, price: reais(20_000) }];
  await make('sales/quotes', { dealId: doors.id, rows });
  await make('sales/invoices', { dealId: doors.id, rows });

  const browser = await browserFor(t);
  const { page, go, follows, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const open = panel(page, 'Construtora Ipê');
  const tab = (name: RegExp) => open.getByRole('tab', { name });

  await step(t, 'its deals with what they come to', async (t) => {
    await go(`/crm/companies/${company.id}`);
    await sees(t, tab(/^Deals\s*2$/), 'the tab counts them');
    await tab(/^Deals/).click();
    await sees(t, open.getByRole('link', { name: 'Forty doors' }), 'each is a link');
    await sees(
      t,
      open.locator('dl').filter({ hasText: /Open\s*R\$\s?8,000\.00\s*Won\s*R\$\s?1,200\.00/ }),
      'what is open, as its quote says, and what was won',
    );
    t.equal(await open.getByText('An oven').count(), 0, 'and none of another company');
    await expectAccessible(t, page);
    await follows('crm.deal');
    await make('crm/deals', { title: 'Six windows', companyId: company.id, amount: reais(50_000) });
    await sees(t, open.getByRole('link', { name: 'Six windows' }), 'what others add comes without a reload');
    await sees(t, tab(/^Deals\s*3$/), 'and is counted');
    await open.getByRole('link', { name: 'Forty doors' }).click();
    await sees(t, panel(page, 'Forty doors'), 'the link opens the deal');
    await page.goBack();
    await sees(t, tab(/^Deals/), 'and the way back leads here');
  });

  await step(t, 'its contacts begin with the company filled in', async (t) => {
    await tab(/^Contacts/).click();
    await sees(t, open.getByText('No contacts at this company yet'), 'none yet');
    await expectAccessible(t, page);
    await open.getByRole('button', { name: 'New contact' }).click();
    const form = page.getByRole('dialog', { name: 'New contact' });
    await holdsFocus(t, form.getByLabel('First name'), 'the form begins at its first field');
    await page.keyboard.type('Rita');
    await form.getByRole('button', { name: 'Add contact' }).click();
    await sees(t, open.getByRole('link', { name: 'Rita' }), 'it belongs to the company');
    await sees(t, tab(/^Contacts\s*1$/), 'and is counted');
    await open.getByRole('link', { name: 'Rita' }).click();
    const rita = panel(page, 'Rita');
    await rita.getByRole('tab', { name: /^Deals/ }).click();
    await rita.getByRole('button', { name: 'New deal' }).click();
    const deal = page.getByRole('dialog', { name: 'New deal' });
    await deal.getByLabel('Title', { exact: true }).fill('Garden gate');
    await deal.getByRole('button', { name: 'Add deal' }).click();
    await sees(t, rita.getByRole('link', { name: 'Garden gate' }), 'a deal of the contact');
    const made = (await admin.api('GET', `crm/deals?companyId=${company.id}&q=Garden`)).body.items;
    t.equal(made.length, 1, 'is one with their company too');
  });

  await step(t, 'a deal tells how its client is reached, each thing of the contact, else of the company', async (t) => {
    await admin.api('PATCH', `crm/companies/${company.id}`, {
      taxId: '12.345.678/0001-95',
      phones: [{ kind: 'work', value: '(31) 5555-0100' }],
      emails: [{ kind: 'work', value: 'obra@ipe.example' }],
    });
    const davi = await make('crm/contacts', { title: 'Davi Arruda', companyId: company.id, phones: [{ kind: 'mobile', value: '(31) 5555-0142' }] });
    await admin.api('PATCH', `crm/deals/${doors.id}`, { contactId: davi.id });
    await go(`/crm/deals/${doors.id}`);
    const deal = panel(page, 'Forty doors');
    const line = (name: string) => deal.locator(`[data-field="${name}"]`);
    await sees(t, line('phones').locator('a[href="tel:3155550142"]'), 'the telephone of the contact, to be called');
    await sees(t, line('emails').locator('a[href="mailto:obra@ipe.example"]'), 'the e-mail of the company, since the contact has none');
    await sees(t, line('taxId').getByText('12.345.678/0001-95'), 'and its tax number');
    t.equal(await line('phones').getByRole('button').count(), 0, 'to be read: they are changed where they stand');
    await expectAccessible(t, page);
    await admin.api('PATCH', `crm/deals/${doors.id}`, { ownerId: carla.id });
    const hers = await visit(browser, portal.url, { cookie: carla.cookie });
    await hers.go(`/crm/deals/${doors.id}`);
    const there = panel(hers.page, 'Forty doors');
    await sees(t, there.locator('[data-field="contactId"]'), 'whoever may not read the client sees the deal');
    await hers.rest();
    t.equal(await there.locator('[data-field="phones"], [data-field="taxId"]').count(), 0, 'and nothing of the client');
    t.same(hers.complaints(), [], 'nor asks for it');
    await admin.api('PATCH', `crm/deals/${doors.id}`, { ownerId: admin.id });
  });

  await step(t, 'quotes and invoices, where sales is on', async (t) => {
    await go(`/crm/companies/${company.id}?tab=documents`);
    await sees(t, tab(/^Documents\s*2$/), 'both are counted');
    await sees(t, open.getByRole('heading', { name: 'Invoices' }), 'in two lists');
    await sees(t, open.locator('dl').filter({ hasText: /Invoices to be paid\s*R\$\s?8,000\.00/ }), 'and what is to be paid');
    await expectAccessible(t, page);
    t.same(await rawTexts(page), []);
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });

  await step(t, 'only what the person may see, on a phone in Portuguese', async (t) => {
    await admin.api('PATCH', `crm/companies/${company.id}`, { ownerId: carla.id });
    await carla.api('POST', 'crm/deals', { title: 'Portão da Carla', companyId: company.id });
    await carla.api('PATCH', 'session', { language: 'pt-BR' });
    const phone = await visit(browser, portal.url, { cookie: carla.cookie, phone: true, dark: true, language: 'pt-BR' });
    await phone.go(`/crm/companies/${company.id}?tab=deals`);
    const there = panel(phone.page, 'Construtora Ipê');
    await sees(t, there.getByRole('link', { name: 'Portão da Carla' }), 'her own');
    await sees(t, there.getByRole('tab', { name: /^Negócios\s*1$/ }), 'is all that is counted');
    t.equal(await there.getByText('Forty doors').count(), 0, 'and none of others');
    t.ok(await narrow(phone.page), 'nothing is wider than the phone');
    await expectAccessible(t, phone.page);
    t.same(await rawTexts(phone.page), []);
  });
});
