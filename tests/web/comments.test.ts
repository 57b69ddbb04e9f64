import type { Route } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, rawTexts, sees, standsInView, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const words = {
  en: {
    write: 'Write a comment',
    text: 'Comment',
    send: 'Comment',
    needed: 'Write something first.',
    blind: 'cannot see this record',
    more: 'More about this comment',
    edit: 'Edit',
    remove: 'Delete',
    save: 'Save comment',
    undo: 'Undo',
    edited: 'edited',
    draft: /^Draft of/,
    reply: /^Reply:/,
    title: 'Comments',
    bell: /^Inbox/,
  },
  'pt-BR': {
    write: 'Escreva um comentário',
    text: 'Comentário',
    send: 'Comentar',
    needed: 'Escreva alguma coisa primeiro.',
    blind: 'não vê este registro',
    more: 'Mais sobre este comentário',
    edit: 'Editar',
    remove: 'Excluir',
    save: 'Salvar comentário',
    undo: 'Desfazer',
    edited: 'editado',
    draft: /^Rascunho/,
    reply: /^Responder:/,
    title: 'Comentários',
    bell: /^Avisos/,
  },
} as const;

const own = { 'crm.deal.read': 'own', 'crm.deal.create': 'own', 'crm.deal.change': 'own' } as const;

