import t from 'tap';
import { contrast } from '../../server/contracts/core/accent.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, messageOf, misses, sees, step, until, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('the company says who it is', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales'], language: 'pt-BR' });
  const { admin } = portal;
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie, language: 'pt-BR' });
  const company = async () => (await admin.api('GET', 'settings/company')).body;
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const save = page.getByRole('button', { name: 'Salvar empresa' });

  await step(t, 'wrong numbers are refused beside their fields, in words', async (t) => {
    await go('/settings/company');
    await field('CNPJ').fill('12.ABC.345/01DE-36');
    await field('CEP').fill('3013');
    await field('Chave Pix').fill('31 98765');
    await save.click();
    t.match(await messageOf(field('CNPJ')), /dígitos verificadores não conferem/);
    t.match(await messageOf(field('CEP')), /oito dígitos/);
    t.match(await messageOf(field('Chave Pix')), /chave aleatória/);
    await expectAccessible(t, page);
  });

  await step(t, 'and kept once they are right, in their usual form', async (t) => {
    await field('CNPJ').fill('12abc34501de35');
    await field('CEP').fill('30130010');
    await field('Estado').selectOption('MG');
    await field('Chave Pix').fill('pix@aurora.example');
    await page.getByText('Mais', { exact: true }).first().click();
    await field('Inscrição estadual').fill('062.307.904/0081');
    await field('Início do trabalho').fill('25h');
    await save.click();
    t.match(await messageOf(field('Início do trabalho')), 'Isto não é uma hora', 'what is no time is said, and nothing is sent');
    await field('Início do trabalho').fill('830');
    await save.click();
    await sees(t, page.getByText('Salvo', { exact: false }), 'saved');
    t.equal(await field('CNPJ').inputValue(), '12.ABC.345/01DE-35');
    t.match(await company(), {
      workingHours: { from: '08:30' },
      stateRegistration: '062.307.904/0081',
      address: { postalCode: '30130-010', region: 'MG' },
      bank: { pix: 'pix@aurora.example' },
    });
  });

  await step(t, 'another country has other fields', async (t) => {
    await field('País').selectOption('PT');
    await sees(t, field('Número fiscal (VAT)'), 'the VAT id');
    await sees(t, field('IBAN'), 'the IBAN');
    await misses(t, page.getByText('Chave Pix', { exact: true }), 'no Pix');
    await expectAccessible(t, page);
    await field('País').selectOption('BR');
  });

  await step(t, 'a logo is made small, shown everywhere, and taken back', async (t) => {
    const picture = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 2400;
      canvas.height = 600;
      canvas.getContext('2d')?.fillRect(0, 0, 1200, 600);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    });
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') });
    await sees(t, page.getByRole('img', { name: 'Logo de Ferragens Aurora no escuro' }), 'on dark ground too');
    await sees(t, page.getByRole('img', { name: 'Ferragens Aurora', exact: true }), 'in the rail');
    t.match(await company(), { logo: { width: 800, height: 200 } });
    await expectAccessible(t, page);
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><script>alert(1)</script><rect width="20" height="10"/></svg>';
    await chooser.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(drawing) });
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('img[alt="Ferragens Aurora"]')?.naturalHeight === 320);
    t.match(await company(), { logo: { width: 640, height: 320 } }, 'a drawing is kept as its picture');
    await chooser.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await sees(t, page.getByText('Este arquivo não é uma imagem', { exact: false }), 'what is none is refused in words');
    await page.getByRole('button', { name: 'Tirar o logo' }).click();
    await misses(t, page.getByRole('img', { name: 'Ferragens Aurora', exact: true }), 'taken away');
    await page.getByRole('button', { name: 'Desfazer' }).last().click();
    await sees(t, page.getByRole('img', { name: 'Ferragens Aurora', exact: true }), 'and back');
  });

  await step(t, 'a colour holds at once, and from the first paint on', async (t) => {
    await page.getByRole('button', { name: 'Framboesa' }).click();
    await sees(t, page.getByText('A cor foi trocada'), 'says so');
    t.equal((await company()).accent, '#b0305f');
    const guest = await visit(browser, portal.url, { language: 'en', dark: true, phone: true });
    const page2 = guest.page;
    const { body: arriving } = await portal.api('GET', '/');
    t.match(arriving, /<html style="--accent: light-dark\(#b0305f, /, 'the page arrives in it');
    await guest.go('/');
    await sees(t, page2.getByRole('heading', { name: 'Sign in' }), 'sign-in');
    await until(page2.locator('img').first(), (image) => (image as HTMLImageElement).naturalWidth > 0);
    t.pass('with the logo');
    const button = await page2.getByRole('button', { name: 'Sign in' }).evaluate((node) => {
      const { color, backgroundColor } = getComputedStyle(node);
      return [color, backgroundColor].map((one) => `#${(one.match(/\d+/g) ?? []).map((n) => Number(n).toString(16).padStart(2, '0')).join('')}`);
    });
    t.ok(contrast(button[0] ?? '', button[1] ?? '') >= 4.5, 'that can be read');
    await expectAccessible(t, page2);
    await page2.context().close();
  });
  t.same(complaints(), []);
});
