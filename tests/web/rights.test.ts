import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('rights explain themselves', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const bruno = await portal.person('Bruno Dias', { role: 'salesperson' });
  const lead = (await bruno.api('POST', 'crm/leads', { title: 'Twelve ladders' })).body;
  const comment = { recordType: 'crm.lead', recordId: lead.id, html: '<p>Bring the long ones</p>' };
  await bruno.api('POST', 'comments', comment);
  const mention = `<p><span data-mention="${bruno.id}">@Bruno Dias</span> Count the rungs</p>`;
  await admin.api('POST', 'comments', { ...comment, html: mention });
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: admin.cookie });
  const phone = await visit(browser, portal.url, { cookie: bruno.cookie, phone: true, dark: true });
  const [ana, his] = [office.page, phone.page];

  await step(t, 'a page that is closed says why and who can open it', async (t) => {
    await phone.go('/settings/roles');
    await sees(t, his.getByText('This needs the right to manage roles. It comes with the role Administrator, which Ana Souza can give you.'), 'in words');
    await sees(t, his.getByText('can give you a role that opens it'), 'whom to ask');
    await expectAccessible(t, his);
  });

  await step(t, 'who can see a record', async (t) => {
    await office.go(`/crm/leads/${lead.id}`);
    await ana.getByRole('button', { name: 'More actions' }).click();
    await ana.getByRole('menuitem', { name: 'Who can see this' }).click();
    const list = ana.getByRole('dialog', { name: 'Who can see “Twelve ladders”' });
    await sees(t, list.getByText('2 people can see it.'), 'how many');
    await sees(t, list.getByRole('listitem').filter({ hasText: 'Bruno Dias' }).getByText('Is responsible for it, through the role Salesperson'), 'why Bruno');
    await sees(t, list.getByRole('listitem').filter({ hasText: 'Ana Souza' }).getByText('Through the role Administrator: everybody’s'), 'why Ana');
    await expectAccessible(t, ana);
    await list.getByRole('button', { name: 'Done' }).click();
    await misses(t, list, 'closed');
  });

  await step(t, 'the portal as Bruno sees it', async (t) => {
    await office.go('/settings/people');
    await ana.getByRole('button', { name: 'What to do with Bruno Dias' }).click();
    await ana.getByRole('menuitem', { name: 'See the portal as Bruno Dias' }).click();
    const line = ana.getByText('You see the portal as Bruno Dias. Nothing can be changed meanwhile, so what would change something is not offered.');
    await sees(t, line, 'a line says so');
    await expectAccessible(t, ana);
    await office.go('/crm/leads');
    await sees(t, ana.getByText('Twelve ladders').first(), 'his leads');
    await misses(t, ana.getByRole('button', { name: 'New lead' }), 'nor does the list offer a new one');
    await office.go(`/crm/leads/${lead.id}`);
    await sees(t, line, 'on every screen');
    await sees(t, ana.getByRole('dialog', { name: 'Twelve ladders' }), 'his lead');
    await misses(t, ana.getByRole('button', { name: 'More actions' }), 'nothing that would change it is offered');
    await sees(t, ana.getByText('Bring the long ones').first(), 'what was said there');
    for (const name of ['Write a comment', 'More about this comment', 'Done', 'Postpone'])
      await misses(t, ana.getByRole('button', { name, exact: true }), `${name} is not offered`);
    await office.go(`/crm/leads/${lead.id}?tab=files`);
    await sees(t, ana.getByText('No files yet', { exact: false }).first(), 'its files');
    await misses(t, ana.getByRole('button', { name: 'Add files' }), 'nor may any be put to it');
    await office.go('/inbox');
    await sees(t, ana.getByText('mentioned you', { exact: false }).first(), 'what he was told');
    await misses(t, ana.getByRole('button', { name: 'Mark all as read' }), 'stays as unread as it was');
    await misses(t, ana.getByRole('button', { name: /^Mark as read/ }), 'one by one as well');
    await office.go('/me');
    await sees(t, ana.getByText('This belongs to Bruno Dias: you can look at it, and only they can change it.'), 'his profile is there to be read');
    await expectAccessible(t, ana);
    t.same(await ana.getByRole('main').locator('input:enabled, select:enabled, button:enabled').count(), 0, 'and nothing in it can be used');
    await office.go(`/people/${bruno.id}`);
    await sees(t, ana.getByText('What the roles allow'), 'his page as colleagues see it');
    await misses(t, ana.getByRole('button', { name: 'Change my profile' }), 'offers no change of it');
    await office.go('/');
    await sees(t, ana.getByRole('heading', { name: 'Bruno', exact: false }).first(), 'his day');
    await misses(t, ana.getByRole('region', { name: 'First steps' }), 'without the first steps, which are his');
    await misses(t, ana.getByRole('button', { name: 'Plan', exact: true }), 'nor a way to plan for him');
    await ana.getByRole('button', { name: 'Back to myself' }).click();
    await misses(t, line, 'and back');
    await sees(t, ana.getByRole('navigation', { name: 'Modules' }).getByRole('link', { name: 'Settings', exact: true }), 'to herself');
  });
  await step(t, 'who asks for access is led to, and sees it with another role', async (t) => {
    const { id } = (await admin.api('POST', 'crm/leads', { title: 'A gate for the yard' })).body;
    await phone.go(`/crm/leads/${id}`);
    await his.getByRole('button', { name: 'Ask for access' }).tap();
    await sees(t, his.getByText('Asked: Ana Souza'), 'says who was asked');
    await expectAccessible(t, his);
    await office.go('/inbox');
    const notice = ana.getByRole('listitem').filter({ hasText: 'Bruno Dias asks to see “A gate for the yard” (Leads, no. ' });
    await notice.getByRole('button', { name: /^Give a role: / }).click();
    const dialog = ana.getByRole('dialog', { name: 'Bruno Dias' });
    await holdsFocus(t, dialog.getByRole('group', { name: 'Roles' }), 'at the roles');
    await expectAccessible(t, ana);
    await dialog.getByRole('checkbox', { name: 'Administrator' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await misses(t, dialog, 'it is stored');
    t.notMatch(ana.url(), /do=/, 'a reload does not ask again');
    await phone.go(`/crm/leads/${id}`);
    await sees(t, his.getByRole('heading', { name: 'A gate for the yard' }), 'he sees it');
  });
  t.same([...office.complaints(), ...phone.complaints()], [], 'the browsers have nothing to complain about');
});

