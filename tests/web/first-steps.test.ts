import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('an owner looks around a new portal with sample data, and makes it their own', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'], language: 'pt-BR' });
  const browser = await browserFor(t);
  const { page, go, rest } = await visit(browser, portal.url, { language: 'pt-BR', phone: true, cookie: portal.admin.cookie });
  const list = page.getByRole('region', { name: 'Primeiros passos' });

  const open = () => list.getByRole('button', { name: 'Mostrar todos os primeiros passos' }).click();

  await step(t, 'sees what the portal is waiting for, each a way there', async (t) => {
    await go('/');
    await sees(t, list.getByText('0 de 7'), 'nothing is done yet');
    await sees(t, list.getByRole('link', { name: /^A seguir: / }), 'on a phone one line with the next step');
    await misses(t, list.getByRole('listitem'), 'and no more, before what needs the person');
    await open();
    await expectAccessible(t, page);
    await list.getByRole('link', { name: 'Adicione sua equipe' }).click();
    await page.waitForURL('**/settings/people');
    await portal.person('Bruno Dias', { role: 'salesperson' });
    await go('/');
    await sees(t, list.getByText('1 de 7'), 'what was done is ticked by itself');
    await open();
    await sees(t, list.getByText('Adicione sua equipe'), 'stands among them');
    await misses(t, list.getByRole('link', { name: 'Adicione sua equipe' }), 'and leads nowhere any more');
  });

  await step(t, 'loads sample data and sees that it is one', async (t) => {
    await list.getByRole('button', { name: 'Carregar dados de exemplo' }).click();
    await portal.settle();
    await sees(t, page.getByText('Você está vendo dados de exemplo'), 'says so on every screen');
    // What is overdue is so at any hour of the day.
    await sees(t, page.getByText(/^Fatura EX-\d+/), 'there is something to do');
    await expectAccessible(t, page);
  });

  await step(t, 'wipes it with one click, after saying what was changed', async (t) => {
    const deals = (await portal.admin.api('GET', 'crm/deals?limit=1')).body.items;
    await portal.admin.api('PATCH', `crm/deals/${deals[0].id}`, { title: 'Meu agora' });
    await page.getByRole('button', { name: 'Apagar' }).click();
    const question = page.getByRole('dialog', { name: 'Apagar os dados de exemplo?' });
    await sees(t, question.getByText(/^1 registro de exemplo foi alterado/), 'counts what somebody worked on');
    await expectAccessible(t, page);
    await question.getByRole('button', { name: 'Apagar' }).click();
    await misses(t, page.getByText('Você está vendo dados de exemplo'), 'the line is gone');
    await misses(t, page.getByText(/^Fatura EX-\d+/), 'and so is all of it');
  });

  await step(t, 'puts the list away for good', async (t) => {
    await list.getByRole('button', { name: 'Guardar os primeiros passos de vez' }).click();
    await misses(t, list, 'it is gone');
    await go('/');
    await sees(t, page.getByRole('heading', { name: /Ana/ }), 'the day is there');
    await rest();
    await misses(t, list, 'and stays away');
  });
});
