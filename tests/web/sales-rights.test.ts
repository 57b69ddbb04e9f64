import type { Locator, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { Role } from '../../server/contracts/core/rights.js';
import { brl, dealOf, ok, row } from '../modules/sales/sales-portal.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, type Visit, visit } from '../support/pages.js';
import { startPortal, type TestPortal, type Visitor } from '../support/portal.js';

const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Modules' });
const panel = (page: Page): Locator => page.getByRole('dialog');
const labels = async (of: Locator): Promise<string[]> => (await of.allInnerTexts()).map((text) => text.replace(/[\s\d]+$/, '').trim());

const kinds = ['quote', 'invoice', 'payment', 'shipment', 'product'] as const;
/** To see everything of a module, and to change nothing. */
const reading = (module: 'crm' | 'sales', names: readonly string[]): Role['grants'] =>
  Object.fromEntries(names.map((name) => [`${module}.${name}.read`, 'all']));
const crmReading = reading('crm', ['lead', 'deal', 'contact', 'company', 'activity', 'pipeline', 'stage', 'source', 'lost-reason']);

/** A sale in every state of its way, of whoever sells it. */
async function sold(who: Visitor, admin: Visitor) {
  const product = ok(await admin.api('POST', 'sales/products', { name: 'Hinge', price: brl(1890), taxRate: 10 }), 201);
  const deal = await dealOf(who, 'Gates');
  const rows = [row('Hinge', 4, 1890, { productId: product.id })];
  const quote = ok(await who.api('POST', 'sales/quotes', { dealId: deal.id, rows }), 201);
  const invoice = ok(await who.api('POST', 'sales/invoices', { quoteId: quote.id, dueOn: '2020-01-31' }), 201);
  const payment = ok(await who.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(1000), method: 'Pix' }), 201);
  const shipment = ok(await who.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'Hinge', quantity: 1 }] }), 201);
  return { product, deal, quote, invoice, payment, shipment };
}

