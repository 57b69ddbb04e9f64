import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, sees, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('an administrator sees what is broken, mends it, and looks into the bundle before giving it away', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { db, jobs } = portal.portal.services;
  const lost = { sha256: 'e'.repeat(64), name: 'lost.txt', size: 1, media_type: 'text/plain', created_by: portal.admin.id, created_at: portal.now() };
  const id = await db.write((tx) => tx.insert('files', lost));
  await db.write((tx) => jobs.plan(tx, 'core.webhook', 'given-up', { id: 0 }));
  await db.write(({ q }) => q.updateTable('jobs').set({ state: 'failed' }).where('key', '=', 'given-up').execute());
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const line = (name: string) => page.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: name });

  await go('/settings/health');
  await sees(t, page.getByRole('alert').getByText('One thing is broken.'), 'the verdict is loud');
  await sees(t, line('Stored files').getByText('1 stored file is missing.'), 'with what it is');
  await sees(t, line('Stored files').getByText('sede help restore'), 'and the command');
  await expectAccessible(t, page);

  await page.getByRole('button', { name: 'Try them again: Queues' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Try them again' }).click();
  await sees(t, line('Queues').getByText('all right'), 'jobs are tried again, after a question');

  await db.write(({ q }) => q.deleteFrom('files').where('id', '=', id).execute());
  await page.getByRole('button', { name: 'Check again: Database' }).click();
  await sees(t, line('Stored files').getByText('None is stored yet.'), 'everything is read anew');

  await page.getByRole('button', { name: 'Make a support bundle' }).click();
  const dialog = page.getByRole('dialog', { name: 'This is in the bundle' });
  await dialog.getByText('tables.json', { exact: true }).click();
  await sees(t, dialog.getByText('"crm_leads": 0'), 'word for word');
  await expectAccessible(t, page);
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download' }).click()]);
  t.match(download.suggestedFilename(), /^sede-support-.*\.zip$/);
  t.same(complaints(), []);
});
