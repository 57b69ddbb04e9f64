import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, rawTexts, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('the calendar of activities', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite' });
  const { admin } = portal;
  const nextWeek = portal.today(7);
  const make = async (path: string, draft: object) => (await admin.api('POST', path, draft)).body as { id: number };
  const deal = await make('crm/deals', { title: 'Forty doors' });
  const plan = (title: string, dueAt: string, more: object = {}) =>
    make('crm/activities', { kind: 'call', title, dueAt, recordType: 'crm.deal', recordId: deal.id, ...more });
  const dueOf = async (id: number) => (await admin.api('GET', `crm/activities/${id}`)).body.dueAt as string;
  // Half past eleven in São Paulo, where the company is; the browser stands in London.
  const call = await plan('Call Bia', `${nextWeek}T14:30:00.000Z`);
  const seller = await portal.person('Bruno Lima', { role: 'salesperson' });
  await plan('Visit of Bruno', `${nextWeek}T17:00:00.000Z`, { kind: 'meeting', ownerId: seller.id });
  const browser = await browserFor(t);
  const { page, go, complaints, follows } = await visit(browser, portal.url, { cookie: admin.cookie });
  const entry = (title: string) => page.getByRole('region', { name: 'Calendar' }).getByText(title);
  const isStored = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await page.waitForTimeout(50);
  };

  await step(t, 'shows one’s own at the hour of the person’s zone, and everybody’s when asked', async (t) => {
    await go(`/crm/activities?view=week&day=${nextWeek}`);
    await sees(t, entry('Call Bia'), 'what is due stands in its week');
    await sees(t, page.getByRole('link', { name: /^Mon \d+, \d+ \w+ \d+$/ }), 'a column is named by what is seen and its whole date');
    await sees(t, entry('11:30'), 'at the hour that it is where the person is');
    t.equal(await entry('Visit of Bruno').count(), 0);
    await expectAccessible(t, page);
    await page.getByRole('button', { name: "Everybody's" }).click();
    await sees(t, entry('Visit of Bruno'), 'and that of others');
    t.match(page.url(), /who=all/, 'as the address says');
    await page.reload();
    await sees(t, entry('Visit of Bruno'), 'also after a reload');
  });

  await step(t, 'is walked by keyboard: turn the week, open an activity, tick it off, take that back', async (t) => {
    await page.getByRole('button', { name: 'Next week' }).press('Enter');
    await page.getByRole('button', { name: 'Week before' }).press('Enter');
    await page.getByRole('button', { name: 'Call Bia' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Call Bia' });
    await sees(t, dialog.getByRole('link', { name: 'Forty doors' }), 'it leads to its deal');
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Done' }).press('Enter');
    await isStored(async () => (await admin.api('GET', `crm/activities/${call.id}`)).body.doneAt !== null);
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await isStored(async () => (await admin.api('GET', `crm/activities/${call.id}`)).body.doneAt === null);
    t.pass('both are stored');
  });

  await step(t, 'an entry is drawn to another day, and back by undo', async (t) => {
    await go(`/crm/activities?view=month&day=${nextWeek}`);
    const before = await dueOf(call.id);
    await sees(t, entry('Call Bia'), 'it is there');
    const from = await entry('Call Bia').boundingBox();
    const other = nextWeek.endsWith('-15') ? '16' : '15';
    const to = await page
      .locator(`[data-date="${nextWeek.slice(0, 8)}${other}"]`)
      .first()
      .boundingBox();
    if (!from || !to) throw new Error('nothing to drag');
    await page.mouse.move(from.x + 10, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 });
    await page.mouse.up();
    await isStored(async () => (await dueOf(call.id)) === `${nextWeek.slice(0, 8)}${other}T14:30:00.000Z`);
    await page.getByRole('button', { name: 'Undo' }).click();
    await isStored(async () => (await dueOf(call.id)) === before);
    t.pass('the hour stays, the day changes');
  });

  await step(t, 'something new is planned from the calendar, and what others plan comes by itself', async (t) => {
    await go(`/crm/activities?view=week&day=${nextWeek}&new=1`);
    const form = page.getByRole('dialog', { name: 'New activity' });
    await form.getByLabel('Title').fill('Send the offer');
    await form.getByLabel('When').fill('15 Jan 2020 3pm');
    await sees(t, form.getByText('This is already past.'), 'a time that is over is said to be so');
    await form.getByLabel('When').fill(`${nextWeek}T15:00`);
    await form.getByLabel('For a').selectOption({ label: 'Deal' });
    await form.getByLabel('Which one').fill('Forty');
    await page.getByRole('option', { name: 'Forty doors' }).click();
    await form.getByRole('button', { name: 'Plan it' }).click();
    await sees(t, entry('Send the offer'), 'it stands in the calendar');
    await follows('crm.activity');
    await plan('From elsewhere', `${nextWeek}T20:00:00.000Z`);
    await sees(t, entry('From elsewhere'), 'without a reload');
    t.same(complaints(), []);
  });

  await step(t, 'on a phone it is a list, in Portuguese', async (t) => {
    await admin.api('PATCH', 'session', { language: 'pt-BR' });
    const phone = await visit(browser, portal.url, { language: 'pt-BR', phone: true, dark: true, cookie: admin.cookie });
    await phone.go(`/crm/activities?day=${nextWeek}`);
    await sees(t, phone.page.getByText('Call Bia'), 'the week as a list');
    t.same(await rawTexts(phone.page), []);
    await expectAccessible(t, phone.page);
    t.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
    await phone.page.getByText('Call Bia').click();
    await sees(t, phone.page.getByRole('button', { name: 'Feito' }), 'and each can be ticked off');
    await expectAccessible(t, phone.page);
    t.same(phone.complaints(), []);
  });
});
