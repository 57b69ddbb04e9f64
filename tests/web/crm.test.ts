import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, messageOf, misses, rawTexts, sees, step, visit, writeComment } from '../support/pages.js';
import { password, startPortal } from '../support/portal.js';

const card = (page: Page, title: string): Locator => page.getByRole('group', { name: title, exact: true });
/** A stage of the board, by its heading. */
const column = (page: Page, name: string): Locator => page.getByRole('region', { name: new RegExp(`^${name}\\b`) });
const panel = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title });

t.test('a lead becomes a deal', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const browser = await browserFor(t);
  const { page, go, rest, complaints } = await visit(browser, portal.url);

  await step(t, 'sign-in tells nobody which part was wrong', async (t) => {
    await go('/crm/leads');
    const email = page.getByLabel('E-mail');
    await holdsFocus(t, email, 'the e-mail can be typed at once');
    await expectAccessible(t, page);
    const refusals: string[] = [];
    for (const [address, secret] of [
      ['ana@aurora.example', 'not my password'],
      ['nobody@aurora.example', password],
    ] as const) {
      await email.fill(address);
      await page.getByLabel('Password', { exact: true }).fill(secret);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Sign in' }).isEnabled();
      await sees(t, page.getByRole('alert'), 'is refused');
      refusals.push((await page.getByRole('alert').textContent()) ?? '');
    }
    t.equal(refusals[0], 'E-mail and password do not fit together. Please look at both once more.');
    t.equal(refusals[1], refusals[0], 'in the same words for an unknown person');
    await email.fill('ana@aurora.example');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await sees(t, page.getByRole('heading', { name: 'Leads', level: 1 }), 'leads to the page that was asked for');
  });

  const form = page.getByRole('dialog', { name: 'New lead' });
  const begin = () => page.getByRole('button', { name: 'New lead' }).first().click();
  await step(t, 'the first lead', async (t) => {
    await sees(t, page.getByText('No leads yet'), 'an empty page says what it is for');
    await expectAccessible(t, page);
    await begin();
    const title = form.getByLabel('Title', { exact: true });
    await holdsFocus(t, title, 'the form begins at its first field');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Add lead' }).click();
    t.equal(await messageOf(title), 'This is needed.', 'a missing title is named beside its field');
    await holdsFocus(t, title, 'and the focus is there');
    await expectAccessible(t, page);
    await title.fill('Twelve ladders');
    await form.getByLabel('First name').fill('Bia');
    await form.getByLabel('Last name').fill('Lima');
    await form.getByLabel('Company name').fill('Casa Verde');
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes('Casa Verde')));
    await page.reload();
    await begin();
    t.equal(await title.inputValue(), 'Twelve ladders', 'a reload loses nothing that was typed');
    t.equal(await form.getByLabel('Company name').inputValue(), 'Casa Verde');
    await form.getByLabel('E-mails').fill('bia@casa-verde.example');
    await form.getByRole('button', { name: 'Add lead' }).click();
  });

  const lead = panel(page, 'Twelve ladders');
  await step(t, 'its panel', async (t) => {
    await sees(t, lead, 'opens by itself');
    t.match(new URL(page.url()).pathname, /^\/crm\/leads\/\d+$/, 'with its own address');
    await expectAccessible(t, page);
    await writeComment(lead, 'Wants them before Friday.');
    await sees(t, lead.getByRole('listitem').getByText('Wants them before Friday.'), 'a comment stands on the timeline');
    await lead.getByRole('tab', { name: 'Call' }).click();
    await lead.getByRole('button', { name: 'Plan it' }).click();
    t.match(await messageOf(lead.getByLabel('What is to be done')), 'Say what is to be done', 'a call about nothing is not planned');
    await lead.getByLabel('What is to be done').fill('Call Bia about the height');
    const when = lead.getByLabel('When', { exact: true });
    t.equal(await when.inputValue(), '18 Jun 2026 09:00', 'tomorrow morning is proposed');
    await when.fill('31/6 at some time');
    await lead.getByRole('button', { name: 'Plan it' }).click();
    t.match(await messageOf(when), 'This is not a day with its time', 'what is no day is said, and nothing is planned');
    await when.fill('friday 14h30');
    await when.press('ArrowDown');
    const calendar = lead.getByRole('dialog', { name: 'Choose day and time' });
    await holdsFocus(t, calendar.getByRole('button', { name: /19 June 2026/ }), 'a day in words is understood, and stands in the calendar');
    await expectAccessible(t, page);
    for (const key of ['PageDown', 'Home', 'ArrowLeft', 'Shift+PageUp', 'ArrowDown', 'End']) await page.keyboard.press(key);
    await holdsFocus(t, calendar.getByRole('button', { name: /26 July 2025/ }), 'keys walk by days, weeks, months and years');
    await page.keyboard.press('Escape');
    await holdsFocus(t, when, 'Escape goes back to the field');
    t.equal(await when.inputValue(), '19 Jun 2026 14:30', 'and leaves what stood there');
    await lead.getByRole('button', { name: 'Open calendar' }).click();
    await calendar.getByRole('button', { name: /20 June 2026/ }).click();
    await calendar.getByLabel('Time', { exact: true }).selectOption('16:00');
    await calendar.getByRole('button', { name: 'Done' }).click();
    t.equal(await when.inputValue(), '20 Jun 2026 16:00', 'a day and a time can be chosen');
    await lead.getByRole('button', { name: 'Plan it' }).click();
    await sees(t, lead.getByRole('button', { name: 'Done' }), 'a planned call waits to be done');
    await expectAccessible(t, page);
  });

  await step(t, 'a field edited in its place, by keyboard', async (t) => {
    const amount = lead.getByRole('button', { name: 'Edit Amount' });
    await amount.focus();
    await page.keyboard.press('Enter');
    const box = lead.getByLabel('Amount');
    await holdsFocus(t, box, 'Enter opens it');
    await page.keyboard.type('lots');
    t.match(await messageOf(box), 'This is not an amount', 'words are no amount');
    await box.fill('');
    await page.keyboard.type('1500');
    await page.keyboard.press('Enter');
    await sees(t, lead.locator('[data-field="amount"]').getByText('1,500.00'), 'Enter saves it');
    await holdsFocus(t, amount, 'and the keyboard stays on its line');
    await page.keyboard.press('Enter');
    await page.keyboard.type('99');
    await page.keyboard.press('Escape');
    await sees(t, lead.locator('[data-field="amount"]').getByText('1,500.00'), 'Escape takes back');
    await sees(t, lead, 'and leaves the panel open');
  });

  const deal = panel(page, 'Twelve ladders');
  await step(t, 'the deal with its contact and company', async (t) => {
    await lead.getByRole('button', { name: 'Make a deal' }).click();
    const dialog = page.getByRole('dialog', { name: 'What to make of “Twelve ladders”?' });
    for (const part of ['A deal with its amount and comments', 'A contact', 'A company'])
      t.equal(await dialog.getByRole('checkbox', { name: part }).isChecked(), true, `${part} is ticked`);
    await expectAccessible(t, page);
    await dialog.getByRole('button', { name: 'Make them' }).click();
    await page.waitForURL('**/crm/deals/*');
    const said = page.getByText('Lead converted', { exact: true }).locator('..');
    await said.getByRole('button', { name: 'Undo' }).click();
    await page.waitForURL('**/crm/leads/*');
    await sees(t, page.getByText('Conversion taken back', { exact: true }), 'is taken back where it was said');
    const convert = async () => {
      await lead.getByRole('button', { name: 'Make a deal' }).click();
      await dialog.getByRole('button', { name: 'Make them' }).click();
      await page.waitForURL('**/crm/deals/*');
      await said.getByRole('button', { name: 'Close' }).click();
    };
    const place = new URL(page.url()).pathname;
    await convert();
    await go(place);
    await lead.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Undo conversion' }).click();
    await sees(t, lead.getByRole('button', { name: 'Make a deal' }), 'and from the menu of the lead');
    await convert();
    await sees(t, deal.getByText('1,500.00'), 'the deal has the amount');
    await sees(t, deal.getByRole('link', { name: 'Casa Verde' }), 'the company');
    await sees(t, deal.getByRole('link', { name: 'Bia Lima' }), 'and the contact');
    await expectAccessible(t, page);
    t.same(await rawTexts(page), [], 'every text is in words');
    await deal.getByRole('tab', { name: 'History' }).click();
    await sees(t, deal.getByText('added this'), 'the history knows who made it');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    await misses(t, deal, 'Escape closes it');
    await sees(t, card(page, 'Twelve ladders'), 'and the board is behind it');
    await card(page, 'Twelve ladders').press('Enter');
    await deal.waitFor();
    await page.reload();
    await sees(t, deal.getByText('1,500.00'), 'opened by its address');
    await page.keyboard.press('Escape');
    await holdsFocus(t, page.getByRole('main'), 'the keyboard is at the content of the page, not before its menu');
  });

  await step(t, 'the board by keyboard', async (t) => {
    await expectAccessible(t, page);
    await card(page, 'Twelve ladders').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await sees(t, column(page, 'Preparation').getByRole('group', { name: 'Twelve ladders', exact: true }), 'Space, arrow, Space moves a card');
    await holdsFocus(t, card(page, 'Twelve ladders'), 'and the keyboard goes with it');
    await sees(t, page.getByText('Twelve ladders moved to Preparation'), 'says so');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, column(page, 'New').getByRole('group', { name: 'Twelve ladders', exact: true }), 'Undo takes it back');
  });

  await step(t, 'the menu of a card', async (t) => {
    const dots = page.getByRole('button', { name: 'Actions for Twelve ladders' });
    for (const time of ['the first', 'the second']) {
      await dots.click();
      await sees(t, page.getByRole('menuitem', { name: 'Move to Preparation' }), `opens ${time} time`);
      if (time === 'the first') await expectAccessible(t, page);
      await page.keyboard.press('Escape');
      await holdsFocus(t, dots, 'and Escape brings the keyboard back');
    }
  });

  await step(t, 'a lost deal has a reason', async (t) => {
    const lose = async () => {
      // A card that comes back from another column is drawn anew, without the focus.
      await rest();
      await card(page, 'Twelve ladders').focus();
      await page.keyboard.press('m');
      await page.getByRole('menuitem', { name: 'Move to Lost' }).click();
    };
    const why = page.getByRole('dialog', { name: 'Why was “Twelve ladders” lost?' });
    await lose();
    await sees(t, why, 'asks why');
    await expectAccessible(t, page);
    await why.getByRole('button', { name: 'Cancel' }).click();
    await sees(t, column(page, 'New').getByRole('group', { name: 'Twelve ladders', exact: true }), 'thinking better of it leaves it where it was');
    await lose();
    await why.getByRole('button', { name: 'Mark as lost' }).click();
    await sees(t, why.getByText('Choose a reason first.'), 'not without one');
    await why.getByLabel('Reason').selectOption('Went to a competitor');
    await why.getByRole('button', { name: 'Mark as lost' }).click();
    const lost = column(page, 'Lost').getByRole('group', { name: 'Twelve ladders', exact: true });
    await sees(t, lost, 'then it is lost');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.last().click();
    await misses(t, lost, 'and taken back by its toast');
    await sees(t, column(page, 'New').getByRole('group', { name: 'Twelve ladders', exact: true }), 'to where it was');
    await lose();
    await why.getByLabel('Reason').selectOption('Went to a competitor');
    await why.getByRole('button', { name: 'Mark as lost' }).click();
    await lost.waitFor();
    await rest();
    await card(page, 'Twelve ladders').focus();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Move to New' }).click();
    await misses(t, lost, 'open again');
    await undo.last().click();
    await sees(t, lost, 'and that is taken back, too');
    const reason = (await portal.admin.api('GET', 'crm/deals')).body.items.find(({ title }: { title: string }) => title === 'Twelve ladders').lostReasonId;
    t.type(reason, 'number', 'with its reason');
  });

  await step(t, 'a call that is done on My day goes, and comes back by its toast', async (t) => {
    const id = (await portal.admin.api('GET', 'crm/deals')).body.items[0].id;
    for (const title of ['Ring once', 'Ring twice', 'Ring again'])
      await portal.admin.api('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.deal', recordId: id, dueAt: '2020-01-01T10:00:00.000Z' });
    await go('/');
    const line = (title: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: title });
    await line('Ring once').getByRole('button', { name: 'Done' }).press('Enter');
    await misses(t, line('Ring once'), 'it is gone');
    await holdsFocus(t, line('Ring twice').getByRole('button', { name: 'Done' }), 'the keyboard is at the one that took its place');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sees(t, line('Ring once'), 'back');
    await line('Ring once').getByRole('button', { name: 'Done' }).dblclick();
    await misses(t, line('Ring once'), 'gone');
    await sees(t, line('Ring twice'), 'a double click settles one');
  });

  await step(t, 'what is planned on a deal that was won is settled from its toast, and a name keeps the sentence as it is', async (t) => {
    const title = 'شركة \u202egate';
    const deal = (await portal.admin.api('POST', 'crm/deals', { title })).body;
    for (const each of ['Ring', 'Visit'])
      await portal.admin.api('POST', 'crm/activities', { kind: 'call', title: each, recordType: 'crm.deal', recordId: deal.id, dueAt: null });
    const planned = async () => (await portal.admin.api('GET', `crm/activities?recordType=crm.deal&recordId=${deal.id}&doneAt.empty=true`)).body.items;
    await go(`/crm/deals/${deal.id}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Won', exact: true }).click();
    await sees(t, page.getByText(`\u2068${title}\u2069 moved to Won`), 'the name set apart');
    await page.getByRole('button', { name: 'Settle 2 planned steps' }).click();
    const undo = page.locator('section[aria-live]').filter({ hasText: '2 planned steps settled' }).getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    t.same(await planned(), []);
    await undo.last().click();
    await sees(t, page.getByRole('button', { name: 'Done' }).nth(1), 'both are planned again');
    t.match(await planned(), [{ result: null }, { result: null }]);
  });
  t.same(complaints(), [], 'the browser has nothing to complain about');
});
