import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, messageOf, rawTexts, sees, step, visit } from '../support/pages.js';
import { password, startUnset } from '../support/portal.js';

const mb = 1_000_000;
/** As the preparation of another machine would have measured it. */
const costs = {
  core: { startMs: 400, memory: 100 * mb, disk: 3 * mb },
  shared: mb,
  modules: {
    crm: { startMs: 60, memory: 2 * mb, disk: mb },
    sales: { startMs: 0, memory: 0, disk: 2 * mb },
    tasks: { startMs: 30, memory: 4 * mb, disk: 4 * mb },
  },
};
const folder = await mkdtemp(join(tmpdir(), 'sede-costs-test-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));
const costsFile = join(folder, 'costs.json');

/** What is asked of every step: no barrier, no raw key, nothing broken. */
async function proveStep(t: Parameters<typeof expectAccessible>[0], page: Page): Promise<void> {
  await expectAccessible(t, page);
  t.same(await rawTexts(page), [], 'every text is in words');
}

t.test('a company sets its portal up in Portuguese, by keyboard', async (t) => {
  const { url, code, api } = await startUnset(t, { costsFile });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, url, { language: 'pt-BR' });
  const title = (name: string) => page.getByRole('heading', { level: 1, name });
  const onward = (name = 'Continuar') => page.getByRole('button', { name, exact: true });

  await step(t, 'the code', async (t) => {
    await go('/');
    await sees(t, title('Vamos preparar o seu portal'), 'asks for the code');
    await proveStep(t, page);
    const field = page.getByLabel('Código de configuração');
    await holdsFocus(t, field, 'the code can be typed at once');
    await page.keyboard.press('Enter');
    t.equal(await messageOf(field), 'Falta o código para começar.');
    await page.keyboard.type('AAAA-BBBB-CCCC');
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('Este não é o código que apareceu.'), 'a wrong code is refused in words');
    t.match(await messageOf(field), 'Este não é o código que apareceu.', 'beside the field');
    await field.fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await sees(t, title('Sua empresa'), 'the printed code opens the set-up, in small letters too');
  });

  await step(t, 'the company', async (t) => {
    await proveStep(t, page);
    t.equal(await page.getByLabel('País').inputValue(), 'BR', 'the country is the one of the time zone');
    t.equal(await page.getByLabel('Moeda').inputValue(), 'BRL');
    t.equal(await page.getByLabel('Fuso horário').inputValue(), 'America/Sao_Paulo');
    const name = page.getByLabel('Nome da empresa');
    await holdsFocus(t, name, 'the name can be typed at once');
    await page.keyboard.press('Enter');
    t.equal(await messageOf(name), 'Falta o nome da empresa.');
    await holdsFocus(t, name, 'and the focus is there');
    await page.keyboard.type('Ferragens Aurora');
    await page.keyboard.press('Enter');
    await sees(t, title('Você'), 'goes on');
  });

  await step(t, 'the first person', async (t) => {
    await proveStep(t, page);
    const email = page.getByLabel('E-mail');
    await page.keyboard.type('Ana Souza');
    await page.keyboard.press('Tab');
    await holdsFocus(t, email, 'Tab goes to the e-mail');
    await page.keyboard.type('ana');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    t.equal(await messageOf(email), 'Aqui vai um endereço com @.', 'the wrong e-mail names its field');
    await holdsFocus(t, email, 'and the focus is there');
    await email.fill('<ana@aurora.example>');
    await page.keyboard.press('Enter');
    await sees(t, title('O que o Sede deve fazer por você?'), 'goes on');
  });

  await step(t, 'the modules', async (t) => {
    await proveStep(t, page);
    const cardOf = (name: string) => page.locator('label', { has: page.getByRole('checkbox', { name, exact: true }) });
    t.equal(await page.getByText(/Partida/).count(), 0, 'nothing is said before it was measured');
    // Measuring ends while somebody chooses.
    await writeFile(`${costsFile}.part`, JSON.stringify(costs));
    await rename(`${costsFile}.part`, costsFile);
    await sees(t, cardOf('CRM').getByText('Partida 60 ms · Memória 2 MB · Disco 1 MB'), 'a card says what was measured on this machine');
    await sees(t, cardOf('Documentos de venda').getByText('Disco 2 MB', { exact: true }), 'and nothing where nothing can be told');
    const takes = page.locator('dl[aria-label="O que consome"]');
    const seesSum = (sum: string, said: string) => sees(t, takes.filter({ hasText: sum }), said);
    const team = page.getByRole('radio', { name: /^Time de vendas/ });
    const crmOnly = page.getByRole('radio', { name: /^Só o CRM/ });
    await crmOnly.focus();
    await page.keyboard.press('Space');
    t.equal(await page.getByRole('checkbox', { name: 'Documentos de venda' }).isChecked(), false, 'the small set leaves the documents out');
    await seesSum('Partida460 msMemória102 MBDisco4 MB', 'the sum is the portal and the CRM');
    await page.keyboard.press('ArrowRight');
    t.equal(await team.isChecked(), true, 'an arrow chooses the team');
    t.equal(await page.getByRole('checkbox', { name: 'Documentos de venda' }).isChecked(), true);
    await seesSum('Partida460 msMemória102 MBDisco6 MB', 'the documents add what they take');
    const tasks = page.getByRole('checkbox', { name: 'Tarefas' });
    await tasks.press('Space');
    await seesSum('Partida490 msMemória105 MBDisco10 MB', 'so does a card that is ticked; what it shares with the CRM counts once');
    await tasks.press('Space');
    await seesSum('Partida460 msMemória102 MBDisco6 MB', 'and takes it back when it is unticked');
    await page.getByRole('checkbox', { name: 'CRM' }).focus();
    await page.keyboard.press('Space');
    t.equal(await page.getByRole('checkbox', { name: 'Documentos de venda' }).isChecked(), false, 'what needs the CRM goes with it');
    await seesSum('Partida400 msMemória100 MBDisco3 MB', 'and only the portal itself is left in the sum');
    await team.focus();
    await page.keyboard.press('Space');
    await onward('Continuar com 2 módulos').first().press('Enter');
    await sees(t, title('E-mail'), 'goes on');
    await proveStep(t, page);
  });

  await step(t, 'interrupted, it goes on', async (t) => {
    await page.reload();
    await sees(t, title('Você'), 'at the password, which is kept nowhere');
    t.equal(await page.getByLabel('Nome').inputValue(), 'Ana Souza', 'the rest was kept');
    t.equal(await page.getByLabel('E-mail').inputValue(), '<ana@aurora.example>');
    await holdsFocus(t, page.getByLabel('Senha', { exact: true }), 'and the password can be typed at once');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await onward('Continuar com 2 módulos').first().click();
    await sees(t, title('E-mail'), 'goes on');
    await page.getByRole('button', { name: 'Voltar' }).click();
    await sees(t, title('O que o Sede deve fazer por você?'), 'Back goes back');
    await onward('Continuar com 2 módulos').first().click();
    await page.getByRole('button', { name: 'Deixar para depois' }).click();
  });

  await step(t, 'the summary, and what the server refuses', async (t) => {
    await sees(t, title('Tudo certo?'), 'comes last');
    await proveStep(t, page);
    const said = await page.getByRole('main').textContent();
    for (const answer of ['Ferragens Aurora', 'Brasil · BRL', 'Ana Souza', '<ana@aurora.example>', 'CRM, Documentos de venda', 'Depois']) t.match(said, answer);
    await onward('Preparar o portal').click();
    await sees(t, title('Você'), 'an e-mail that only the server finds wrong leads back to it');
    const email = page.getByLabel('E-mail');
    t.match(await messageOf(email), /\w+ \w+/, 'with words beside its field');
    await email.fill('ana@aurora.example');
    await page.keyboard.press('Enter');
    await sees(t, title('Tudo certo?'), 'and from there straight back to the summary');
    await onward('Preparar o portal').click();
  });

  await step(t, 'done', async (t) => {
    await sees(t, title('Ferragens Aurora está no ar'), 'says so');
    await proveStep(t, page);
    await holdsFocus(t, page.getByRole('button', { name: 'Abrir o portal' }), 'the way in is one key away');
    await page.keyboard.press('Enter');
    await sees(t, page.getByRole('heading', { name: 'Meu dia' }), 'and leads home, signed in');
    await sees(t, page.getByRole('link', { name: 'CRM' }), 'with the modules that were chosen');
    await proveStep(t, page);
    for (const path of ['setup', 'setup/progress'])
      t.equal((await api('GET', path, undefined, { 'x-setup-code': code })).status, 404, `${path} is gone, with its code too`);
    t.equal((await api('POST', 'setup/finish', {}, { 'x-setup-code': code })).status, 404);
    t.equal((await api('GET', 'sales/quotes')).status, 401, 'and the documents are there');
  });
  t.same(complaints(), [], 'the browser has nothing to complain about');
});

