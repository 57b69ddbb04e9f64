import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('whoever types a client that is there already is told so', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const make = async (path: string, draft: object) => (await admin.api('POST', path, draft)).body as { id: number };
  const ana = await make('crm/contacts', { firstName: 'Ana', lastName: 'Souza', emails: [{ kind: 'work', value: 'ana@ipe.example' }] });
  const rui = await make('crm/contacts', { firstName: 'Rui', lastName: 'Lima' });
  await make('crm/companies', { title: 'Construtora Ipê Ltda.', taxId: '11.222.333/0001-81' });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const form = page.getByRole('dialog', { name: /^New (contact|company|lead)$/ });

  await step(t, 'in the form of a new contact, whose link opens it and keeps what was typed', async (t) => {
    await go('/crm/contacts');
    await page.getByRole('button', { name: 'New contact' }).first().click();
    await form.getByLabel('Last name').fill('Souza Prado');
    await form.getByLabel('E-mails').fill('ANA@ipe.example');
    await sees(t, form.locator('[aria-live]').getByText('Already here: Ana Souza (contact, same e-mail)'), 'is told below the field');
    await expectAccessible(t, page);
    await form.getByLabel('E-mails').fill('ana@else.example');
    await misses(t, form.getByText('Already here:'), 'and no longer once it is somebody else');
    await form.getByLabel('E-mails').fill('ana@ipe.example');
    await form.getByRole('link', { name: 'Ana Souza' }).click();
    await sees(t, page.getByRole('dialog', { name: 'Ana Souza' }), 'the link opens the contact');
    t.match(page.url(), new RegExp(`/crm/contacts/${ana.id}$`));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New contact' }).first().click();
    t.equal(await form.getByLabel('Last name').inputValue(), 'Souza Prado', 'what was typed is kept');
    await sees(t, form.getByText('Already here: Ana Souza'), 'and looked for again');
    await form.getByRole('button', { name: 'Add contact' }).click();
    await sees(t, page.getByRole('dialog', { name: 'Souza Prado' }), 'nobody is kept from storing it');
  });

  await step(t, 'in those of a new company and a new lead', async (t) => {
    await go('/crm/companies');
    await page.getByRole('button', { name: 'New company' }).first().click();
    await form.getByLabel('Tax ID').fill('11222333000181');
    await sees(t, form.getByText('Already here: Construtora Ipê Ltda. (company, same tax id)'), 'by its tax id');
    await go('/crm/leads');
    await page.getByRole('button', { name: 'New lead' }).first().click();
    await form.getByLabel('First name').fill('Rui');
    await form.getByLabel('Last name').fill('Lima');
    await form.getByLabel('Company').fill('construtora ipe');
    await sees(t, form.getByText('Already here: Rui Lima (contact, same name)'), 'the person');
    await sees(t, form.getByText('Already here: Construtora Ipê Ltda. (company, same name)'), 'and the company');
    await expectAccessible(t, page);
  });

  await step(t, 'while a field of a contact is edited, and after', async (t) => {
    await go(`/crm/contacts/${rui.id}`);
    const panel = page.getByRole('dialog', { name: 'Rui Lima' });
    await panel.getByRole('button', { name: 'Edit E-mails' }).click();
    await panel.getByRole('textbox', { name: 'E-mails' }).fill('ana@ipe.example');
    const line = panel.locator('[data-field="emails"]').getByText('Already here: Ana Souza (contact, same e-mail)');
    await sees(t, line, 'while it is typed');
    await panel.getByRole('textbox', { name: 'E-mails' }).press('Enter');
    await sees(t, panel.getByRole('button', { name: 'Edit E-mails' }), 'it is stored');
    await sees(t, line, 'and the line stays');
    await expectAccessible(t, page);
    await panel.getByRole('link', { name: 'Ana Souza' }).click();
    await sees(t, page.getByRole('dialog', { name: 'Ana Souza' }), 'its link opens the other one');
    await misses(t, page.getByText('Already here:'), 'where it is not said');
  });

  t.same(complaints(), []);
});
