import t from 'tap';
import { dealOf, ok, quoteOf } from '../modules/sales/sales-portal.js';
import { browserFor, sees, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('a double click makes one invoice of an accepted quote', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite' });
  const { admin } = portal;
  const deal = await dealOf(admin, 'Gates');
  const quote = await quoteOf(admin, deal.id);
  ok(await admin.api('POST', `sales/quotes/${quote.id}/accept`, { name: 'Carla Dias' }));
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  await go(`/sales/quotes/${quote.id}`);
  await page.getByRole('button', { name: 'Make invoice' }).dblclick();
  await page.waitForURL(/\/sales\/invoices\/\d+$/);
  await sees(t, page.getByRole('region', { name: 'Invoice', exact: true }), 'it is open');
  const invoices = ok(await admin.api('GET', 'sales/invoices')).items;
  t.equal(invoices.length, 1);
  await go(`/sales/quotes/${quote.id}`);
  await page.getByRole('button', { name: `Open invoice ${invoices[0].number}` }).click();
  await page.waitForURL(`**/sales/invoices/${invoices[0].id}`);
  await sees(t, page.getByRole('region', { name: 'Invoice', exact: true }), 'an invoiced quote goes on with its invoice');
  t.same(complaints(), []);
});

t.test('a double click moves a deal once', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite' });
  const deal = await dealOf(portal.admin, 'Gates');
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  await go(`/crm/deals/${deal.id}`);
  let moves = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(`/deals/${deal.id}/move`)) moves++;
  });
  await page.getByRole('button', { name: 'Move to Preparation' }).dblclick();
  await sees(t, page.getByRole('button', { name: 'Undo' }), 'it can be taken back');
  t.equal(moves, 1);
  t.same(complaints(), []);
});
