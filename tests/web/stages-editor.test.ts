import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal, type TestPortal } from '../support/portal.js';

const stagesOf = async (portal: TestPortal): Promise<{ id: number; name: string; pipelineId: number | null }[]> =>
  (await portal.admin.api('GET', 'crm/stages?limit=200&sort=position')).body.items;
const dealStages = async (portal: TestPortal) => (await stagesOf(portal)).filter(({ pipelineId }) => pipelineId !== null).map(({ name }) => name);

t.test('an administrator arranges how deals go', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: portal.admin.cookie });
  const { page, go } = office;
  const list = page.getByRole('list', { name: 'Stages: Sales' });
  const names = () =>
    list.getByRole('button', { name: /^Move / }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.replace('Move ', '') ?? ''));
  const stored = async (t: Test, wanted: string[], words: string) => {
    // What is on the screen is stored a moment later.
    for (let turn = 0; turn < 400 && (await dealStages(portal)).join() !== wanted.join(); turn += 1) await page.waitForTimeout(50);
    t.same(await dealStages(portal), wanted, words);
  };
  const menu = async (name: string, entry: string) => {
    await page.getByRole('button', { name: `Actions: ${name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  type Test = Parameters<Parameters<typeof step>[2]>[0];

  await step(t, 'moves a stage with the keyboard', async (t) => {
    await go('/settings/pipelines');
    await office.follows('crm.stage');
    const handle = list.getByRole('button', { name: 'Move Quote' });
    await handle.focus();
    await page.keyboard.press('Space');
    await sees(t, page.getByText(/^Quote lifted, place 3 of 8/), 'says that it is lifted');
    await page.keyboard.press('ArrowUp');
    await sees(t, page.getByText('Quote: place 2 of 8'), 'and where it would come');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    t.same((await names()).slice(0, 3), ['New', 'Preparation', 'Quote'], 'Escape leaves it');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await stored(t, ['New', 'Quote', 'Preparation', 'Deposit', 'In progress', 'Final invoice', 'Won', 'Lost'], 'it stands one place before');
    await holdsFocus(t, list.getByRole('button', { name: 'Move Quote' }), 'and the focus is with it');
  });

  await step(t, 'moves it back with the mouse', async (t) => {
    const from = await list.getByRole('button', { name: 'Move Quote' }).boundingBox();
    const to = await list.getByRole('button', { name: 'Move Preparation' }).boundingBox();
    if (!from || !to) throw new Error('The handles are not there');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height - 4, { steps: 4 });
    await page.mouse.up();
    await stored(t, ['New', 'Preparation', 'Quote', 'Deposit', 'In progress', 'Final invoice', 'Won', 'Lost'], 'it stands where it stood');
  });

  await step(t, 'takes each move back in its toast', async (t) => {
    const undo = (words: string) => page.locator('section[aria-live] > *').filter({ hasText: words }).getByRole('button', { name: 'Undo' }).click();
    await undo('Quote is now at place 3 of 8');
    await stored(t, ['New', 'Quote', 'Preparation', 'Deposit', 'In progress', 'Final invoice', 'Won', 'Lost'], 'the last one');
    await undo('Quote is now at place 2 of 8');
    await stored(t, ['New', 'Preparation', 'Quote', 'Deposit', 'In progress', 'Final invoice', 'Won', 'Lost'], 'and the one before');
    const pipelines = page.getByRole('list', { name: 'Pipelines' });
    await sees(t, pipelines.getByText('Sales'), 'where there is one pipeline');
    t.equal(await pipelines.getByRole('button', { name: /^Move / }).count(), 0, 'there is nothing to move');
  });

  await step(t, 'adds a second stage for what is lost, in its colour', async (t) => {
    await page.getByRole('button', { name: 'Add stage' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add stage' });
    await dialog.getByRole('button', { name: 'Add stage' }).click();
    await sees(t, dialog.getByText('Give it a name.'), 'a name is needed');
    await dialog.getByLabel('Name of the stage').fill('Not for us');
    await dialog.getByRole('radio', { name: 'Red' }).check({ force: true });
    await dialog.getByLabel('What it means').selectOption('lost');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Add stage' }).click();
    await sees(t, list.getByText('Not for us'), 'it stands in the list');
    t.equal((await dealStages(portal)).at(-1), 'Not for us');
  });

  await step(t, 'is asked when somebody else has changed the same', async (t) => {
    const stage = (await stagesOf(portal)).find(({ name }) => name === 'Not for us');
    await menu('Not for us', 'Edit stage');
    const dialog = page.getByRole('dialog', { name: 'Edit stage' });
    await dialog.getByLabel('Name of the stage').fill('Mine');
    await portal.admin.api('PATCH', `crm/stages/${stage?.id}`, { name: 'Theirs' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('dialog').filter({ hasText: 'Theirs' });
    await sees(t, conflict, 'both versions stand side by side');
    await expectAccessible(t, page);
    await conflict.getByRole('radio').first().check();
    await conflict.getByRole('button', { name: /Save/ }).click();
    await sees(t, list.getByText('Mine', { exact: true }), 'the one that was chosen is stored');
  });

  await step(t, 'deletes a stage with deals after saying where they go', async (t) => {
    const quote = (await stagesOf(portal)).find(({ name }) => name === 'Quote');
    for (const title of ['a', 'b']) await portal.admin.api('POST', 'crm/deals', { title, stageId: quote?.id });
    await go('/settings/pipelines');
    await sees(t, list.getByText('2 records'), 'says how many there are');
    await menu('Quote', 'Delete stage');
    const dialog = page.getByRole('dialog', { name: 'Delete stage “Quote”?' });
    await sees(t, dialog.getByText('2 records stand here. They are moved first.'), 'asks where they go');
    await expectAccessible(t, page);
    const target = dialog.getByLabel('Where they go');
    const before = (await stagesOf(portal)).find(({ name }) => name === 'Preparation');
    t.equal(await target.inputValue(), String(before?.id), 'proposes the stage before it');
    await target.selectOption({ label: 'Deposit' });
    await dialog.getByRole('button', { name: 'Move and delete' }).click();
    await misses(t, list.getByText('Quote', { exact: true }), 'it is gone');
    const deposit = (await stagesOf(portal)).find(({ name }) => name === 'Deposit');
    t.same(
      (await portal.admin.api('GET', 'crm/deals')).body.items.map(({ stageId }: { stageId: number }) => stageId),
      [deposit?.id, deposit?.id],
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, list.getByText('Quote', { exact: true }), 'until that is undone');
    await sees(t, list.getByText('2 records'), 'with what stood in it');
    await menu('Preparation', 'Delete stage');
    await misses(t, list.getByText('Preparation', { exact: true }), 'an empty one goes at once');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, list.getByText('Preparation', { exact: true }), 'and comes back');
  });

  await step(t, 'keeps the words that records choose from', async (t) => {
    await portal.admin.api('POST', 'crm/leads', { title: 'L', sourceId: (await portal.admin.api('GET', 'crm/sources?sort=position')).body.items[1].id });
    await go('/settings/dictionaries');
    const sources = page.getByRole('list', { name: 'Sources' });
    await sees(t, sources.getByText('1 record'), 'says how many records have it');
    await page.getByRole('button', { name: 'Add source' }).click();
    await page.getByRole('dialog', { name: 'Add source' }).getByLabel('Name').fill('Podcast');
    await page.keyboard.press('Enter');
    await sees(t, sources.getByText('Podcast'), 'a new one stands at the end');
    await menu('Referral', 'Take out of use');
    await misses(t, sources.getByText('Referral'), 'a retired one is offered no more');
    await page.getByText('1 out of use').click();
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Use again: Referral' }).click();
    await sees(t, sources.getByText('Referral'), 'until it is used again');
    await menu('Referral', 'Merge into…');
    const merging = page.getByRole('dialog', { name: 'Merge “Referral” into another' });
    await sees(t, merging.getByText('1 record names it'), 'says what changes');
    await merging.getByLabel('Into').selectOption({ label: 'Podcast' });
    await expectAccessible(t, page);
    await merging.getByRole('button', { name: 'Merge', exact: true }).click();
    await sees(t, page.getByText('“Referral” is now “Podcast”'), 'two are one');
    await sees(t, sources.getByRole('listitem').filter({ hasText: 'Podcast' }).getByText('1 record'), 'with the records of both');
    const toast = page.locator('section[aria-live] > *').filter({ hasText: '“Referral” is now “Podcast”' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByText('“Referral” is in use again, 1 record names it as before.'), 'until that is undone');
    await sees(t, sources.getByRole('listitem').filter({ hasText: 'Referral' }).getByText('1 record'), 'with what named it');
  });

  await step(t, 'the choice of a pipeline stands behind the sections, whichever came first', async (t) => {
    await portal.admin.api('POST', 'crm/pipelines', { name: 'Repairs' });
    const choice = page.getByRole('combobox', { name: 'Pipeline' });
    const isBehind = () => choice.evaluate((field) => field.closest('header')?.querySelector('nav')?.compareDocumentPosition(field));
    await go('/crm/deals');
    await choice.waitFor();
    t.equal(await isBehind(), 4, 'where the pipelines come later');
    await page.getByRole('navigation', { name: 'Sections of the CRM' }).getByRole('link', { name: 'Contacts' }).click();
    await misses(t, choice, 'elsewhere there is none');
    await page.getByRole('navigation', { name: 'Sections of the CRM' }).getByRole('link', { name: 'Deals' }).click();
    await choice.waitFor();
    t.equal(await isBehind(), 4, 'where they are known');
    await go('/crm/deals?view=list');
    await choice.waitFor();
    const first = page.getByRole('row').nth(1);
    await first.focus();
    await page.keyboard.press('Space');
    const toolbar = page.getByRole('toolbar', { name: 'Selection' });
    await sees(t, toolbar, 'what is chosen beside it');
    await page.keyboard.press('Escape');
    await misses(t, toolbar, 'is let go by Escape, closed as it is');
  });
});
