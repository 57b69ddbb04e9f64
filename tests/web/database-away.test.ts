import t from 'tap';
import { brl, ok, row } from '../modules/sales/sales-portal.js';
import { expectAccessible } from '../support/browser.js';
import { type CutOff, cutOff } from '../support/cut-off.js';
import { browserFor, misses, sees, step, visit, writeComment } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('a database that goes away and comes again', async (t) => {
  let line: CutOff | undefined;
  const portal = await startPortal(t, {
    dialect: 'postgres',
    modules: ['crm', 'sales'],
    through: async (url) => {
      line = await cutOff(t, url);
      return line.url;
    },
  });
  const database = async (way: 'down' | 'up') => line?.turn(way);
  const { admin } = portal;
  const gate = ok(await admin.api('POST', 'crm/deals', { title: 'Sliding gate' }), 201);
  ok(await admin.api('POST', 'crm/deals', { title: 'Garden fence' }), 201);
  const invoice = ok(await admin.api('POST', 'sales/invoices', { dealId: gate.id, rows: [row('Hinge', 2, 1000)] }), 201);
  ok(await admin.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(500) }), 201);
  const { page, go, rest } = await visit(await browserFor(t), portal.url, { cookie: admin.cookie });
  const away = page.getByText('The portal’s database cannot be reached at the moment.', { exact: false });
  const card = page.locator('[data-card]').filter({ hasText: 'Garden fence' });
  const fence = page.getByRole('dialog', { name: 'Garden fence' });

  await step(t, 'is said to whoever signs in, who stores nothing', async (t) => {
    const { page, go } = await visit(await browserFor(t), portal.url);
    await go('/');
    await page.getByLabel('E-mail').fill('ana@aurora.example');
    await page.getByLabel('Password', { exact: true }).fill('not the right one');
    await database('down');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await sees(t, page.getByText('Nobody can sign in right now', { exact: false }), 'in words about signing in');
    await database('up');
  });

  await step(t, 'is said on a page that asks for nothing', async (t) => {
    await go('/crm/deals');
    await card.waitFor();
    await rest();
    await database('down');
    await sees(t, away, 'by the portal itself');
  });

  await step(t, 'a record that was never opened opens by itself when it is back', async (t) => {
    await card.click();
    const panel = page.getByRole('dialog', { name: 'Deal' });
    await sees(t, panel.getByText('The portal’s database cannot be reached. This opens by itself', { exact: false }), 'says so');
    await sees(t, panel.getByText('The portal’s database cannot be reached at the moment.', { exact: false }), 'the line stands in what is open over it');
    await expectAccessible(t, page);
    await database('up');
    await sees(t, fence, 'with nothing pressed');
    await misses(t, away, 'and the line is gone');
  });

  await step(t, 'what is new waits, and stands where it was written', async (t) => {
    await database('down');
    await sees(t, fence.getByText('The portal’s database cannot be reached at the moment.', { exact: false }), 'says so');
    await writeComment(page, 'Measured twice');
    const said = fence.getByRole('listitem').filter({ hasText: 'Measured twice' });
    await sees(t, said.getByText('waiting to be sent', { exact: false }), 'on the timeline');
    await sees(t, fence.getByText('One entry is not saved yet.', { exact: false }), 'and above it');
    await database('up');
    await misses(t, page.getByText('waiting to be sent', { exact: false }), 'is sent by itself');
    await sees(t, said, 'and stands there as all others');
  });

  await step(t, 'a comment that could not be brought back is named', async (t) => {
    const said = fence.getByRole('listitem').filter({ hasText: 'Measured twice' });
    await said.getByRole('button', { name: 'More about this comment' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await database('down');
    await sees(t, fence.getByText('The portal’s database cannot be reached at the moment.', { exact: false }), 'says so');
    await undo.click();
    await sees(t, page.getByText(/Not undone yet: “Comment deleted/), 'says what still stands');
    await database('up');
    await page.getByRole('button', { name: 'Try again' }).click();
    await sees(t, said, 'is there again');
  });

  await step(t, 'an undo that could not be done says what still stands, until it is done', async (t) => {
    await go(`/sales/invoices/${invoice.id}`);
    await page.getByRole('button', { name: /^Take payment of/ }).click();
    await page.getByRole('button', { name: 'Take payment back' }).click();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await database('down');
    await sees(t, away, 'says so');
    await undo.click();
    const refused = page.getByText(/Not undone yet: “Payment of .* taken back”\. Nothing was changed/);
    await sees(t, refused, 'says what failed');
    await database('up');
    await misses(t, away, 'is back');
    await page.getByRole('button', { name: 'Try again' }).click();
    await sees(t, page.getByRole('button', { name: /^Take payment of/ }), 'the payment is there again');
    await misses(t, refused, 'and nobody says otherwise');
  });
});
