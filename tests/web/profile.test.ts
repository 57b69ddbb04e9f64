import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { password, startPortal } from '../support/portal.js';

t.test('people have a face', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'], language: 'pt-BR' });
  const { admin } = portal;
  const shop = await portal.department('Loja');
  const bruno = await portal.person('Bruno Dias', { role: 'salesperson', departmentId: shop.id });
  await admin.api('PATCH', `departments/${shop.id}`, { headId: admin.id });
  await admin.api('PATCH', `people/${bruno.id}`, { position: 'Balcão', phone: '+55 11 5555-0101' });
  // As it could be written before phones were checked.
  await portal.portal.services.db.write(({ q }) => q.updateTable('people').set({ phone: 'ramal dois' }).where('id', '=', admin.id).execute());
  await portal.signIn('bruno.dias@aurora.example', password);
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: admin.cookie, language: 'pt-BR' });
  const phone = await visit(browser, portal.url, { cookie: bruno.cookie, language: 'pt-BR', phone: true, dark: true });
  const [ana, his] = [office.page, phone.page];

  await step(t, 'a picture of one’s own', async (t) => {
    await phone.go('/me');
    // Drawn here, so that a real picture goes through the browser's own resizing.
    const picture = await his.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 1200;
      canvas.height = 800;
      canvas.getContext('2d')?.fillRect(0, 0, 600, 800);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    });
    const chooser = his.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') });
    await sees(t, his.getByRole('button', { name: 'Trocar foto' }), 'is shown at once');
    const { photoId } = (await admin.api('GET', `people/${bruno.id}`)).body;
    const stored = await portal.portal.services.files.find(photoId);
    t.equal(stored?.mediaType, 'image/jpeg');
    t.ok((stored?.size ?? 1e9) < 60_000, 'made small before it was sent');
    await expectAccessible(t, his);
    await chooser.setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await sees(t, his.getByText('Esta não é uma imagem', { exact: false }), 'what is none is refused in words');
    await his.getByRole('button', { name: 'Tirar', exact: true }).click();
    await sees(t, his.getByRole('button', { name: 'Escolher foto' }), 'is taken away');
    await his.getByRole('button', { name: 'Desfazer' }).click();
    await sees(t, his.getByRole('button', { name: 'Trocar foto' }), 'and given back');
    t.equal((await admin.api('GET', `people/${bruno.id}`)).body.photoId, photoId);
  });

  await step(t, 'where the account is open', async (t) => {
    const other = his.getByRole('button', { name: /^Sair: / });
    await sees(t, his.getByText('Este navegador'), 'this one');
    await other.first().click();
    await misses(t, other, 'the other one is closed');
  });

  await step(t, 'the staff list and a colleague', async (t) => {
    await office.go('/');
    await ana.getByRole('button', { name: /perfil, idioma, sair/ }).click();
    await ana.getByRole('menuitem', { name: 'Pessoas' }).click();
    await sees(t, ana.getByRole('link', { name: '+55 11 5555-0101' }), 'called by a click');
    await sees(t, ana.getByText('ramal dois', { exact: true }), 'what is no number is there as well');
    await misses(t, ana.getByRole('link', { name: 'ramal dois' }), 'but calls nobody');
    await ana.getByRole('searchbox').fill('bruno');
    await misses(t, ana.getByRole('link', { name: 'Ana Souza' }), 'is narrowed by what is typed');
    await ana.waitForURL(/\/people\?q=bruno$/);
    await expectAccessible(t, ana);
    await ana.getByRole('link', { name: 'Bruno Dias' }).click();
    await sees(t, ana.getByRole('heading', { name: 'Bruno Dias', level: 2 }), 'his page');
    await sees(t, ana.getByRole('link', { name: 'Ana Souza' }), 'to whom he reports');
    await sees(t, ana.getByText('Vem de Vendas').first(), 'and which role gives him what');
    await sees(t, ana.getByText('Nenhum programa age em nome desta pessoa.'), 'his tokens');
    await expectAccessible(t, ana);
    await ana.getByRole('link', { name: 'Ana Souza' }).click();
    await sees(t, ana.getByRole('link', { name: 'Bruno Dias' }), 'who reports to her');
    await phone.go(`/people/${admin.id}`);
    await sees(t, his.getByRole('heading', { name: 'Ana Souza', level: 2 }), 'on a phone');
    await misses(t, his.getByText('Onde a conta está aberta'), 'where she is signed in is not his business');
    await expectAccessible(t, his);
  });

  await step(t, 'what one chooses for oneself, by command', async (t) => {
    await ana.keyboard.press('Control+k');
    const search = ana.getByRole('dialog', { name: 'Buscar' });
    await search.getByRole('combobox').fill('escura');
    await search.getByRole('option', { name: 'Aparência: Escura' }).click();
    await sees(t, ana.locator('html[data-mantine-color-scheme="dark"]'), 'the appearance');
    await ana.keyboard.press('Control+k');
    await search.getByRole('combobox').fill('english');
    await search.getByRole('option', { name: 'Idioma: English' }).click();
    await sees(t, ana.getByRole('button', { name: 'Search or run a command' }), 'the language');
  });
  t.same([...office.complaints(), ...phone.complaints()], [], 'the browsers have nothing to complain about');
});
