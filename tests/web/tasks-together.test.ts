import t from 'tap';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('the tasks of a deal beside the CRM', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['tasks', 'crm'] });
  const { body: deal } = await portal.admin.api('POST', 'crm/deals', { title: 'Doze escadas' });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { language: 'en', cookie: portal.admin.cookie });

  await step(t, 'sets a task about a deal where the deal stands', async (t) => {
    await go(`/crm/deals/${deal.id}?tab=tasks`);
    const panel = page.getByRole('dialog', { name: 'Doze escadas' });
    await panel.getByRole('button', { name: 'New task about this' }).click();
    const form = page.getByRole('dialog', { name: 'New task' });
    await form.getByLabel('Title').fill('Medir o vão today');
    await sees(t, form.getByRole('list', { name: 'Understood' }).getByText('today'), 'the day is understood');
    await page.keyboard.press('Enter');
    await sees(t, panel.getByRole('link', { name: 'Medir o vão' }), 'it stands with the deal');
    await panel.getByRole('tab', { name: 'Overview' }).click();
    await sees(t, panel.getByText('Task added'), 'and on its timeline');
  });

  await step(t, 'finds the deal on the task', async (t) => {
    await go('/tasks/tasks/1');
    const panel = page.getByRole('dialog', { name: 'Medir o vão' });
    await sees(t, panel.getByRole('link', { name: 'Doze escadas' }), 'as a link');
  });

  await step(t, 'settles it in My day', async (t) => {
    await go('/');
    const line = page.getByRole('listitem').filter({ hasText: 'Medir o vão' });
    await sees(t, line.getByRole('link', { name: 'Doze escadas' }), 'with what it is about');
    await line.getByRole('button', { name: 'Complete' }).click();
    await misses(t, line, 'and it is gone from there');
    t.equal((await portal.admin.api('GET', 'tasks/tasks/1')).body.state, 'done');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });

  await step(t, 'with tasks parked the deal still says in words that something was', async (t) => {
    t.equal((await portal.admin.api('POST', 'modules/tasks/park')).status, 200);
    await go(`/crm/deals/${deal.id}`);
    const panel = page.getByRole('dialog', { name: 'Doze escadas' });
    await sees(t, panel.getByText('Something in a module that is off').first(), 'what tasks left behind');
    await misses(t, panel.getByText('timeline.task'), 'no codes');
  });
});
