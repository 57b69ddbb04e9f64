import t from 'tap';
import { newTask, working } from '../modules/tasks/tasks-portal.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('a task that comes again, and the time that it takes', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['tasks'] });
  const bruno = await portal.person('Bruno Dias', { grants: working('own') });
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { language: 'en', cookie: bruno.cookie });
  const dialog = (name: string) => page.getByRole('dialog', { name });
  const header = page.getByRole('banner').getByRole('group', { name: 'Timer' });
  // A Tuesday far ahead: presets are made of its day.
  const task = await newTask(bruno, { title: 'Contar o caixa', deadlineAt: '2031-06-03T20:00:00.000Z' });

  await step(t, 'has it come again every second week, as a sentence with the days that follow says', async (t) => {
    await go(`/tasks/tasks/${task.id}`);
    const panel = dialog('Contar o caixa');
    await panel.getByRole('group', { name: 'Add' }).getByRole('button', { name: 'Repeat' }).click();
    const form = dialog('Repeat');
    await sees(t, form.getByText('Every week on Tuesday', { exact: true }).last(), 'a way that its day suggests is there at once');
    await sees(t, form.getByText('Tue 10 Jun'), 'with the days that follow');
    await form.getByRole('combobox', { name: 'Repeat' }).selectOption('custom');
    await form.getByLabel('Every', { exact: true }).fill('0');
    await sees(t, form.getByText('A whole number from 1 to 1000.'), 'what is no number is refused beside its field');
    await form.getByLabel('Every', { exact: true }).fill('2');
    await form.getByRole('button', { name: 'Thu' }).click();
    await sees(t, form.getByText('Every second week on Tuesday and Thursday'), 'what is chosen is said');
    await sees(t, form.getByText('Thu 5 Jun'), 'and shown');
    await form.getByLabel('Ends').selectOption('on');
    await form.getByLabel('Last day').fill('2031-06-04');
    await form.getByRole('button', { name: 'Save' }).click();
    await sees(t, form.getByText('never', { exact: false }), 'a rule that never comes is refused beside its field');
    await form.getByLabel('Last day').fill('2032-03-03');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Save' }).click();
    await misses(t, form, 'it is stored');
    await sees(t, panel.getByText('Every second week on Tuesday and Thursday, until 3 March 2032'), 'the task says so');
    const { repeat } = (await bruno.api('GET', `tasks/tasks/${task.id}/repeat`)).body;
    t.match(repeat, { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', until: '2032-03-03', nextOn: '2031-06-05' });
  });

  await step(t, 'stops it, and takes that back', async (t) => {
    const panel = dialog('Contar o caixa');
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await dialog('Stop repeating?').getByRole('button', { name: 'This and all that follow' }).click();
    await sees(t, panel.getByText('Repeats no more'), 'it has ended');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, panel.getByText(/^next on/), 'it comes again');
  });

  await step(t, 'runs one timer, which stands at the top of every page, after a reload and in another tab too', async (t) => {
    const panel = dialog('Contar o caixa');
    await panel.getByRole('button', { name: 'Start timer' }).click();
    await sees(t, panel.getByRole('button', { name: /^Stop timer/ }), 'it runs');
    await go('/tasks/projects');
    await sees(t, header.getByRole('link', { name: /Contar o caixa/ }), 'on another page, fetched anew');
    const other = await visit(browser, portal.url, { language: 'en', cookie: bruno.cookie });
    await other.go('/');
    const stop = other.page.getByRole('banner').getByRole('button', { name: 'Stop timer' });
    await sees(t, stop, 'and in another tab');
    // Two hours later, by the clock of the portal.
    portal.pass(2 * 3_600_000);
    await stop.click();
    await sees(t, other.page.getByText(/^2\sh.* noted on “Contar o caixa”/), 'stopped there, it says what was noted');
    await misses(t, header, 'and here it is gone by itself');
    t.same(other.complaints(), [], 'the browser of the other tab has nothing to complain about');
    await other.page.context().close();
    const { items, minutes } = (await bruno.api('GET', 'tasks/time')).body;
    t.equal(minutes, 120);
    // One entry, or two where it went over midnight.
    for (const { id } of items) await bruno.api('DELETE', `tasks/time/${id}`);
  });

  await step(t, 'takes an estimate as people say it, and shows it the same way', async (t) => {
    const { body: task } = await bruno.api('POST', 'tasks/tasks', { title: 'Pintar o portão' });
    await go(`/tasks/tasks/${task.id}`);
    const panel = page.getByRole('dialog', { name: 'Pintar o portão' });
    await panel.getByRole('button', { name: 'Estimate', exact: true }).click();
    const field = panel.getByRole('textbox', { name: 'Estimate' });
    // A working day has nine hours here.
    for (const [typed, minutes, shown] of [
      ['1h30', 90, /^1\sh\s30\smin$/],
      ['1:45', 105, /^1\sh\s45\smin$/],
      ['90', 90, /^1\sh\s30\smin$/],
      ['2', 120, /^2\sh$/],
      ['1,5 h', 90, /^1\sh\s30\smin$/],
      ['1 dia 30 min', 570, /^1\sd\s30\smin$/],
      ['2 d', 1080, /^2\sd$/],
    ] as const) {
      const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
      await field.fill(typed);
      await field.press('Enter');
      await sees(t, panel.getByText(shown, { exact: true }).first(), `${typed} is taken`);
      t.equal((await (await saved).json()).estimateMinutes, minutes);
      await panel
        .getByRole('button', { name: /Estimate/ })
        .first()
        .click();
    }
    for (const nonsense of ['soon', '2d30', '1h75', '1h75x', '-3']) {
      await field.fill(nonsense);
      await sees(t, panel.getByText('Write a time such as 1h30'), `${nonsense} is refused`);
    }
    await field.press('Escape');
    await bruno.api('DELETE', `tasks/tasks/${task.id}`);
  });

  await step(t, 'fills in the week by typing, and takes back what was taken away', async (t) => {
    await go('/tasks/time');
    await page.getByLabel('Add a task').fill('Contar');
    await page.getByRole('option', { name: 'Contar o caixa' }).click();
    const cell = page.getByRole('table', { name: 'My week' }).getByRole('textbox').last();
    for (const [typed, shown] of [
      ['1h30', '1:30'],
      ['1:45', '1:45'],
      ['90m', '1:30'],
      ['1,25h', '1:15'],
    ] as const) {
      await cell.fill(typed);
      await cell.press('Enter');
      await sees(t, page.getByRole('button', { name: new RegExp(`^Entries of .*: ${shown}$`) }), `${typed} is ${shown}`);
    }
    await cell.fill('soon');
    await cell.press('Enter');
    await sees(t, page.getByText('Write it like 1h30'), 'what is no time is refused');
    await cell.fill('');
    await cell.press('Enter');
    await sees(t, page.getByText(/^1\sh\s15\smin removed/), 'an empty field takes it away');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByRole('button', { name: /^Entries of .*: 1:15$/ }), 'and it can be taken back');
  });

  await step(t, 'makes a secret address for a calendar of one’s own, and removes it', async (t) => {
    await go('/tasks/tasks?view=calendar');
    await page.getByRole('button', { name: 'In my own calendar' }).click();
    const form = dialog('In my own calendar');
    await form.getByRole('button', { name: 'Make a secret address' }).click();
    const address = form.getByRole('textbox', { name: 'Secret address' });
    await sees(t, address, 'it is shown');
    const secret = (await address.inputValue()).split('/').at(-1);
    t.match((await portal.api('GET', `tasks/feed/${secret}`)).body, /BEGIN:VCALENDAR/, 'whoever has it reads the calendar');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Remove' }).click();
    await dialog('Remove the address?').getByRole('button', { name: 'Remove' }).click();
    await sees(t, form.getByRole('button', { name: 'Make a secret address' }), 'there is none any more');
    t.equal((await portal.api('GET', `tasks/feed/${secret}`)).status, 404);
    await page.keyboard.press('Escape');
    await misses(t, form, 'closed');
  });

  await step(t, 'finds it in the report, and may not close days', async (t) => {
    await go('/tasks/time');
    await page.getByRole('button', { name: 'Report' }).click();
    await page.getByLabel('Group by').selectOption('task');
    await page.getByLabel('Period').selectOption('custom');
    await sees(t, page.getByRole('row', { name: /Contar o caixa/ }).getByText('1:15'), 'with its sum');
    t.equal(await page.getByRole('button', { name: 'Close days' }).count(), 0, 'nothing to close days with');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });
});
