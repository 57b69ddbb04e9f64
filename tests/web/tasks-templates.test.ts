import { join } from 'node:path';
import t from 'tap';
import { productPath } from '../core/imports-fixtures.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('what comes again is kept as a template, what is elsewhere comes along', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['tasks', 'crm'] });
  const { admin } = portal;
  const { body: deal } = await admin.api('POST', 'crm/deals', { title: 'Gates' });
  const { body: task } = await admin.api('POST', 'tasks/tasks', { title: 'Visit the site', deadlineAt: '2031-05-20T17:00:00Z' });
  await admin.api('POST', 'tasks/tasks', { title: 'Take the measures', parentId: task.id });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { language: 'en', cookie: admin.cookie });

  await step(t, 'saves a task with its subtasks', async (t) => {
    await go(`/tasks/tasks/${task.id}`);
    const panel = page.getByRole('dialog', { name: 'Visit the site' });
    await panel.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Save as template' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save as template' });
    await dialog.getByLabel('Name').fill('Site visit');
    await expectAccessible(t, page);
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('“Site visit” is a template now'), 'says so');
  });

  await step(t, 'edits it, and takes back that it was deleted', async (t) => {
    await go('/tasks/templates');
    const menu = () => page.getByRole('button', { name: 'Actions: Site visit' }).click();
    await menu();
    await page.getByRole('menuitem', { name: 'Edit template' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit template' });
    await dialog.getByLabel('“Take the measures” is due in so many working days').fill('3');
    await dialog.getByRole('button', { name: 'More about “Take the measures”' }).click();
    const more = dialog.getByRole('group', { name: 'More about “Take the measures”' });
    await more.getByLabel('Starts (days)').fill('1');
    await more.getByLabel('Checklist').fill('Tools\n  Ruler');
    await dialog.getByRole('button', { name: 'Add a task' }).click();
    await dialog.getByLabel('Title of task 3').fill('Write the report');
    await dialog.getByRole('checkbox', { name: /Shared with everybody/ }).check();
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await sees(t, page.getByText('Shared', { exact: true }), 'it is shared');
    await menu();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await sees(t, page.getByText('No templates yet'), 'it is gone');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByRole('cell', { name: 'Site visit' }), 'and is back');
  });

  await step(t, 'makes tasks of it about a deal', async (t) => {
    await go(`/crm/deals/${deal.id}?tab=tasks`);
    await page.getByRole('button', { name: 'New task about this' }).click();
    await page.getByRole('button', { name: 'From a template…' }).click();
    const dialog = page.getByRole('dialog', { name: 'New from a template' });
    await dialog.getByLabel('First day').fill('2031-05-19');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Add task' }).click();
    await misses(t, dialog, 'it is made');
    await sees(t, page.getByRole('link', { name: 'Visit the site' }), 'and stands with the deal');
    const { body } = await admin.api('GET', `tasks/tasks?aboutType=crm.deal&aboutId=${deal.id}`);
    const below = await admin.api('GET', `tasks/tasks?parentId=${body.items[0].id}`);
    const measures = below.body.items.find(({ title }: { title: string }) => title === 'Take the measures');
    t.match(measures, { plannedStartAt: /^2031-05-20/, deadlineAt: /^2031-05-22/, checkCount: 2 }, 'with what was added to the template');
    t.ok(
      below.body.items.some(({ title }: { title: string }) => title === 'Write the report'),
      'and the task that was',
    );
  });

  await step(t, 'brings a board of another system, and takes it back', async (t) => {
    await admin.api('POST', 'modules/crm/park');
    await go('/tasks/import?kind=tasks');
    const board = join(productPath('tests/modules/tasks/fixtures'), 'board.json');
    await page.locator('input[type=file]').setInputFiles(board);
    await sees(t, page.getByText('Recognised as a board of Trello'), 'says what it is');
    await sees(t, page.getByRole('cell', { name: 'Embalar' }), 'and what is in it');
    const also = page.getByRole('checkbox', { name: 'Also the 2 archived cards' });
    await also.check();
    await sees(t, page.getByRole('button', { name: 'Import 6 rows' }), 'what was archived comes on request');
    await also.uncheck();
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Import 4 rows' }).click();
    await misses(t, page.getByRole('button', { name: 'Import 4 rows' }), 'it is on its way');
    await portal.settle();
    await sees(t, page.getByText('4 new').first(), 'all are in');
    await sees(t, page.getByText('Projects added: 1'), 'and what came along');
    const { body: tasks } = await admin.api('GET', 'tasks/tasks?limit=200');
    t.ok(tasks.items.some(({ title }: { title: string }) => title === 'Embalar'));
    await page.getByRole('button', { name: 'Take back board.json' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await misses(t, page.getByRole('dialog'), 'after asking');
    await portal.settle();
    await sees(t, page.getByText(/Taken back. In the bin: 5/).first(), 'and says what went');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });
});
