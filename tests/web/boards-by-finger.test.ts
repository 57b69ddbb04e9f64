import type { CDPSession, Locator } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, until, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

/** A finger on the screen, by the debugging protocol. */
function fingerOf(session: CDPSession) {
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] });
  return {
    down: (x: number, y: number) => send('touchStart', { x, y }),
    to: (x: number, y: number) => send('touchMove', { x, y }),
    up: () => send('touchEnd'),
  };
}

const middleOf = async (place: Locator) => {
  const box = await place.boundingBox();
  if (!box) throw new Error('It is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 60) };
};

t.test('cards of a board are moved by finger on a phone', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'], language: 'pt-BR' });
  const { admin } = portal;
  const add = async (title: string) => (await admin.api('POST', 'crm/deals', { title, amount: { amount: 100_000, currency: 'BRL' } })).body.id;
  await add('Portões');
  const fence = await add('Cercas');
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie, phone: true });
  const finger = fingerOf(await page.context().newCDPSession(page));
  await go('/crm/deals?view=board');
  const first = page.locator('[data-column]').first();
  const second = page.locator('[data-column]').nth(1);
  const lifted = page.locator('body > [inert][aria-hidden]');

  await step(t, 'a finger that moves at once scrolls, and moves nothing', async (t) => {
    const { x, y } = await middleOf(page.locator('[data-card][aria-label="Portões"]'));
    // Sent together: a finger that waits for the answer in between may hold too long on a slow machine.
    await Promise.all([finger.down(x, y), ...[1, 2, 3, 4, 5].map((n) => finger.to(x, y - n * 10))]);
    t.equal(await lifted.count(), 0);
    await finger.up();
  });

  await step(t, 'held, it opens the menu, where a card is chosen', async (t) => {
    const { x, y } = await middleOf(page.locator('[data-card][aria-label="Portões"]'));
    await finger.down(x, y);
    await lifted.waitFor();
    await finger.up();
    await page.getByRole('menuitemcheckbox', { name: 'Selecionar' }).click();
    await sees(t, page.getByRole('toolbar').getByText('1 selecionado'), 'chosen');
    await expectAccessible(t, page);
    await page.getByRole('toolbar').getByRole('button').last().click();
  });

  await step(t, 'held and moved to the edge it scrolls the board, and drops where it is let go', async (t) => {
    const { x, y } = await middleOf(page.locator('[data-card][aria-label="Portões"]'));
    await finger.down(x, y);
    await lifted.waitFor();
    // Not at its very border, where it scrolls fastest.
    const edge = (page.viewportSize()?.width ?? 390) - 36;
    await finger.to(x + 40, y);
    await finger.to(edge, y);
    await until(second, (column) => column.getBoundingClientRect().left < innerWidth / 2);
    // Away from the edge the board stands still; how far it has scrolled until then is the machine's affair.
    await finger.to(edge / 2, y + 10);
    const drop = await until(second, (column) => {
      const { left, right } = column.getBoundingClientRect();
      const [from, to] = [Math.max(left, 60), Math.min(right, innerWidth - 60)];
      return to - from > 20 && (from + to) / 2;
    });
    await finger.to(drop, y + 10);
    await finger.up();
    await sees(t, second.locator('[data-card]').filter({ hasText: 'Portões' }), 'it stands in the next column');
    await misses(t, first.locator('[data-card]').filter({ hasText: 'Portões' }), 'and no longer in the first');
    t.equal(await lifted.count(), 0, 'nothing is left over');
  });

  await step(t, 'still at the edge, it drops where the board has come to below it', async (t) => {
    await second.evaluate((column) => column.scrollIntoView({ inline: 'start' }));
    await until(second, (column) => column.getBoundingClientRect().left < 20);
    const { x, y } = await middleOf(second.locator('[data-card]').filter({ hasText: 'Portões' }));
    await finger.down(x, y);
    await lifted.waitFor();
    await finger.to(x - 40, y);
    await finger.to(36, y);
    await until(first, (column) => column.parentElement?.scrollLeft === 0);
    await finger.up();
    await sees(t, first.locator('[data-card]').filter({ hasText: 'Portões' }), 'in the column under the finger');
  });

  await step(t, 'a menu opens as well the second and the third time', async (t) => {
    const { items } = (await admin.api('GET', 'crm/stages')).body;
    const last = items.filter(({ semantic }: { semantic: string }) => semantic === 'open').at(-1);
    await admin.api('POST', `crm/deals/${fence}/move`, { stageId: last.id });
    // As most people have it: a menu that fades out is laid anew from where it was.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await go(`/crm/deals/${fence}`);
    for (const time of ['first', 'second', 'third']) {
      await page.getByRole('button', { name: 'Mais ações' }).tap();
      await page.getByRole('menuitem').first().click({ trial: true });
      t.equal(await page.evaluate(() => innerWidth), 390, `the page keeps its width the ${time} time`);
      await page.keyboard.press('Escape');
      await misses(t, page.getByRole('menu'), `closed the ${time} time`);
    }
    await until(page.locator('[aria-current="step"]'), (stage) => {
      const { left, right } = stage.getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    t.pass('the stage in which it is stands in view');
  });

  await step(t, 'the list is sorted, and shows on its cards what was chosen', async (t) => {
    await go('/crm/deals?view=list');
    await page.getByRole('button', { name: 'Ordenar por' }).tap();
    await page.getByRole('menuitemcheckbox', { name: 'Valor' }).tap();
    await page.waitForURL(/sort=-amount/);
    await page.getByRole('button', { name: 'Ordenar por' }).tap();
    await page.getByRole('menuitemcheckbox', { name: 'Menores primeiro' }).tap();
    await page.waitForURL(/sort=amount/);
    await page.getByRole('button', { name: 'Colunas' }).tap();
    await page.getByRole('checkbox', { name: 'Adicionado' }).tap();
    await page.keyboard.press('Escape');
    await sees(t, page.getByRole('listitem').filter({ hasText: 'Cercas' }).getByText('Adicionado'), 'with its name');
    await expectAccessible(t, page);
  });
  t.same(complaints(), []);
});
