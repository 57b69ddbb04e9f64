import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { startMailServer } from '../support/mail-server.js';
import { browserFor, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('somebody forgot their password', async (t) => {
  const server = await startMailServer();
  t.teardown(() => server.close());
  const mail = { smtp: `smtp://127.0.0.1:${server.port}`, from: 'hello@aurora.example' };
  const portal = await startPortal(t, { dialect: 'sqlite', modules: [], mail, publicUrl: 'https://portal.example', language: 'pt-BR' });
  await portal.person('Carla Reis', {});
  await portal.settle();
  server.received.length = 0;
  const browser = await browserFor(t);
  const phone = await visit(browser, portal.url, { language: 'pt-BR', phone: true });
  const { page } = phone;

  await step(t, 'asks for a link on the page of sign-in', async (t) => {
    const noted: string[] = [];
    page.on('console', (message) => noted.push(message.text()));
    await phone.go('/');
    await page.getByLabel('E-mail').fill('carla.reis@aurora.example');
    t.same(noted, [], 'nobody being signed in is no failure, of which the browser would take note');
    await page.getByRole('button', { name: 'Esqueceu a senha?' }).click();
    t.equal(await page.getByLabel('E-mail').inputValue(), 'carla.reis@aurora.example', 'what was typed comes along');
    await expectAccessible(t, page);
    await page.getByLabel('E-mail').press('Enter');
    await sees(t, page.getByText('Se houver uma conta com este endereço', { exact: false }), 'and is told no more than that');
    await expectAccessible(t, page);
    await portal.settle();
    t.equal(server.received.length, 1);
  });

  await step(t, 'and chooses a new one by it', async (t) => {
    const [, token] = /invite\/([\w-]+)/.exec(server.received[0]?.text ?? '') ?? [];
    await phone.go(`/invite/${token}`);
    await sees(t, page.getByRole('heading', { name: 'Escolha uma senha nova' }), 'says what it is');
    await expectAccessible(t, page);
    await page.getByLabel('Escolha uma senha').fill('uma senha bem diferente');
    await page.getByRole('button', { name: 'Salvar e entrar' }).click();
    await sees(t, page.getByRole('navigation', { name: 'Módulos' }), 'and is in');
    await phone.go(`/invite/${token}`);
    await sees(t, page.getByText('Ele já foi usado ou é antigo demais.', { exact: false }), 'the link works once');
  });
  t.same(phone.complaints(), [], 'the browser has nothing to complain about');
});