t.test('a small company takes only the CRM, in English, on a phone', async (t) => {
  const { url, code, api } = await startUnset(t);
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, url, { language: 'en', phone: true, timeZone: 'America/Denver' });
  const title = (name: string) => page.getByRole('heading', { level: 1, name });
  const onward = (name = 'Continue') => page.getByRole('button', { name, exact: true }).locator('visible=true');
  await go(`/#code=${code}`);
  await sees(t, title('Your company'), 'the printed address brings the code along');
  t.notMatch(page.url(), code, 'and does not keep it in the address');
  await proveStep(t, page);
  const company = 'Eckladengenossenschaftsverwaltungsgesellschaft'.repeat(2);
  await page.getByLabel('Company name').fill(company);
  await page.getByLabel('Country').selectOption({ label: 'United States' });
  t.equal(await page.getByLabel('Time zone').inputValue(), 'America/Denver', 'of the zones of a country the one this browser stands in');
  await page.getByLabel('Country').selectOption({ label: 'Portugal' });
  t.equal(await page.getByLabel('Currency').inputValue(), 'EUR', 'the country brings its currency');
  t.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Lisbon');
  await onward().tap();

  await sees(t, title('You'), 'then the person');
  await proveStep(t, page);
  await page.getByLabel('Name').fill('Ben Stone');
  await page.getByLabel('E-mail').fill('ben@corner.example');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await sees(t, page.getByText('Weak'), 'says how strong the password is');
  await onward().tap();
  t.match(await messageOf(page.getByLabel('Password', { exact: true })), 'At least 10 characters');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await onward().tap();

  await sees(t, title('What should Sede do for you?'), 'then the modules');
  await proveStep(t, page);
  t.equal(await page.getByText(/of memory|^Start/).count(), 0, 'which say nothing of costs where nothing was measured');
  await page.getByText('Only CRM').tap();
  await sees(t, page.getByText('You can add or remove any of these later. Nothing is lost.'), 'says that it can be changed');
  await onward('Continue with 1 module').tap();

  await sees(t, title('Mail'), 'then the mail');
  await proveStep(t, page);
  await page.getByRole('button', { name: 'Send a test message' }).tap();
  t.match(await messageOf(page.getByLabel('Name of the server')), 'The name of the mail server is needed', 'a test without a server says what is missing');
  await page.getByRole('button', { name: 'Do this later' }).tap();

  await sees(t, title('Ready to go?'), 'then the summary');
  await proveStep(t, page);
  await page.getByRole('button', { name: 'Change: Company' }).tap();
  await sees(t, title('Your company'), 'one answer can be changed');
  await onward().tap();
  await sees(t, title('Ready to go?'), 'without walking through the steps behind it');
  await onward('Set up the portal').tap();
  await sees(t, title(`${company} is ready`), 'and it is done');
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'a long word fits on the page');
  await proveStep(t, page);
  await page.getByRole('button', { name: 'Open the portal' }).tap();
  await sees(t, page.getByRole('link', { name: 'CRM' }), 'the CRM is in the bar');
  const places = await page.getByRole('navigation', { name: 'Modules' }).getByRole('link').allInnerTexts();
  t.same(places, ['My day', 'CRM', 'Settings'], 'and nothing that was left out');
  t.equal((await api('GET', 'sales/quotes')).status, 404);
  t.same(complaints(), [], 'the browser has nothing to complain about');
});
