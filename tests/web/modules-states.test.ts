import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, rawTexts, sees, until, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('the page of modules in every state, and the person who lies in an archive', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales', 'tasks'] });
  const { admin } = p;
  const { body: client } = await admin.api('POST', 'crm/companies', { title: 'Serralheria Falcoeira' });
  t.equal((await admin.api('POST', 'crm/contacts', { firstName: 'Quitéria', companyId: client.id })).status, 201);
  for (const path of ['sales/park', 'crm/park', 'crm/archive', 'tasks/park']) {
    const { status, body } = await admin.api('POST', `modules/${path}`);
    t.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  }
  const move = { module: 'crm', work: 'reading', data: '{}', at: '2026-03-04T15:06:07.000Z' };
  await p.portal.services.db.write(({ q }) => q.insertInto('module_moves').values(move).execute());
  // What it requires is gone, as where somebody put an older database back.
  await p.portal.services.db.write(({ q }) => q.updateTable('modules').set({ state: 'on' }).where('id', '=', 'sales').execute());
  await p.restart();
  await writeFile(join(p.folder, 'archives', 'crm-2026-01-01T00-00-00Z.sede-archive'), 'torn');
  const browser = await browserFor(t);
  const [office, shop] = await Promise.all([
    visit(browser, p.url, { cookie: admin.cookie, dark: true }),
    visit(browser, p.url, { cookie: admin.cookie, phone: true, language: 'pt-BR' }),
  ]);
  const look = async (said: string, seen: string) => {
    for (const { page, go, rest, complaints } of [office, shop]) {
      await go('/settings/modules');
      await sees(t, page.getByText(seen, { exact: true }), said);
      await rest();
      await expectAccessible(t, page);
      t.same(
        (await rawTexts(page)).filter((text) => !text.endsWith('.sede-archive')),
        [],
      );
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
      t.same(complaints(), []);
    }
  };
  await look('failed, archived, parked, and an archive that cannot be read', 'Failed');

  const { page, go } = office;
  await go('/settings/modules');
  const dialog = page.getByRole('dialog');
  /** Takes a step from the row of the tasks, to the proof that nothing is left. */
  const away = async (step: 'Archive' | 'Purge', fill: () => Promise<void>) => {
    await page.getByRole('button', { name: 'More about Tasks and projects' }).click();
    await page.getByRole('menuitem', { name: step }).click();
    await sees(t, dialog.getByRole('heading', { name: `${step} Tasks and projects?` }), `what ${step} touches`);
    await fill();
    await dialog.getByRole('button', { name: `${step} Tasks and projects` }).click();
    await sees(t, dialog.getByRole('heading', { name: `Tasks and projects is ${step.toLowerCase()}d` }), 'and the proof');
    await until(dialog.locator('dl'), (list) => list.textContent?.replace(/\D/g, '') === '0'.repeat(10));
    await expectAccessible(t, page);
    await holdsFocus(t, dialog.getByRole('button', { name: 'Close' }).last(), 'which the keyboard closes');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
  };
  await away('Archive', async () => sees(t, dialog.getByText('It holds nothing yet.'), 'that there is nothing in it'));
  await sees(t, page.getByRole('listitem').filter({ hasText: 'Tasks and projects,' }).getByText('Holds its data now'), 'its archive is marked');
  await away('Purge', async () => {
    await dialog.getByRole('checkbox', { name: /^Remove its archive too/ }).check();
    await dialog.getByRole('textbox').fill('Tasks and projects');
  });
  await sees(t, page.getByText(/^Purged on /), 'and what was purged is said to be');
  t.equal(await page.getByRole('button', { name: /^Actions for the archive Tasks/ }).count(), 0, 'its archive is gone with it');

  const more = page.getByRole('button', { name: /^Actions for the archive CRM,/ });
  const name = ((await admin.api('GET', 'module-archives')).body.items as { name: string; module: string | null }[]).find((one) => one.module === 'crm')?.name;
  const download = page.waitForEvent('download');
  await sees(t, page.getByText(/^Attaching CRM was interrupted\./), 'a step that did not come to its end is told of');
  await more.click();
  await page.getByRole('menuitem', { name: 'Download' }).click();
  const taken = await download;
  t.equal(taken.suggestedFilename(), name, 'an archive is downloaded under its name');
  const bytes = await readFile(await taken.path());
  const bring = (file: Buffer) => page.locator('input[type=file]').setInputFiles({ name: 'from-afar.sede-archive', mimeType: '', buffer: file });
  await bring(bytes.subarray(0, -200));
  await sees(
    t,
    page.getByRole('alert').getByText(/^from-afar\.sede-archive was not taken in\. The archive is damaged\. In it, /),
    'one that is torn is refused',
  );
  await bring(bytes);
  await sees(t, page.getByText(/This archive is here already/), 'one that is there already is not doubled');
  await expectAccessible(t, page);
  await more.click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await sees(t, page.getByText(/^The file .* is not in the folder/), 'without its file there is nothing to attach');
  await bring(bytes);
  await sees(t, page.getByText('from-afar.sede-archive is here and sound. It can be attached.'), 'brought in it is listed under its own name');
  await sees(t, page.getByText(/^In the archive since/), 'and its module can be attached again');

  await go('/settings/health');
  await sees(t, page.getByText(/^The module sales did not start/), 'one that did not start is told of');
  await go('/settings/privacy');
  await page.getByRole('searchbox', { name: 'Name, e-mail or phone' }).fill('quitÉria');
  await sees(t, page.getByText('Nobody here has this name, e-mail or phone.'), 'what is in an archive is not in the tables');
  await page.getByRole('button', { name: 'Look through the archives, too' }).click();
  const found = page.getByRole('region', { name: 'In archives' });
  await sees(
    t,
    found
      .getByRole('listitem')
      .filter({ hasText: 'CRM' })
      .getByText(/^\d+ rows? with these words$/),
    'but it is found there',
  );
  await sees(t, found.getByText('cannot be read'), 'and what could not be looked through is said');
  await expectAccessible(t, page);

  await found.getByRole('button', { name: /^Quitéria/ }).click();
  await page.getByRole('button', { name: 'Erase…' }).click();
  await dialog.getByRole('textbox').fill('Quitéria');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await dialog.waitFor({ state: 'detached' });
  await p.settle();
  await sees(t, found.getByRole('listitem').filter({ hasText: 'CRM' }).getByText('nothing with these words'), 'once erased, it is no longer found there');
});