for (const [language, phone, dark] of [
  ['en', false, false],
  ['pt-BR', true, true],
] as const) {
  t.test(`comments in ${language}, by keyboard${phone ? ', on a phone' : ''}`, async (t) => {
    const w = words[language];
    const portal = await startPortal(t, { dialect: 'sqlite', language });
    const [bruno, carla] = [await portal.person('Bruno Lima', { grants: own }), await portal.person('Carla Reis', { grants: { 'crm.deal.read': 'all' } })];
    await portal.person('Diego Nunes', { grants: own });
    for (const who of [bruno, carla]) await who.api('PATCH', 'session', { language });
    const deal = (await bruno.api('POST', 'crm/deals', { title: 'Portões' })).body;
    const product = (await portal.admin.api('POST', 'sales/products', { name: 'Dobradiça', price: { amount: 1000, currency: 'BRL' } })).body;
    const comments = async () => (await carla.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).body.items;
    const browser = await browserFor(t);
    const his = await visit(browser, portal.url, { language, phone, dark, cookie: bruno.cookie });
    const hers = await visit(browser, portal.url, { language, cookie: carla.cookie });
    const { page } = his;
    const begin = page.getByRole('button', { name: w.write });
    const box = page.getByRole('textbox', { name: w.text, exact: true });
    const open = async () => {
      await begin.focus();
      await page.keyboard.press('Enter');
      // Not the plain one that stands there until it has come: it knows no marks.
      await holdsFocus(t, page.locator('[contenteditable="true"]'), 'the text takes the keyboard');
    };

    await step(t, 'is written with marks and a mention, and sent', async (t) => {
      await hers.go(`/crm/deals/${deal.id}`);
      await hers.page.getByRole('dialog', { name: 'Portões' }).waitFor();
      await hers.follows('crm.deal');
      await his.go(`/crm/deals/${deal.id}`);
      await begin.waitFor();
      await expectAccessible(t, page);
      await open();
      await page.keyboard.press('Control+Enter');
      await sees(t, page.getByRole('alert').getByText(w.needed), 'an empty one is refused in words');
      t.equal(await box.getAttribute('aria-invalid'), 'true');
      await page.keyboard.type('Olá ');
      await page.keyboard.press('Control+b');
      await page.keyboard.type('hoje');
      await page.keyboard.press('Control+b');
      await page.keyboard.type(' @');
      const diego = page.getByRole('option', { name: /Diego Nunes/ });
      await sees(t, diego.getByText(w.blind), 'says who cannot see the record');
      t.equal(await diego.getAttribute('aria-disabled'), 'true');
      await expectAccessible(t, page);
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
      await page.keyboard.press('Escape');
      await misses(t, page.getByRole('listbox'), 'Esc closes the list');
      await holdsFocus(t, box, 'and nothing else');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('@r');
      await sees(t, page.getByRole('option', { name: /Carla Reis/, selected: true }), 'finds a person by a later name');
      await page.keyboard.press('Enter');
      await page.keyboard.type('veja');
      t.same(await rawTexts(page), [], 'every text is in words');
      await page.keyboard.press('Control+Enter');
      await sees(t, page.getByRole('listitem').getByText('veja'), 'stands on the timeline');
      await holdsFocus(t, begin, 'and the keyboard is where it began');
      t.match(await comments(), [{ html: `<p>Olá <strong>hoje</strong> <span data-mention="${carla.id}">@Carla Reis</span> veja</p>`, authorId: bruno.id }]);
      await sees(t, hers.page.getByRole('listitem').getByText('veja'), 'others see it without a reload');
    });

    await step(t, 'is changed and removed by its author, and taken back', async (t) => {
      const [{ id }] = await comments();
      const entry = page.locator(`#comment-${id}`);
      const choose = async (name: string) => {
        await entry.getByRole('button', { name: w.more }).focus();
        await page.keyboard.press('Enter');
        await page.getByRole('menuitem', { name }).focus();
        await page.keyboard.press('Enter');
      };
      await choose(w.edit);
      await holdsFocus(t, box, 'the text takes the keyboard');
      await expectAccessible(t, page);
      await page.keyboard.press('Control+End');
      await page.keyboard.type(' já');
      await page.keyboard.press('Control+Enter');
      await sees(t, entry.getByText('veja já'), 'shows what was changed');
      await sees(t, entry.getByText(w.edited), 'and that it was');
      await misses(t, hers.page.getByRole('button', { name: w.more }), 'nobody else may');
      await choose(w.remove);
      await misses(t, entry, 'it is gone');
      await page.getByRole('button', { name: w.undo }).click();
      await sees(t, entry.getByText('veja já'), 'and back');
    });

    await step(t, 'is not lost by a reload, nor by a portal that fails', async (t) => {
      await open();
      await page.keyboard.type('Ainda não');
      await page.locator('input[type=file]').setInputFiles({ name: 'medidas.txt', mimeType: 'text/plain', buffer: Buffer.from('3,20 m') });
      await sees(t, page.getByText('medidas.txt'), 'a file is sent while the text is written');
      await expectAccessible(t, page);
      await misses(t, page.getByRole('progressbar'), 'it has arrived');
      await page.getByRole('button', { name: w.send, exact: true }).click();
      await sees(t, page.getByRole('listitem').getByRole('button', { name: /^medidas\.txt/ }), 'and stands below it');
      await open();
      await page.keyboard.type('Ainda mais');
      await page.getByText(w.draft).waitFor();
      await page.reload();
      await sees(t, box.getByText('Ainda mais'), 'stands there again');
      await page.route('**/api/v1/comments', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ type: 'about:blank', title: 'x', status: 503, code: 'starting', detail: 'Not now' }),
        }),
      );
      await page.getByRole('button', { name: w.send, exact: true }).click();
      await sees(t, page.getByRole('alert').getByText('Not now'), 'says why it was not taken');
      await sees(t, box.getByText('Ainda mais'), 'and keeps it');
      await page.unroute('**/api/v1/comments');
      await page.getByRole('button', { name: w.send, exact: true }).click();
      await sees(t, page.getByRole('listitem').getByText('Ainda mais'), 'sent in the end');
      his.complaints();
    });

    await step(t, 'is reached from its notice', async (t) => {
      for (let n = 0; n < 40; n += 1) await bruno.api('POST', 'comments', { recordType: 'crm.deal', recordId: deal.id, html: `Linha ${n}` });
      const notice = (await carla.api('GET', 'notices?limit=200')).body.items.find(({ code }: { code: string }) => code === 'core.comment.mentioned');
      const asked = hers.page.locator(`#comment-${notice.params.comment}`);
      // What is planned stands above it, and comes last.
      const found = hers.page.waitForResponse(/\/timeline\?.*before=/);
      const late = async (route: Route) => {
        await found;
        await route.continue();
      };
      await hers.page.route('**/api/v1/crm/activities?*', late, { times: 1 });
      await hers.go(notice.url);
      await holdsFocus(t, asked, 'also when it is not among the newest');
      await standsInView(t, asked, 'and in view');
      await expectAccessible(t, hers.page);
      await hers.page.keyboard.press('Escape');
      await misses(t, hers.page.getByRole('dialog'), 'and where all is at hand already');
      await hers.page.getByRole('button', { name: w.bell }).click();
      await hers.page.getByRole('dialog', { name: w.bell }).getByRole('button').filter({ hasText: 'Bruno Lima' }).click();
      await holdsFocus(t, asked, 'there too');
      await standsInView(t, asked, 'and in view');
    });

    await step(t, 'is answered from its notice, its author mentioned', async (t) => {
      const { page: desk, go } = hers;
      const reply = desk.getByRole('button', { name: w.reply }).last();
      const text = desk.locator('[contenteditable="true"]');
      const count = async () => (await comments()).length;
      const before = await count();
      await go('/inbox');
      await reply.focus();
      await desk.keyboard.press('Enter');
      await holdsFocus(t, text, 'the answer takes the keyboard');
      await sees(t, text.getByText('@Bruno Lima'), 'and begins with whom it is for');
      await expectAccessible(t, desk);
      await desk.keyboard.type('feito');
      await desk.keyboard.press('Control+Enter');
      await sees(t, desk.getByRole('listitem').getByText('feito'), 'stands on the timeline');
      await holdsFocus(t, desk.getByRole('button', { name: w.write }), 'and the keyboard is where it began');
      t.equal(await count(), before + 1);
      t.match(await comments(), [{ html: `<p><span data-mention="${bruno.id}">@Bruno Lima</span> feito</p>`, authorId: carla.id }]);
      t.notMatch(desk.url(), /reply=/, 'a reload asks for no second answer');
    });

    await step(t, 'stands below what has no timeline, and runs nothing', async (t) => {
      const { page: office, go, complaints } = await visit(browser, portal.url, { language, phone, dark, cookie: portal.admin.cookie });
      await office.route('**/api/v1/comments?*', async (route) => {
        const html =
          '<p>before</p><script>window.hurt=1</script><img src="x" onerror="window.hurt=1"><svg onload="window.hurt=1"></svg><a href="javascript:window.hurt=1">bad</a><iframe srcdoc="<script>parent.hurt=1</script>"></iframe><p style="position:fixed" onclick="window.hurt=1">after</p>';
        const item = {
          id: 1,
          version: 1,
          recordType: 'sales.product',
          recordId: product.id,
          authorId: bruno.id,
          html,
          text: '',
          createdAt: portal.now(),
          changedAt: null,
          files: [],
        };
        await route.fulfill({ contentType: 'application/json', body: JSON.stringify({ items: [item], next: null }) });
      });
      await go(`/sales/products/${product.id}`);
      await sees(t, office.getByRole('heading', { name: w.title }), 'a part of its own');
      const said = office.locator('#comment-1');
      await sees(t, said.getByText('after'), 'the words are there');
      t.same(await said.locator('script, img, iframe, [onclick], a, [style*="fixed"]').count(), 0);
      t.equal(await office.evaluate(() => 'hurt' in window), false);
      await expectAccessible(t, office);
      await office.unroute('**/api/v1/comments?*');
      // The browser notes each handler that it drops.
      complaints();
      await go(`/sales/products/${product.id}`);
      await office.getByRole('button', { name: w.write }).click();
      await office.getByRole('textbox', { name: w.text, exact: true }).fill('Novo preço em março');
      await office.getByRole('button', { name: w.send, exact: true }).click();
      await sees(t, office.getByRole('listitem').getByText('Novo preço em março'), 'and may be written there');
      t.same(complaints(), [], 'the browser has nothing to complain about');
    });
    t.same([...his.complaints(), ...hers.complaints()], [], 'the browsers have nothing to complain about');
  });
}
