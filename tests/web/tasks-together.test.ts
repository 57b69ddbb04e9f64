import t from 'tap';
import { expectAccessible } from '../support/browser.js';
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
    t.not(await form.getByLabel('Deadline').inputValue(), '', 'and the field tells the same');
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

  await step(t, 'has it for the next step of the deal, in the list and on the board', async (t) => {
    await portal.admin.api('POST', 'crm/deals', { title: 'Corrimão' });
    await go('/crm/deals?view=list');
    await sees(
      t,
      page
        .getByRole('row')
        .filter({ hasText: 'Doze escadas' })
        .getByTitle(/^Medir o vão, .*\d/),
      'the task by its title, and until when',
    );
    const chip = page.getByRole('button', { name: 'Without a next step' });
    await chip.click();
    await misses(t, page.getByRole('row').filter({ hasText: 'Doze escadas' }), 'it is not without one');
    await sees(t, page.getByRole('row').filter({ hasText: 'Corrimão' }).getByText('No next step'), 'another is');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Board' }).click();
    await sees(t, page.getByText('Corrimão'), 'the same on the board');
    await misses(t, page.getByText('Doze escadas'), 'without the one that has one');
    await chip.click();
    await sees(t, page.getByText(/^Medir o vão, /), 'where its card names it');
  });

  await step(t, 'makes a task out of a comment, with the way back to what was said', async (t) => {
    const html = '<p>@Ana, please send the drawings of the oak stairs to the client, and ask for the old price.</p>';
    const { body: comment } = await portal.admin.api('POST', 'comments', { recordType: 'crm.deal', recordId: deal.id, html });
    await go(`/crm/deals/${deal.id}`);
    await sees(
      t,
      page.getByRole('listitem').filter({ hasText: 'Medir o vão' }).getByRole('link', { name: 'Medir o vão' }).first(),
      'and the deal itself, as a link',
    );
    await page.locator(`#comment-${comment.id}`).getByRole('button', { name: 'More about this comment' }).click();
    await page.getByRole('menuitem', { name: 'Make a task' }).click();
    const form = page.getByRole('dialog', { name: 'New task' });
    await sees(t, form.getByText('Whoever sees the task sees this title.'), 'it says what others will read');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Add task' }).click();
    await sees(t, page.getByText(/Ana, please send the drawings of the oak stairs to the…/).first(), 'named by its first words');
    const [made] = (await portal.admin.api('GET', 'tasks/tasks?sort=-createdAt')).body.items;
    t.match(made, { aboutType: 'crm.deal', aboutId: deal.id, description: new RegExp(`/crm/deals/${deal.id}\\?comment=${comment.id}"`) });
    await portal.admin.api('DELETE', `tasks/tasks/${made.id}`);
  });

  await step(t, 'settles it in My day', async (t) => {
    const { body: planned } = await portal.admin.api('POST', 'tasks/tasks', { title: 'Afiar as serras' });
    await portal.admin.api('PUT', `tasks/plan/${planned.id}`, { day: portal.today() });
    await go('/');
    await sees(t, page.getByRole('listitem').filter({ hasText: 'Afiar as serras' }).getByText('Planned for today'), 'what one has planned for today, too');
    const line = page.getByRole('listitem').filter({ hasText: 'Medir o vão' });
    await sees(t, line.getByRole('link', { name: 'Doze escadas' }), 'with what it is about');
    await line.getByRole('button', { name: 'Complete' }).click();
    await misses(t, line, 'and it is gone from there');
    t.equal((await portal.admin.api('GET', 'tasks/tasks/1')).body.state, 'done');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });

  await step(t, 'somebody without a right to pipelines is told why there are no deals', async (t) => {
    const reader = await portal.person('Rui Costa', { grants: { 'crm.deal.read': 'all', 'tasks.task.read': 'own' } });
    const his = await visit(browser, portal.url, { language: 'en', cookie: reader.cookie });
    await his.go('/crm/deals');
    await sees(t, his.page.getByText(/This needs the right to see pipelines/), 'the missing right is said');
    await his.go('/tasks/tasks/1');
    await sees(t, his.page.getByText('It does not exist any more, or you may not see it.'), 'a task of others is not there');
    await misses(t, his.page.getByRole('dialog').getByRole('tab'), 'and has no tabs');
  });

  const edit = async (stage: string) => {
    await go('/settings/pipelines');
    await page.getByRole('button', { name: `Actions: ${stage}`, exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit stage' }).click();
    return page.getByRole('dialog', { name: 'Edit stage' });
  };

  await step(t, 'has a task made when a deal comes into a stage, and the deal moved on when it is done', async (t) => {
    const dialog = await edit('Quote');
    await dialog.getByRole('button', { name: 'Plan a next step by itself' }).click();
    await dialog.getByLabel('Plan a', { exact: true }).selectOption('task');
    await dialog.getByLabel('What to do').fill('Offer for ');
    await dialog.getByRole('button', { name: '{title}' }).click();
    await dialog.getByLabel('When the task is done, move to').selectOption({ label: 'Deposit' });
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await sees(t, page.getByText('Makes a task: Offer for {title} → Deposit'), 'the list says what the rule does');
    const { body } = await portal.admin.api('GET', 'crm/stages?sort=position&pipelineId.empty=false');
    const idOf = (name: string) => body.items.find((stage: { name: string }) => stage.name === name).id;
    await portal.admin.api('POST', `crm/deals/${deal.id}/move`, { stageId: idOf('Quote') });
    await portal.settle();
    const { body: made } = await portal.admin.api('GET', 'tasks/tasks?state=new&q=Offer');
    t.equal(made.items[0].title, 'Offer for Doze escadas');
    await portal.admin.api('POST', `tasks/tasks/${made.items[0].id}/complete`, {});
    await portal.settle();
    await go(`/crm/deals/${deal.id}`);
    const panel = page.getByRole('dialog', { name: 'Doze escadas' });
    await sees(t, panel.getByText('Task of the rule done: moved from “Quote” to “Deposit”'), 'the deal says why it moved');
  });

  await step(t, 'with tasks parked the deal still says in words that something was', async (t) => {
    await go('/settings/modules');
    await page.getByRole('row').filter({ hasText: 'Tasks and projects' }).getByRole('button', { name: /Park/ }).click();
    await sees(t, page.getByText('CRM. The tab “Tasks” disappears from all records'), 'which is said before');
    await sees(t, page.getByText(/^Deals: \d+ with tasks.*nothing in them changes\.$/), 'with how many have some');
    t.equal((await portal.admin.api('POST', 'modules/tasks/park')).status, 200);
    await go(`/crm/deals/${deal.id}`);
    const panel = page.getByRole('dialog', { name: 'Doze escadas' });
    await sees(t, panel.getByText('Something in a module that is off').first(), 'what tasks left behind');
    await misses(t, panel.getByText('timeline.task'), 'no codes');
    const dialog = await edit('Quote');
    await sees(t, dialog.getByText('Tasks and projects is off. The rule is kept'), 'the rule says that it does nothing');
    t.ok(await dialog.getByLabel('What to do').isDisabled(), 'and is grey');
    await expectAccessible(t, page);
    await go('/tasks/tasks');
    await sees(t, page.getByText('“Tasks and projects” is off for now'), 'its own address says so, by name');
    t.match(
      (await portal.admin.api('PATCH', 'session', { language: 'pt-BR' })).body.off,
      [{ id: 'tasks', name: 'Tarefas e projetos' }],
      'in whichever language',
    );
    const noTasks = await portal.person('Lia Prado', { grants: { 'crm.deal.read': 'all' } });
    t.same((await noTasks.api('GET', 'session')).body.off, [], 'to whoever had rights there');
    await expectAccessible(t, page);
  });
});
