import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';
import { ownFolder } from '../support/process.js';

t.test('an administrator looks after backups', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const share = join(await ownFolder(t), 'share');
  const browser = await browserFor(t);
  const { page, go, follows } = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const rows = page.getByRole('table', { name: 'Backups' }).getByRole('row');

  await step(t, 'makes one and has it restored on trial', async (t) => {
    await go('/settings/backups');
    await sees(t, page.getByText('No backup yet'), 'says that there is none');
    await expectAccessible(t, page);
    await follows('core.job');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await portal.settle();
    await sees(t, rows.nth(1).getByText(/\d rows/), 'lists it with what it holds');
    await page.getByRole('button', { name: 'Restore on trial' }).click();
    await portal.settle();
    await sees(t, rows.nth(1).getByText('Proven'), 'and that it was proven');
    await expectAccessible(t, page);
  });

  await step(t, 'is told beside the field what is wrong with the second folder, and sees it taken', async (t) => {
    const field = page.getByRole('textbox', { name: 'Second folder' });
    await field.fill(share);
    await page.getByRole('button', { name: 'Save the plan' }).click();
    await sees(t, page.getByText(/is not mounted/), 'says so');
    await mkdir(share);
    await page.getByRole('textbox', { name: 'Weeks' }).fill('six');
    await page.getByRole('button', { name: 'Save the plan' }).click();
    await sees(t, page.getByText('Write a whole number.'), 'and what is no number');
    await page.getByRole('textbox', { name: 'Weeks' }).fill('6');
    await page.getByRole('checkbox', { name: 'Sun', exact: true }).uncheck();
    await page.getByRole('button', { name: 'Save the plan' }).click();
    await sees(t, page.getByText('Saved.'), 'takes it then');
    t.match((await portal.admin.api('GET', 'backups')).body.plan, { second: share, keep: { weekly: 6 }, days: [1, 2, 3, 4, 5, 6] });
  });

  await step(t, 'makes a key, which is shown once', async (t) => {
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog', { name: 'The key of your backups' });
    await sees(t, dialog.getByText(/^SEDE(-[0-9A-Z]{4}){13}$/), 'shows it');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    await sees(t, dialog.getByText(/^Put the key in a safe place first/), 'neither a key takes it away before it is kept');
    await dialog.getByRole('button', { name: 'Done' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as a file' }).click()]);
    t.equal(file.suggestedFilename(), 'sede-backup-key.txt');
    t.match(await readFile(await file.path(), 'utf8'), /\nSEDE(-[0-9A-Z]{4}){13}\n/);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    t.ok(await page.getByRole('checkbox', { name: /^Encrypt/ }).isChecked());
    await page.reload();
    await page.getByRole('button', { name: 'Make a new key' }).waitFor();
    t.equal(await page.getByText(/^SEDE-/).count(), 0);
  });

  await step(t, 'sees in red that the share is away, and removes a backup', async (t) => {
    await portal.admin.api('POST', 'backups/now');
    await portal.settle();
    await sees(t, rows.nth(1).getByText('Both folders'), 'lies in both');
    await rm(join(share, 'sede-backups.json'));
    await page.reload();
    await sees(t, page.getByRole('alert').getByText(/is not mounted/), 'says what is wrong');
    await expectAccessible(t, page);
    await rows
      .nth(2)
      .getByRole('button', { name: /^Backup of/ })
      .click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await rows.nth(2).waitFor({ state: 'detached' });
    t.equal((await portal.admin.api('GET', 'backups')).body.items.length, 1);
  });

  for (const [name, options] of [
    ['phone', { phone: true, dark: true, language: 'pt-BR' as const }],
    ['dark', { dark: true }],
  ] as const)
    await step(t, `is accessible: ${name}`, async (t) => {
      const other = await visit(browser, portal.url, { ...options, cookie: portal.admin.cookie });
      await other.go('/settings/backups');
      await other.page.getByRole('table').waitFor();
      await expectAccessible(t, other.page);
    });
});
