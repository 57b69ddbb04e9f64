import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('what is typed before the editor has come is not lost', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite' });
  const { admin } = portal;
  const deal = (await admin.api('POST', 'crm/deals', { title: 'Portões' })).body;
  const of = { recordType: 'crm.deal', recordId: deal.id };
  const browser = await browserFor(t);
  const { page, go } = await visit(browser, portal.url, { cookie: admin.cookie, withoutWorker: true });
  const box = page.getByRole('textbox', { name: 'Comment', exact: true });
  const editor = page.locator('[contenteditable="true"]');
  /** Opens the deal anew with a network that brings the editor when it is told to, or never. */
  const slowly = async (): Promise<(end: 'continue' | 'abort') => void> => {
    let answer: (end: 'continue' | 'abort') => void = () => undefined;
    const ended = new Promise<'continue' | 'abort'>((resolve) => {
      answer = resolve;
    });
    await page.unrouteAll();
    await page.route(/\/assets\/editor-[^/]*\.js$/, async (route) => ((await ended) === 'abort' ? route.abort() : route.continue()));
    await go('/crm/deals');
    await go(`/crm/deals/${deal.id}`);
    return answer;
  };
  const newest = async () => (await admin.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).body.items[0];

  await step(t, 'it goes on at the caret while somebody types', async (t) => {
    const answer = await slowly();
    await page.getByRole('button', { name: 'Write a comment' }).click();
    await holdsFocus(t, box, 'the text takes the keyboard at once');
    t.equal(await editor.count(), 0);
    const before = await box.locator('..').boundingBox();
    await page.keyboard.type('Olá  <mundo>\n\numa linha');
    for (const _ of 'linha') await page.keyboard.press('ArrowLeft');
    await expectAccessible(t, page);
    const typing = page.keyboard.type('abcdefghijklmnopqrstuvwxyz ', { delay: 15 });
    answer('continue');
    await typing;
    await holdsFocus(t, editor, 'the editor has taken over');
    await page.keyboard.type('e ');
    await page.keyboard.press('Control+Enter');
    await sees(t, page.getByRole('listitem').getByText('abcdefghijklmnopqrstuvwxyz e linha'), 'it is sent');
    t.match(await newest(), { html: '<p>Olá  &lt;mundo&gt;</p><p></p><p>uma abcdefghijklmnopqrstuvwxyz e linha</p>' });
    await page.getByRole('button', { name: 'Write a comment' }).click();
    await holdsFocus(t, editor, 'here at once from now on');
    t.same(await editor.locator('..').locator('..').boundingBox(), before, 'in the same place');
  });

  await step(t, 'marks of a comment that is changed are kept', async (t) => {
    await admin.api('POST', 'comments', { ...of, html: '<p>Olá <strong>hoje</strong></p>' });
    const { id } = await newest();
    const answer = await slowly();
    const entry = page.locator(`#comment-${id}`);
    await entry.getByRole('button', { name: 'More about this comment' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await holdsFocus(t, box, 'the text takes the keyboard at once');
    await sees(t, entry.locator('strong').getByText('hoje'), 'what stands there');
    await page.keyboard.type('e amanhã');
    answer('continue');
    await holdsFocus(t, editor, 'the editor has taken over');
    await page.keyboard.type('.');
    await page.keyboard.press('Control+Enter');
    await sees(t, entry.getByText('e amanhã.'), 'it is sent');
    t.match(await newest(), { html: '<p>Olá <strong>hoje</strong></p><p>e amanhã.</p>' });
  });

  await step(t, 'and where it never comes, plain text is sent', async (t) => {
    const answer = await slowly();
    await page.getByRole('button', { name: 'Write a comment' }).click();
    await holdsFocus(t, box, 'the text takes the keyboard at once');
    await page.keyboard.type('Sem rede');
    answer('abort');
    await page.keyboard.type(', mas dito');
    await page.keyboard.press('Control+Enter');
    await sees(t, page.getByRole('listitem').getByText('Sem rede, mas dito'), 'it is sent');
  });
});
