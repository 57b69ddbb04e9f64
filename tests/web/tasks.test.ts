import t from 'tap';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('a small project with tasks alone: set, understood, handed out, done and accepted', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['tasks'] });
  const bruno = await portal.person('Bruno Dias', { role: 'employee' });
  const browser = await browserFor(t);
  const { page, go, rest, complaints } = await visit(browser, portal.url, { language: 'en', cookie: portal.admin.cookie });
  const dialog = (name: string) => page.getByRole('dialog', { name });

  await step(t, 'begins a project', async (t) => {
    await go('/tasks/projects');
    await page.getByRole('button', { name: 'New project' }).first().click();
    await dialog('New project').getByLabel('Name').fill('Mudança');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tasks/projects/1');
    await sees(t, page.getByRole('group', { name: 'Board' }).getByText('To do'), 'it has a board');
    await page.getByRole('button', { name: 'Actions for the project' }).click();
    await page.getByRole('menuitem', { name: 'Stages of the board' }).click();
    const limit = dialog('Stages of the board').getByRole('spinbutton', { name: 'Limit' }).first();
    await limit.fill('-3');
    await page.keyboard.press('Enter');
    await sees(t, dialog('Stages of the board').getByText('A limit is a whole number from 1 to'), 'a limit below one is refused, not made another');
    await holdsFocus(t, limit, 'and is where the keyboard is');
    await limit.fill('4');
    await page.keyboard.press('Enter');
    await misses(t, dialog('Stages of the board'), 'stored by Enter');
  });

  await step(t, 'writes a task in one line with the keyboard alone', async (t) => {
    await sees(t, page.getByRole('heading', { name: 'Mudança' }), 'the project is open');
    await page.keyboard.press('n');
    const form = dialog('New task');
    await holdsFocus(t, form.getByLabel('Title'), 'the form is open, and the keyboard in it');
    await page.keyboard.type('Pedir as chaves tomorrow 15h #loja @bruno !high');
    const understood = form.getByRole('list', { name: 'Understood' });
    for (const words of ['tomorrow, 15:00', '#loja', 'Bruno Dias', 'High']) await sees(t, understood.getByText(words), `${words} is understood`);
    await page.keyboard.press('Enter');
    await misses(t, form, 'it is stored');
    await sees(t, page.getByRole('group', { name: 'Board' }).getByText('Pedir as chaves'), 'and stands on the board of the project that is open');
    const { items } = (await portal.admin.api('GET', 'tasks/tasks')).body;
    t.match(items, [{ title: 'Pedir as chaves', tags: ['loja'], projectId: 1, ownerId: bruno.id, creatorId: 1, priority: 'high' }]);
  });

  await step(t, 'asks to accept the result, and sees only what is used', async (t) => {
    await page.getByRole('group', { name: 'Board' }).getByText('Pedir as chaves').click();
    const panel = dialog('Pedir as chaves');
    await panel.getByRole('group', { name: 'Add' }).getByRole('button', { name: 'Acceptance of the result' }).click();
    await misses(t, panel.getByRole('group', { name: 'Add' }).getByRole('button', { name: 'Acceptance of the result' }), 'offered no more');
    await panel.getByRole('group', { name: 'Add' }).getByRole('button', { name: 'Checklist' }).click();
    await panel.getByLabel('New point').fill('Pegar o recibo @bruno !high');
    await sees(t, panel.getByRole('list', { name: 'Understood' }).getByText('Bruno Dias'), 'who is named is understood');
    await page.keyboard.press('Enter');
    await panel.getByRole('checkbox', { name: 'Pegar o recibo !high' }).check();
    await sees(t, panel.getByText('1/1'), 'a point of the checklist is ticked');
    t.equal((await portal.admin.api('GET', 'tasks/tasks/1/checks')).body.items[0].personId, bruno.id, 'and is his; what a point has not stays a word');
  });

  await step(t, 'the other one completes it, and the result waits for acceptance', async (t) => {
    t.equal((await bruno.api('POST', 'tasks/tasks/1/start', {})).status, 200);
    const second = await visit(browser, portal.url, { language: 'en', cookie: bruno.cookie });
    await second.go('/tasks/tasks');
    await second.page.getByRole('button', { name: 'Unread · 1' }).click();
    await second.page.waitForURL('**unread=1');
    const read = second.page.waitForResponse((answer) => answer.url().endsWith('/notices/read'));
    await second.page.getByText('Pedir as chaves').first().click();
    const panel = second.page.getByRole('dialog', { name: 'Pedir as chaves' });
    await sees(t, panel.getByText('In progress'), 'it is under way');
    await read;
    t.same((await bruno.api('GET', 'notices/about?recordType=tasks.task')).body, { ids: [] }, 'whoever has it open has read what was told about it');
    await panel.getByRole('button', { name: 'Complete' }).click();
    await sees(t, panel.getByText('Waiting for acceptance'), 'it waits');
    t.same(second.complaints(), [], 'the browser of the other one has nothing to complain about');
  });

  await step(t, 'sees it live, and what is open to them', async (t) => {
    const panel = dialog('Pedir as chaves');
    await sees(t, panel.getByText('Waiting for acceptance'), 'the panel followed');
    await panel.getByRole('button', { name: 'Accept result' }).click();
    await sees(t, panel.getByText('Done').first(), 'it is done');
    await page.keyboard.press('Escape');
    await misses(t, panel, 'the panel is closed');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });

  await step(t, 'moves a deadline on the board by keyboard, and takes it back', async (t) => {
    await portal.admin.api('POST', 'tasks/tasks', { title: 'Pintar a parede' });
    await go('/tasks/tasks?view=deadlines');
    const card = page.getByRole('link', { name: /Pintar a parede/ }).or(page.locator('[data-card]').filter({ hasText: 'Pintar a parede' }));
    await card.first().focus();
    for (const key of [' ', 'ArrowLeft', ' ']) await page.keyboard.press(key);
    await sees(t, page.getByText(/“Pintar a parede” is now due/), 'it has a deadline now');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.locator('[data-column="none"]').getByText('Pintar a parede'), 'and none again');
  });

  await step(t, 'gives the focus back to where it was, from a dialog and from the panel', async (t) => {
    await go('/tasks/tasks');
    const line = page.getByRole('link', { name: 'Pintar a parede' });
    await line.focus();
    await page.keyboard.press('Enter');
    await portal.admin.api('PATCH', 'tasks/tasks/2', { description: '<p>Duas <strong>demãos</strong></p>' });
    await dialog('Pintar a parede').getByRole('tab', { name: 'History' }).click();
    await sees(t, dialog('Pintar a parede').getByText('Duas demãos'), 'the history tells the words of the description');
    t.equal(await dialog('Pintar a parede').getByText('<p>').count(), 0, 'and no marks');
    await dialog('Pintar a parede').getByRole('tab', { name: 'Overview' }).click();
    const putOff = dialog('Pintar a parede').getByRole('button', { name: 'Put off' });
    await putOff.focus();
    await page.keyboard.press('Enter');
    await sees(t, dialog('Put the task off'), 'it is asked until when');
    await page.keyboard.press('Escape');
    await holdsFocus(t, putOff, 'what had opened the dialog holds it again');
    await page.keyboard.press('Escape');
    await holdsFocus(t, line, 'and so does the line of the list');
  });

  await step(t, 'marks a favourite, which stands first and is a filter', async (t) => {
    const { id } = (await portal.admin.api('POST', 'tasks/tasks', { title: 'Regar as plantas', priority: 'urgent' })).body;
    await portal.admin.api('POST', 'tasks/tasks', { title: 'Comprar o vaso', parentId: id });
    await go(`/tasks/tasks/${id}`);
    await dialog('Regar as plantas').getByRole('button', { name: 'More actions', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Favourite' }).click();
    await go('/tasks/tasks');
    await sees(t, page.getByRole('region', { name: 'Favourites' }).getByText('Urgent'), 'it stands first, with its priority in words');
    await sees(t, page.getByRole('listitem').filter({ hasText: 'Comprar o vaso' }).getByText('Regar as plantas'), 'a subtask names what it is a part of');
    await page.getByRole('button', { name: 'Favourites' }).click();
    await misses(t, page.getByText('Comprar o vaso'), 'the others are out');
    t.same((await bruno.api('GET', 'tasks/marks')).body.favourites, [], 'nobody else has it');
    await portal.admin.api('DELETE', `tasks/tasks/${id}`);
  });

  await step(t, 'is exported by its command, also where it is shown in groups', async (t) => {
    const ask = async (): Promise<void> => {
      await page.keyboard.press('Control+k');
      await dialog('Search').getByRole('combobox').fill('Export tasks');
      await dialog('Search').getByRole('option', { name: 'Export tasks' }).click();
    };
    await go('/tasks/tasks');
    await rest();
    await ask();
    await sees(t, page.getByRole('menuitem', { name: 'Export as CSV' }), 'the menu is open');
    await go('/tasks/tasks?q=Nothing+called+so');
    await rest();
    await ask();
    await sees(t, page.getByText('There is nothing to export in this list.'), 'an empty list says so');
  });

  await step(t, 'offers no circle on a task that is only read', async (t) => {
    const hers = { title: 'Contar as caixas', projectId: 1 };
    t.equal((await portal.admin.api('POST', 'tasks/tasks', hers)).status, 201);
    t.equal((await portal.admin.api('POST', 'tasks/tasks', { ...hers, title: 'Levar as caixas', ownerId: bruno.id })).status, 201);
    const second = await visit(browser, portal.url, { language: 'en', cookie: bruno.cookie });
    await second.go('/tasks/projects/1?view=list');
    await sees(t, second.page.getByRole('button', { name: 'Complete “Levar as caixas”' }), 'on what is for him');
    await sees(t, second.page.getByRole('link', { name: 'Contar as caixas' }), 'the other one he may see');
    await misses(t, second.page.getByRole('button', { name: 'Complete “Contar as caixas”' }), 'and not complete');
    t.same(second.complaints(), [], 'the browser of the other one has nothing to complain about');
  });

  await step(t, 'completes in the list with one press, with a way back', async (t) => {
    const { items } = (await portal.admin.api('GET', 'tasks/tasks')).body;
    for (const { id, title } of items) if (title !== 'Pintar a parede') await portal.admin.api('DELETE', `tasks/tasks/${id}`);
    await go('/tasks/tasks');
    await page.getByRole('button', { name: 'Complete “Pintar a parede”' }).click();
    await sees(t, page.getByText('“Pintar a parede” is done'), 'says so');
    await misses(t, page.getByRole('link', { name: 'Pintar a parede' }), 'and it leaves the list');
    await sees(t, page.getByRole('heading', { name: 'Nothing is open' }), 'which does not say that there was no task yet');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByRole('link', { name: 'Pintar a parede' }), 'it is open again');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });
});
