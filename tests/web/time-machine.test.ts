import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('an administrator looks into a backup and brings records back', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'] });
  const { admin } = portal;
  const deal = async (title: string) => (await admin.api('POST', 'crm/deals', { title, amount: { amount: 500_000, currency: 'BRL' } })).body as { id: number };
  const [gates, fence] = [await deal('Gates for the harbour'), await deal('Fence for the school')];
  await admin.api('POST', 'comments', { recordType: 'crm.deal', recordId: gates.id, html: '<p>Ask for the colour</p>' });
  await admin.api('POST', 'backups/now');
  await portal.settle();
  const set: string = (await admin.api('GET', 'backups')).body.items[0].id;
  await admin.api('DELETE', `crm/deals/${gates.id}`);
  await admin.api('PATCH', `crm/deals/${fence.id}`, { title: 'Overwritten by mistake' });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const rows = page.getByRole('grid', { name: 'Deals' });

  await step(t, 'opens it from the list of backups, and sees what is gone', async (t) => {
    await go('/settings/backups');
    await page.getByRole('button', { name: /^Backup of/ }).click();
    await page.getByRole('menuitem', { name: 'Look inside' }).click();
    await sees(t, page.getByRole('heading', { name: /^Backup of/ }), 'says which');
    await sees(t, page.getByRole('button', { name: /Deals.*1 gone · 1 different/ }), 'and what is not as it was');
    await page.getByRole('button', { name: /Deals/ }).click();
    await sees(t, rows.getByText('Gates for the harbour'), 'lists it');
    await sees(t, rows.getByText('In the bin'), 'and where it is');
    await expectAccessible(t, page);
  });

  await step(t, 'brings it back after a look at what comes with it, and undoes that', async (t) => {
    await rows.getByRole('checkbox', { name: /Gates for the harbour/ }).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Bring back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring back 1 record' });
    await sees(t, dialog.getByText('1 comes out of the bin'), 'says what happens');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Bring back' }).click();
    await sees(t, page.getByText('1 record is back'), 'says so');
    t.equal((await admin.api('GET', `crm/deals/${gates.id}`)).status, 200);
    await sees(t, page.getByText('None of these are gone'), 'and it is not missing any more');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByText('1 record is as it was before'), 'takes it back');
    t.equal((await admin.api('GET', `crm/deals/${gates.id}`)).status, 404);
  });

  await step(t, 'sees field by field what is different, and puts it back', async (t) => {
    await page.getByRole('button', { name: /^Different now/ }).click();
    await rows.getByText('Fence for the school').click();
    const dialog = page.getByRole('dialog', { name: 'Fence for the school' });
    await sees(t, dialog.getByRole('row', { name: /Title.*Fence for the school.*Overwritten by mistake/ }), 'shows both');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Bring back' }).click();
    await sees(t, page.getByText('fields of 1 are put back'), 'says what happens');
    await page.getByRole('dialog', { name: 'Bring back 1 record' }).getByRole('button', { name: 'Bring back' }).click();
    await sees(t, page.getByText('1 record is back'), 'does it');
    t.equal((await admin.api('GET', `crm/deals/${fence.id}`)).body.title, 'Fence for the school');
  });

  await step(t, 'makes an archive of a whole module', async (t) => {
    await page.getByRole('button', { name: /^Make an archive.*Sales documents/ }).click();
    await sees(t, page.getByText(/^The archive of Sales documents is ready/), 'says so');
    t.equal((await admin.api('GET', 'module-archives')).body.items.length, 1);
    t.same(complaints(), []);
  });

  for (const [name, options] of [
    ['phone', { phone: true, dark: true, language: 'pt-BR' as const }],
    ['dark', { dark: true }],
  ] as const)
    await step(t, `is accessible: ${name}`, async (t) => {
      const other = await visit(browser, portal.url, { ...options, cookie: admin.cookie });
      await other.go(`/settings/backups/${set}?type=crm.deal&show=all`);
      await sees(t, other.page.getByText('Gates for the harbour').first(), 'shows all');
      await expectAccessible(t, other.page);
    });

  await step(t, 'is told why one cannot be opened', async (t) => {
    await page.getByRole('button', { name: 'Close the backup' }).click();
    await page.getByRole('table', { name: 'Backups' }).waitFor();
    const file = join(portal.folder, 'backups', 'sets', set, 'sede.sqlite.gz');
    await writeFile(file, (await readFile(file)).subarray(0, 5000));
    await go(`/settings/backups/${set}`);
    await sees(t, page.getByRole('heading', { name: 'This backup is damaged' }), 'says so');
    await expectAccessible(t, page);
  });
});
