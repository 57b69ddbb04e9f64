import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('somebody leaves and comes back', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'], language: 'pt-BR' });
  const { admin } = portal;
  const bruno = await portal.person('Bruno Dias', { role: 'salesperson' });
  const carla = await portal.person('Carla Reis', { role: 'salesperson' });
  const lead = (await bruno.api('POST', 'crm/leads', { title: 'Doze escadas' })).body;
  const ownerOfLead = async () => (await admin.api('GET', `crm/leads/${lead.id}`)).body.ownerId;
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: admin.cookie, language: 'pt-BR', phone: true });
  const { page } = office;
  const his = await visit(browser, portal.url, { cookie: bruno.cookie, language: 'pt-BR' });
  // Nothing is looked at again from time to time, so that only the news itself can bring him out.
  await his.page.addInitScript('window.setInterval = () => 0');
  await his.go('/crm/leads');
  await his.follows('crm.lead');
  const leave = async () => {
    await page.getByRole('button', { name: 'O que fazer com Bruno Dias' }).click();
    await page.getByRole('menuitem', { name: 'Encerrar acesso' }).click();
    return page.getByRole('dialog', { name: 'Encerrar o acesso de Bruno Dias?' });
  };

  await step(t, 'what there is goes to a colleague', async (t) => {
    await office.go('/settings/people');
    const dialog = await leave();
    await sees(t, dialog.getByText('Bruno Dias é responsável por:'), 'says what there is');
    await sees(t, dialog.getByRole('listitem').filter({ hasText: 'Leads: 1' }), 'by kind');
    await dialog.getByLabel('Passar tudo para').selectOption({ label: 'Carla Reis' });
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Encerrar acesso' }).click();
    await misses(t, dialog, 'done');
    await portal.settle();
    t.equal(await ownerOfLead(), carla.id);
  });

  await step(t, 'his open page leaves by itself', async (t) => {
    await sees(t, his.page.getByText('Sua sessão foi encerrada.'), 'says why');
    await sees(t, his.page.getByLabel('Senha', { exact: true }), 'asks who is there');
    await misses(t, his.page.getByText('Doze escadas'), 'nothing of it is shown any more');
    await expectAccessible(t, his.page);
  });

  await step(t, 'and comes back with him', async (t) => {
    await page.getByRole('button', { name: 'Desfazer' }).click();
    await sees(t, page.getByRole('row', { name: /Bruno Dias.*Na ativa/ }), 'he is active again');
    await portal.settle();
    t.equal(await ownerOfLead(), bruno.id);
  });
  t.same(office.complaints(), [], 'the browser has nothing to complain about');
});
