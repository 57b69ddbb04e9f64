import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, messageOf, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';
import { startReceiver } from '../support/receiver.js';

t.test('an administrator connects another program', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'], webhooks: ['localhost'] });
  const receiver = await startReceiver(t);
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const { page } = office;
  const dialog = (name: string) => page.getByRole('dialog', { name });
  const card = page.getByRole('region', { name: 'Accounting' });

  await step(t, 'adds a webhook', async (t) => {
    await office.go('/settings/webhooks');
    await sees(t, page.getByText('No webhooks yet'), 'says what webhooks are for');
    await page.getByRole('button', { name: 'New webhook' }).click();
    const form = dialog('New webhook');
    await holdsFocus(t, form.getByLabel('Name'), 'begins at the name');
    await form.getByLabel('Name').fill('Accounting');
    await form.getByLabel('Address').fill('http://10.0.0.7/hook');
    await form.getByRole('group', { name: 'Deals' }).getByLabel('won').check();
    await form.getByRole('group', { name: 'Deals' }).getByLabel('added').check();
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Add webhook' }).click();
    t.match(await messageOf(form.getByLabel('Address')), /10\.0\.0\.7 leads to 10\.0\.0\.7, inside this network/);
    await form.getByLabel('Address').fill(receiver.url);
    await form.getByLabel('Address').press('Enter');
    await sees(t, dialog('The secret of this webhook').getByRole('textbox', { name: 'Secret' }), 'shows the secret');
    t.match(await dialog('The secret of this webhook').getByRole('textbox', { name: 'Secret' }).inputValue(), /^whsec_/);
    await expectAccessible(t, page);
    await dialog('The secret of this webhook').getByRole('button', { name: 'Done' }).click();
    await sees(t, card.getByText('Deals: added, Deals: won'), 'it stands in the list with what it hears');
  });

  await step(t, 'sends a test and sees what became of it', async (t) => {
    await card.getByRole('button', { name: 'Send a test event' }).click();
    await sees(t, page.getByText('It arrived: the receiver answered 200'), 'says that it arrived');
    await sees(t, card.getByRole('row', { name: /^Test .*Delivered.*HTTP 200/ }), 'and keeps it in the log');
    receiver.answer(500);
    await card.getByRole('button', { name: 'Send a test event' }).click();
    await sees(t, card.getByText('The receiver refused it with 500.'), 'or why it did not');
    await expectAccessible(t, page);
  });

  await step(t, 'sends a delivery again', async (t) => {
    receiver.answer(200);
    await card
      .getByRole('row', { name: /Not delivered/ })
      .getByRole('button', { name: 'Send again' })
      .click();
    await misses(t, card.getByText('Not delivered'), 'it has arrived now');
  });

  await step(t, 'replaces the secret and switches it off', async (t) => {
    await card.getByRole('button', { name: 'New secret' }).click();
    await dialog('Replace the secret?').getByRole('button', { name: 'New secret' }).click();
    await dialog('The secret of this webhook').getByRole('button', { name: 'Done' }).click();
    await sees(t, card.getByText('The secret before this one still works until'), 'says how long the old one works');
    await card.getByRole('button', { name: 'Change' }).click();
    await dialog('Accounting').getByLabel('Switched on').uncheck();
    await dialog('Accounting').getByRole('button', { name: 'Save webhook' }).click();
    await sees(t, card.getByText('Off', { exact: true }), 'off');
    await expectAccessible(t, page);
  });

  await step(t, 'on a phone, in the dark, in Portuguese', async (t) => {
    await portal.admin.api('PATCH', 'session', { language: 'pt-BR' });
    const phone = await visit(browser, portal.url, { cookie: portal.admin.cookie, phone: true, dark: true, language: 'pt-BR' });
    await phone.go('/settings/webhooks');
    await phone.page.getByRole('button', { name: 'Entregas' }).click();
    await sees(t, phone.page.getByText('Entregue').first(), 'the log is there');
    await expectAccessible(t, phone.page);
    t.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
    await phone.page.getByRole('button', { name: 'Alterar' }).click();
    await expectAccessible(t, phone.page);
    await phone.page.context().close();
  });

  await step(t, 'removes it, where the new language has come too', async (t) => {
    await card.getByRole('button', { name: 'Remover' }).click();
    await dialog('Remover o webhook Accounting?').getByRole('button', { name: 'Remover' }).click();
    await sees(t, page.getByText('Nenhum webhook ainda'), 'gone');
  });
  t.same(office.complaints(), [], 'the browser has nothing to complain about');
});
