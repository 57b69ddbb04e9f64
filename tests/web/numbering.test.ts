import t from 'tap';
import { ok } from '../modules/sales/sales-portal.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, messageOf, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('numbers as the company wants them', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie, phone: true });
  const invoices = page.getByRole('form', { name: 'Invoices' });
  /** Saves, and waits until that is stored: "Saved" may still stand there from the time before. */
  const save = async () => {
    const stored = page.waitForResponse((answer) => answer.request().method() !== 'GET' && answer.ok());
    await invoices.getByRole('button', { name: 'Save' }).click();
    await stored;
  };

  await step(t, 'the next one is shown while it is put together', async (t) => {
    await go('/settings/numbering');
    await sees(t, invoices.getByText(/^\d{4}-0001$/), 'as it looks now');
    await invoices.getByLabel('Beginning').fill('INV');
    await invoices.getByLabel('Year').selectOption('none');
    await invoices.getByLabel('Next number').fill('250');
    await sees(t, invoices.getByText('INV-0250', { exact: true }), 'as it will look');
  });

  await step(t, 'what would give numbers twice is refused in words', async (t) => {
    await invoices.getByRole('button', { name: 'Save' }).click();
    t.match(await messageOf(invoices.getByLabel('Year')), /the year has to stand in them/);
    await expectAccessible(t, page);
    await invoices.getByLabel('Begins at 1').selectOption('never');
    await save();
    await sees(t, invoices.getByText('Saved', { exact: false }), 'saved');
    await invoices.getByLabel('Next number').fill('249');
    await save();
    await sees(t, invoices.getByText('Saved', { exact: false }), 'lower is fine while none was given');
    await invoices.getByLabel('Next number').fill('0');
    await invoices.getByRole('button', { name: 'Save' }).click();
    t.match(await messageOf(invoices.getByLabel('Next number')), /a number from 1/);
    await invoices.getByLabel('Next number').fill('260');
    await sees(t, invoices.getByText('INV-0260', { exact: true }), 'what was refused is no longer held against the next one');
    await invoices.getByLabel('Beginning').fill('INV<b>');
    await invoices.getByRole('button', { name: 'Save' }).click();
    t.match(await messageOf(invoices.getByLabel('Beginning')), /Letters, digits, full stops/);
    await invoices.getByLabel('Beginning').fill('INV');
    await invoices.getByLabel('Next number').fill('999999999');
    await invoices.getByRole('button', { name: 'Save' }).click();
    const question = page.getByRole('dialog', { name: 'Is 999999999 meant?' });
    await sees(t, question.getByText('999,999,998 numbers'), 'a slip is asked about');
    await expectAccessible(t, page);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await invoices.getByLabel('Next number').fill('250');
    await save();
    await sees(t, invoices.getByText('Saved', { exact: false }), 'and nothing was changed');
  });

  await step(t, 'and the next invoice takes it', async (t) => {
    const deal = ok(await admin.api('POST', 'crm/deals', { title: 'Gates' }), 201);
    const rows = [{ name: 'Hinge', quantity: 1, price: { amount: 100, currency: 'BRL' } }];
    t.equal(ok(await admin.api('POST', 'sales/invoices', { dealId: deal.id, rows }), 201).number, 'INV-0250');
  });
  t.same(complaints(), []);
});