t.test('a right over one’s department is offered where it reaches', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const sales = await portal.department('Sales');
  const bruno = await portal.person('Bruno Dias', { role: 'salesperson', departmentId: sales.id });
  const carla = await portal.person('Carla Reis', { role: 'salesperson' });
  const grants = { 'crm.deal.read': 'all', 'crm.deal.change': 'department' };
  const role = (await admin.api('POST', 'roles', { name: 'Colleague', grants })).body;
  const { roleIds } = (await admin.api('GET', `people/${bruno.id}`)).body;
  await admin.api('PATCH', `people/${bruno.id}`, { roleIds: [...roleIds, role.id] });
  const deal = (await carla.api('POST', 'crm/deals', { title: 'Twelve ladders' })).body;
  await bruno.api('POST', 'crm/deals', { title: 'A gate' });
  const view = await visit(await browserFor(t), portal.url, { cookie: bruno.cookie });
  const { page } = view;
  const dialog = page.getByRole('dialog', { name: 'Twelve ladders' });
  const advance = dialog.getByRole('button', { name: /^Move to/ });
  const edit = dialog.getByRole('button', { name: /^Edit/ });

  await step(t, 'nothing of it on a deal of somebody else’s', async (t) => {
    await view.go(`/crm/deals/${deal.id}`);
    await sees(t, dialog.getByText('Carla Reis').first(), 'he may read it');
    await misses(t, advance, 'it is not his to move on');
    t.equal(await edit.count(), 0, 'nor to change');
    await dialog.getByRole('button', { name: 'More actions' }).click();
    await misses(t, page.getByRole('menuitem', { name: 'Mark as lost' }), 'nor to end');
    await page.keyboard.press('Escape');
    await view.go('/crm/deals');
    const moves = page.getByRole('menuitem', { name: /^Move to/ });
    await page.getByRole('button', { name: 'Actions for A gate' }).click();
    await sees(t, moves.first(), 'his own card has its way on');
    await page.keyboard.press('Escape');
    await misses(t, moves.first(), 'closed');
    await page.getByRole('button', { name: 'Actions for Twelve ladders' }).click();
    await sees(t, page.getByRole('menuitemcheckbox', { name: 'Select' }), 'hers has a menu');
    await misses(t, moves.first(), 'without one');
  });

  await step(t, 'all of it as soon as she is in his department', async (t) => {
    await view.go(`/crm/deals/${deal.id}`);
    await sees(t, dialog.getByText('Carla Reis').first(), 'the deal');
    await admin.api('PATCH', `people/${carla.id}`, { departmentId: sales.id });
    await advance.click();
    await sees(t, page.getByText('Twelve ladders moved to Preparation').first(), 'and it is taken');
  });
});
