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

t.test('two contacts are merged, side by side', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const make = async (path: string, draft: object) => (await admin.api('POST', path, draft)).body as { id: number };
  const ana = await make('crm/contacts', { firstName: 'Ana', lastName: 'Souza', position: 'Buyer', emails: [{ kind: 'work', value: 'ana@ipe.example' }] });
  const twin = await make('crm/contacts', {
    firstName: 'Ana',
    lastName: 'Souza Prado',
    position: 'Head of buying',
    phones: [{ kind: 'work', value: '11 98765 4321' }],
  });
  const third = await make('crm/contacts', { firstName: 'Ana', lastName: 'Souza' });
  const deal = await make('crm/deals', { title: 'Forty doors', contactId: twin.id });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const holder = async () => ((await admin.api('GET', `crm/deals/${deal.id}`)).body as { contactId: number }).contactId;
  const compare = page.getByRole('dialog', { name: 'Merge two contacts' });

  await step(t, 'the two that are chosen in the list, and back by the toast', async (t) => {
    await go('/crm/contacts');
    for (const name of ['Ana Souza Prado', 'Ana Souza'])
      await page
        .getByRole('row', { name: new RegExp(`^(Select )?${name}( |$)`) })
        .last()
        .getByRole('checkbox')
        .check();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await sees(t, compare.getByText('Goes along: Deals: 1'), 'says what goes along');
    await expectAccessible(t, page);
    await compare.getByRole('radio', { name: /Ana Souza Prado \(goes\): Head of buying/ }).check();
    await compare.getByRole('button', { name: 'Merge', exact: true }).click();
    const stays = page.getByRole('dialog', { name: 'Ana Souza' });
    await sees(t, stays.getByText('Head of buying'), 'the older one stays, with what was chosen');
    await sees(t, stays.getByText('11 98765 4321'), 'and the phone of the other');
    await sees(t, stays.getByText('Merged with “Ana Souza Prado”'), 'its timeline says so');
    t.equal(await holder(), ana.id);
    await go(`/crm/contacts/${twin.id}`);
    await page.waitForURL(new RegExp(`/crm/contacts/${ana.id}$`));
    await sees(t, page.getByRole('dialog', { name: 'Ana Souza' }), 'the address of the other leads there');
  });

  await step(t, 'one with another that looks like it, and back by the toast', async (t) => {
    await go(`/crm/contacts/${third.id}`);
    const panel = page.getByRole('dialog', { name: 'Ana Souza' });
    await panel.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Merge with…' }).click();
    const pick = page.getByRole('dialog', { name: 'Merge “Ana Souza” with' });
    await sees(t, pick.getByRole('radio', { name: 'Ana Souza same name' }), 'look-alikes are offered first');
    await expectAccessible(t, page);
    await pick.getByRole('button', { name: 'Compare' }).click();
    await compare.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.waitForURL(new RegExp(`/crm/contacts/${ana.id}$`));
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByText('“Ana Souza” was taken out again'), 'taken back');
    await go(`/crm/contacts/${third.id}`);
    await sees(t, page.getByText('Taken out of “Ana Souza” again, with everything that belonged to it'), 'it is there again');
  });

  await step(t, 'what was changed since is told', async (t) => {
    await admin.api('PATCH', `crm/contacts/${ana.id}`, { position: 'Director' });
    await go('/settings/bin');
    await page.getByRole('button', { name: /Ana Souza Prado/ }).click();
    await go(`/crm/contacts/${twin.id}`);
    await sees(t, page.getByText('Taken out of “Ana Souza” again; what was changed since stayed there'), 'on its timeline');
    t.equal(await holder(), twin.id);
  });

  t.same(complaints(), []);
});
