import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('an administrator looks after what the portal does by itself', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'], mail: { smtp: 'smtp://127.0.0.1:9', from: 'portal@aurora.example' } });
  const person = (await portal.admin.api('POST', 'people', { name: 'Davi', email: 'davi@aurora.example' })).body;
  await portal.admin.api('POST', `people/${person.id}/invite`);
  for (let turn = 0; turn < 8; turn += 1) {
    await portal.settle();
    portal.pass(3 * 3_600_000);
  }
  const browser = await browserFor(t);
  const { page, go, follows } = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const row = page.getByRole('row', { name: /^Empty the bin/ });

  await step(t, 'runs a job and sees what came of it', async (t) => {
    await go('/settings/jobs');
    await sees(t, row.getByText('Every day at 3:50'), 'says in words when it runs');
    await follows('core.job');
    await row.getByRole('button', { name: 'Run now: Empty the bin' }).click();
    await sees(t, row.getByText('There was nothing to do'), 'and what came of it');
    await row.getByRole('button', { name: 'History: Empty the bin' }).click();
    const history = page.getByRole('dialog', { name: 'History: Empty the bin' });
    await sees(t, history.getByText('There was nothing to do'), 'keeps how it went');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
  });

  await step(t, 'sees why mails were given up, and has them tried again', async (t) => {
    const mails = page.getByRole('row', { name: /^Mails/ });
    await mails.getByRole('button', { name: 'Why' }).click();
    await sees(t, page.getByRole('list', { name: 'Failed: Mails' }).getByText(/Number \d+ in the log/), 'says where the log tells more');
    await expectAccessible(t, page);
    await mails.getByRole('button', { name: 'Try all again: Mails' }).click();
    await page.getByRole('list', { name: 'Failed: Mails' }).waitFor({ state: 'detached' });
  });
});
