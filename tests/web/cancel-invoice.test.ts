import t from 'tap';
import { brl, dealOf, ok, row } from '../modules/sales/sales-portal.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, messageOf, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('an invoice that should not have been', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite' });
  const { admin } = portal;
  const deal = await dealOf(admin, 'Gates');
  const invoice = ok(await admin.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('Hinge', 1, 10_000)] }), 201);
  const payment = ok(await admin.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(100) }), 201);
  const browser = await browserFor(t);
  const { page, go, complaints, follows } = await visit(browser, portal.url, { cookie: admin.cookie });
  const editor = page.getByRole('region', { name: 'Invoice', exact: true });
  const dialog = page.getByRole('dialog', { name: `Cancel invoice ${invoice.number}?` });
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name }).click();
  };
  const submit = dialog.getByRole('button', { name: 'Cancel invoice' });

  await step(t, 'is not cancelled while money stands on it, nor without a reason', async (t) => {
    await go(`/sales/invoices/${invoice.id}`);
    await follows('sales.invoice');
    await choose('Cancel invoice');
    await submit.click();
    t.match(await messageOf(dialog.getByLabel('Why')), /needed/);
    await expectAccessible(t, page);
    await dialog.getByLabel('Why').fill('Made out to the wrong client');
    await submit.click();
    await sees(t, dialog.getByText('Take the payments back first', { exact: false }), 'says what to do');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    ok(await admin.api('DELETE', `sales/payments/${payment.id}`));
    await sees(t, editor.getByText('Nothing was paid yet', { exact: false }), 'the payment is gone');
  });

  await step(t, 'is cancelled, with what was typed before', async (t) => {
    await choose('Cancel invoice');
    t.equal(await dialog.getByLabel('Why').inputValue(), 'Made out to the wrong client', 'nothing is typed twice');
    await submit.click();
    await sees(t, editor.getByText('Made out to the wrong client'), 'the reason stands there');
    await sees(t, page.getByRole('article').getByText('Cancelled'), 'and on the page of the client');
    await misses(t, page.getByRole('button', { name: 'Send to client' }), 'it cannot be sent');
    await expectAccessible(t, page);
  });

  await step(t, 'and taken back', async (t) => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByRole('button', { name: 'Send to client' }), 'open again');
    await page.getByRole('button', { name: 'Send to client' }).click();
    const handOn = page.getByRole('dialog', { name: /^Send invoice/ });
    await sees(t, handOn.getByText('This portal cannot send mail yet.'), 'says at once that no mail goes out');
    await sees(t, handOn.getByRole('link', { name: 'Set up mail' }), 'leads to where that is changed');
    await holdsFocus(t, handOn.getByRole('button', { name: 'Copy link for the client' }), 'and offers the link instead');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    t.equal(ok(await admin.api('GET', `sales/invoices/${invoice.id}`)).status, 'unpaid');
  });
  t.same(complaints(), []);
});