t.test('the screens of sales for people with different rights', async (t) => {
  const portal: TestPortal = await startPortal(t, { dialect: 'sqlite' });
  const browser = await browserFor(t);
  const diego = await portal.person('Diego Reis', { role: 'salesperson' });
  const of = await sold(diego, portal.admin);
  const all: Visit[] = [];
  const come = async (who: Visitor): Promise<Visit> => {
    const made = await visit(browser, portal.url, { cookie: who.cookie });
    all.push(made);
    return made;
  };
  const finds = async (t: Test, page: Page, text: string, command: string | null): Promise<void> => {
    await page.keyboard.press('Control+k');
    const search = page.getByRole('dialog', { name: 'Search' });
    await search.getByRole('combobox').fill(text);
    await sees(t, command === null ? search.getByText(`Nothing found for “${text}”.`) : search.getByRole('option', { name: command }), `commands for ${text}`);
    await page.keyboard.press('Escape');
    await misses(t, search, 'the search is closed again');
  };
  /** What can be pressed in a place, apart from what every record has. */
  const buttons = async (place: Locator): Promise<string[]> => {
    const names = await place.getByRole('button').evaluateAll((found) => found.map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''));
    return names.filter((name) => !/^(Copy address|Write a comment|Close|Previous|Next|Columns|Filter$|Overdue$|More actions|Sort|Filter by)/.test(name));
  };

  await step(t, 'without a right of sales nothing of it is there', async (t) => {
    const { page, go } = await come(await portal.person('Clara Nunes', { grants: crmReading }));
    await go('/crm/deals/1');
    await sees(t, panel(page).getByRole('tab', { name: 'Comment' }), 'the deal can be read');
    t.same(await labels(panel(page).getByRole('tab')), ['Overview', 'Files', 'History', 'Comment'], 'without tabs of sales, and with the box for a comment');
    await page.keyboard.press('Escape');
    t.same(await labels(rail(page).getByRole('link')), ['My day', 'CRM', 'Settings'], 'the rail does not lead there');
    for (const text of ['quotes', 'invoices', 'payments', 'shipments', 'catalogue', 'sales']) await finds(t, page, text, null);
    for (const path of [
      '',
      '/quotes',
      '/quotes/1',
      '/quotes/new/1',
      '/invoices',
      '/invoices/1',
      '/invoices/new/1',
      '/payments/1',
      '/shipments/1',
      '/products/1',
    ]) {
      await go(`/sales${path}`);
      await sees(t, page.getByText('This page is not open to you'), `/sales${path} says so`);
    }
    await expectAccessible(t, page);
    await go('/');
    await sees(t, page.getByRole('heading', { name: 'My day', level: 1 }), 'My day');
    t.equal(await page.getByText('overdue').count(), 0, 'knows of no invoice');
  });

  await step(t, 'one right leads to its section and to no other', async (t) => {
    const { page } = await come(await portal.person('Rita Alves', { grants: reading('sales', ['shipment']) }));
    await page.goto('/');
    await sees(t, rail(page).getByRole('link', { name: 'Sales' }), 'the rail leads there');
    t.same(await labels(rail(page).getByRole('link')), ['My day', 'Sales', 'Settings'], 'sales without the CRM');
    await rail(page).getByRole('link', { name: 'Sales' }).click();
    await sees(t, page.getByRole('heading', { name: 'Shipments', level: 1 }), 'opens on the shipments');
    await sees(t, page.getByRole('row', { name: of.shipment.number }), 'with what is there');
    t.equal(await page.getByRole('navigation', { name: 'Sections of sales' }).getByRole('link').count(), 0);
    await finds(t, page, 'quotes', null);
    await finds(t, page, 'hipm', 'Shipments');
    await expectAccessible(t, page);
  });

  await step(t, 'who may only look has nothing to press', async (t) => {
    const { page, go, rest } = await come(await portal.person('Paulo Dias', { grants: { ...crmReading, ...reading('sales', kinds) } }));
    const main = page.getByRole('main');
    for (const plural of ['quotes', 'invoices', 'payments', 'shipments', 'products']) {
      await go(`/sales/${plural}`);
      await sees(t, page.getByRole('grid').or(page.getByRole('table')).getByRole('link'), `reads ${plural}`);
      t.same(
        (await buttons(main)).filter((name) => /new|note|import|send/i.test(name)),
        [],
        'and adds nothing',
      );
    }
    for (const [path, shows] of [
      [`/sales/quotes/${of.quote.id}`, 'Quote'],
      [`/sales/invoices/${of.invoice.id}`, 'Invoice'],
    ] as const) {
      await go(path);
      await sees(t, page.getByRole('region', { name: shows, exact: true }).getByText('Hinge'), `reads ${path}`);
      await rest();
      t.equal(await main.getByRole('textbox').count(), 0, 'no field');
      t.same(
        (await buttons(main)).filter((name) => name !== 'Download PDF'),
        [],
        'no button',
      );
      await page.getByRole('button', { name: 'More actions' }).click();
      await sees(t, page.getByRole('menuitem', { name: 'Copy link for the client' }), 'a link can be handed on');
      const entries = await labels(page.getByRole('menuitem'));
      t.same(
        entries.filter((name) => name !== 'Download PDF'),
        ['Copy link for the client'],
        'no action',
      );
      await expectAccessible(t, page);
    }
    for (const [plural, id] of [
      ['payments', of.payment.id],
      ['shipments', of.shipment.id],
      ['products', of.product.id],
    ] as const) {
      await go(`/sales/${plural}/${id}`);
      await sees(t, panel(page).locator('dl'), `reads ${plural}/${id}`);
      await rest();
      t.same(
        (await buttons(panel(page))).filter((name) => name !== 'Open invoice'),
        [],
        'nothing to change',
      );
    }
    for (const tab of ['Products', 'Quotes', 'Invoices and payments', 'Shipments']) {
      await go(`/crm/deals/${of.deal.id}`);
      await panel(page).getByRole('tab', { name: tab }).click();
      await sees(t, panel(page).getByRole('tabpanel').getByText(/\S/), `the deal's ${tab}`);
      await rest();
      t.same(await buttons(panel(page).getByRole('tabpanel')), [], 'only to read');
    }
    await go(`/sales/quotes/new/${of.deal.id}`);
    await sees(t, page.getByText('This page is not open to you'), 'not by the address of a new one either');
    await expectAccessible(t, page);
  });

  await step(t, 'who may see all but change only their own', async (t) => {
    const grants = Object.fromEntries(
      ['crm.deal', ...kinds.map((kind) => `sales.${kind}`)].flatMap((type) => ['create', 'change', 'delete'].map((what) => [`${type}.${what}`, 'own'])),
    );
    const lia = await portal.person('Lia Moraes', {
      grants: { ...crmReading, ...reading('sales', kinds), 'crm.contact.create': 'own', 'crm.company.create': 'own', ...grants },
    });
    const own = await dealOf(lia, 'Fences');
    const hers = ok(await lia.api('POST', 'sales/quotes', { dealId: own.id, rows: [row('Hinge', 1, 100)] }), 201);
    const { page, go } = await come(lia);
    const send = page.getByRole('button', { name: 'Send to client' });
    await go(`/sales/quotes/${hers.id}`);
    await sees(t, send, 'sends her own');
    await page.getByRole('button', { name: 'More actions' }).click();
    await sees(t, page.getByRole('menuitem', { name: 'Delete quote' }), 'and may delete it');
    await go(`/sales/quotes/${of.quote.id}`);
    await sees(t, page.getByRole('button', { name: 'Download PDF' }), 'reads those of others');
    t.equal(await send.count(), 0, 'and does not send them');
    await page.getByRole('button', { name: 'More actions' }).click();
    await sees(t, page.getByRole('menuitem', { name: 'Copy link for the client' }), 'hands on their link');
    t.equal(await page.getByRole('menuitem', { name: 'Delete quote' }).count(), 0, 'nor deletes them');
    await go(`/crm/deals/${of.deal.id}`);
    await sees(t, panel(page).getByText('Lumen Ltda'), 'reads the deals of others');
    t.same(
      (await buttons(panel(page))).filter((name) => /^Edit |^Move to /.test(name)),
      [],
      'and does not change them',
    );
  });

  await step(t, 'a salesperson is shown what is theirs', async (t) => {
    const { page, go } = await come(await portal.person('Carla Reis', { role: 'salesperson' }));
    await go('/sales/quotes');
    await sees(t, page.getByText('No quotes yet'), 'nothing of others in the list');
    await sees(t, page.getByRole('button', { name: 'New quote' }), 'may begin one');
    for (const path of [
      `quotes/${of.quote.id}`,
      `invoices/${of.invoice.id}`,
      `payments/${of.payment.id}`,
      `shipments/${of.shipment.id}`,
      `quotes/new/${of.deal.id}`,
    ]) {
      await go(`/sales/${path}`);
      await sees(t, page.getByText('It does not exist any more, or you may not see it.'), `${path} of somebody else is not there`);
    }
    await expectAccessible(t, page);
    await go(`/sales/products/${of.product.id}`);
    await sees(t, panel(page).getByText('Hinge'), 'the catalogue is open to all who sell');
    t.same(await buttons(panel(page)), [], 'to read');
    await misses(t, page.getByRole('button', { name: 'New product' }), 'and not to fill');
  });
  t.same(
    all.flatMap((each) => each.complaints()),
    [],
    'the browsers have nothing to complain about',
  );
});
