import type { Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const minute = 60_000;

/** Goes on with Tab until the keyboard is there. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const { activeElement: at } = document;
      return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
    });
    if (here.startsWith(name)) return;
  }
  throw new Error(`Tab does not come to ${name}`);
}

t.test('the inbox, by keyboard', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const bruno = await p.person('Bruno Dias', { role: 'salesperson' });
  const lead = async (title: string) => (await p.admin.api('POST', 'crm/leads', { title, ownerId: bruno.id })).body.id as number;
  const id = await lead('Twelve ladders');
  const plan = async (title: string): Promise<number> => {
    const dueAt = new Date(Date.parse(p.now()) + minute).toISOString();
    const { body } = await bruno.api('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.lead', recordId: id, dueAt });
    p.pass(2 * minute);
    return body.id;
  };
  const activity = async (which: number) => (await bruno.api('GET', `crm/activities/${which}`)).body;
  const call = await plan('Call the school');
  const measure = await plan('Measure the gate');
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, p.url, { cookie: bruno.cookie });
  const row = (title: string) => page.getByRole('listitem').filter({ hasText: title });

  await step(t, 'a reminder pops up, the bell counts it, and it is done on the spot', async (t) => {
    await go('/');
    const bell = page.getByRole('button', { name: 'Inbox, 1 new' });
    await sees(t, bell, 'the lead');
    await sees(t, page.getByRole('link', { name: /^My day\s*2$/ }), 'what needs one today is counted beside My day');
    await p.settle();
    await sees(t, page.getByRole('region').getByText(/Measure the gate/), 'is said on the screen');
    await page.getByRole('button', { name: 'Inbox, 3 new' }).focus();
    await page.keyboard.press('Enter');
    await sees(t, page.getByRole('dialog').getByText(/Call the school/), 'and stands in the inbox');
    await expectAccessible(t, page);
    await tabTo(page, 'Done: ');
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('Marked as done'), 'says so');
    t.ok((await activity(measure)).doneAt);
    await sees(t, page.getByRole('button', { name: 'Inbox, 2 new' }), 'and it is read');
    await page.keyboard.press('Control+z');
    await sees(t, page.getByRole('button', { name: 'Inbox, 3 new' }), 'taken back, it is unread again');
    t.equal((await activity(measure)).doneAt, null);
    await page.keyboard.press('Escape');
    await holdsFocus(t, page.getByRole('button', { name: 'Inbox, 3 new' }), 'Esc goes back to the bell');
  });

  await step(t, 'the page of its own: put off, taken into work, filtered', async (t) => {
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Open the inbox' }).focus();
    await page.keyboard.press('Enter');
    await sees(t, page.getByRole('heading', { name: 'Inbox', level: 1 }), 'is open');
    await expectAccessible(t, page);
    const before = (await activity(call)).dueAt;
    await row('Call the school').getByRole('button', { name: 'Tomorrow: ' }).press('Enter');
    await sees(t, page.getByText('Moved to a later time'), 'is put off');
    t.ok(Date.parse((await activity(call)).dueAt) > Date.parse(before) + 3_600_000);
    const stage = async () => (await bruno.api('GET', `crm/leads/${id}`)).body.stageId;
    const first = await stage();
    await row('Twelve ladders').getByRole('button', { name: 'Take into work: ' }).press('Enter');
    await sees(t, page.getByText('The lead is in work'), 'is taken into work');
    t.not(await stage(), first);
    await sees(t, row('Twelve ladders').getByText('It is now in “In work”.'), 'and says so from now on');
    await misses(t, row('Twelve ladders').getByRole('button', { name: 'Take into work: ' }), 'in place of the step');
    await page.getByRole('radio', { name: /^Unread/ }).press('Space');
    await misses(t, row('Twelve ladders'), 'what was read is left out');
    await sees(t, row('Measure the gate'), 'what was not is there');
    t.match(page.url(), /show=unread/);
    await page.getByRole('combobox', { name: 'Kind of notice' }).selectOption({ label: 'A lead became mine' });
    await sees(t, page.getByRole('heading', { name: 'Nothing of this kind' }), 'says that there is none');
    await expectAccessible(t, page);
    await page.getByRole('radio', { name: 'All' }).press('Space');
    await row('Twelve ladders').getByRole('button', { name: 'Mark as unread: ' }).press('Enter');
    await sees(t, row('Twelve ladders').getByRole('button', { name: 'Mark as read: ' }), 'is unread again');
  });

  await step(t, 'older ones come by scrolling, and all are read at once', async (t) => {
    await Promise.all(Array.from({ length: 45 }, (_, n) => lead(`Order ${n}`)));
    await go('/inbox');
    await sees(t, row('Order '), 'the newest');
    for (let n = 0; n < 12 && !(await row('Twelve ladders').isVisible()); n += 1) {
      const shown = await page.getByRole('listitem').count();
      await page.getByRole('listitem').last().scrollIntoViewIfNeeded();
      if (shown < 48) await page.waitForFunction((count) => document.querySelectorAll('main li').length > count, shown);
    }
    await sees(t, row('Twelve ladders'), 'the oldest');
    await page.getByRole('button', { name: 'Mark all as read' }).press('Enter');
    await sees(t, page.getByRole('button', { name: 'Inbox', exact: true }), 'the bell counts none');
  });

  await step(t, 'how one is told is chosen at once, and kept', async (t) => {
    await page.getByRole('link', { name: 'Choose how you are told' }).press('Enter');
    const line = page.getByRole('checkbox', { name: 'Inbox' }).first();
    await line.press('Space');
    await page.getByRole('checkbox', { name: 'Leave me alone at these hours' }).press('Space');
    await page.getByRole('combobox', { name: 'From' }).selectOption('00:00');
    await page.getByRole('combobox', { name: 'Until' }).selectOption('23:30');
    for (const day of ['Saturday', 'Sunday'])
      await page.getByRole('group', { name: 'On these days' }).first().getByRole('checkbox', { name: day }).press('Space');
    await sees(t, page.getByText('Everything is saved.'), 'is saved');
    await expectAccessible(t, page);
    await page.reload();
    await sees(t, page.getByRole('combobox', { name: 'Until' }), 'quiet hours');
    t.notOk(await line.isChecked());
    const { kinds, quiet } = (await bruno.api('GET', 'notices/settings')).body;
    t.same(quiet, { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:30' });
    t.match(kinds[0], { id: 'crm.lead', portal: false, own: true });
    await page.getByRole('button', { name: /^As the company has it: / }).press('Enter');
    await misses(t, page.getByRole('button', { name: /^As the company has it: / }), 'one’s own choice is taken back');
    // The button goes at once; how the company has it, the answer says.
    await sees(t, line.and(page.locator(':checked')), 'and the company’s holds');
    t.same(complaints(), []);
  });
});

t.test('the inbox on a phone, in Portuguese', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'], language: 'pt-BR' });
  const bruno = await p.person('Bruno Dias', { role: 'salesperson' });
  const title = async (name: string) => (await p.admin.api('POST', 'crm/leads', { title: name, ownerId: bruno.id })).body.id as number;
  const id = await title('Doze escadas');
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, p.url, { cookie: bruno.cookie, language: 'pt-BR', phone: true, dark: true });

  await step(t, 'what is new since the last visit stands in My day', async (t) => {
    await go('/');
    await sees(t, page.getByText('Nada de novo'), 'nothing at first');
    await expectAccessible(t, page);
    p.pass(31 * minute);
    await p.admin.api('PATCH', `crm/leads/${id}`, { comments: 'Antes de sexta.' });
    await page.reload();
    const news = page.getByRole('region', { name: 'Novidades' });
    await sees(t, news.getByText(/Ana Souza mudou: “Comentários”/), 'who changed what');
    await expectAccessible(t, page);
    await page.reload();
    await sees(t, news.getByRole('link', { name: 'Doze escadas' }), 'outlasts a reload');
    await news.getByRole('button', { name: 'Li tudo' }).tap();
    await misses(t, news.getByRole('link', { name: 'Doze escadas' }), 'until it is read');
  });

  await step(t, 'the bell leads to the record and to the inbox', async (t) => {
    await page.getByRole('button', { name: 'Avisos, 1 novo' }).tap();
    await page.getByRole('link', { name: 'Ver todos os avisos' }).tap();
    await sees(t, page.getByRole('heading', { name: 'Avisos', level: 1 }), 'the inbox');
    await expectAccessible(t, page);
    await page
      .getByRole('button', { name: /Lead para você: Doze escadas$/ })
      .first()
      .tap();
    await page.waitForURL(new RegExp(`/crm/leads/${id}$`));
    await sees(t, page.getByRole('button', { name: 'Avisos', exact: true }), 'it is read');
    t.same(complaints(), []);
  });
});
