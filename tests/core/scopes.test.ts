import t from 'tap';
import { departmentScopes } from '../../migrations/core/0003-department-scopes.js';
import type { Scope } from '../../server/contracts/core/scopes.js';
import { schemaOver } from '../../server/core/db/schema.js';
import { openLive } from '../support/live-socket.js';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`scopes of roles on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const sales = await portal.department('Sales');
    const north = await portal.department('North', { parentId: sales.id });
    const city = await portal.department('City', { parentId: north.id });
    const other = await portal.department('Other');
    const reading = (scope: Scope) => ({ grants: { 'crm.lead.read': scope } });
    const members: Record<string, Visitor> = {};
    for (const [name, department] of Object.entries({ sales, north, city, other }))
      members[name] = await portal.person(`Of ${name}`, { grants: { 'crm.lead.read': 'own' }, departmentId: department.id });
    for (const [name, member] of Object.entries(members)) await admin.api('POST', 'crm/leads', { title: name, ownerId: member.id });
    const seenBy = async (who: Visitor): Promise<string[]> =>
      (await who.api('GET', 'crm/leads')).body.items.map((lead: { title: string }) => lead.title).sort();

    await t.test('reach one step further each', async (t) => {
      const narrow = await portal.person('Narrow', { ...reading('department'), departmentId: sales.id });
      const wide = await portal.person('Wide', { ...reading('department-below'), departmentId: sales.id });
      const widest = await portal.person('Widest', reading('all'));
      t.same(await seenBy(members.north as Visitor), ['north']);
      t.same(await seenBy(narrow), ['sales']);
      t.same(await seenBy(wide), ['city', 'north', 'sales']);
      t.same(await seenBy(widest), ['city', 'north', 'other', 'sales']);
    });

    await t.test('of the department take in those that one heads', async (t) => {
      const head = await portal.person('Head', { ...reading('department'), departmentId: other.id });
      t.same(await seenBy(head), ['other']);
      await admin.api('PATCH', `departments/${north.id}`, { headId: head.id });
      t.same(await seenBy(head), ['north', 'other'], 'the people in it, not those below');
      const chief = await portal.person('Chief', reading('department-below'));
      await admin.api('PATCH', `departments/${sales.id}`, { headId: chief.id });
      t.same(await seenBy(chief), ['city', 'north', 'sales']);
    });

    await t.test('of the department take in those in which one stands in for the head', async (t) => {
      const deputy = await portal.person('Deputy', reading('department'));
      t.same(await seenBy(deputy), []);
      await admin.api('PATCH', `departments/${city.id}`, { deputyId: deputy.id });
      t.same(await seenBy(deputy), ['city']);
      t.same((await admin.api('GET', `people/${deputy.id}/profile`)).body.deputizes, [{ id: city.id, name: 'City' }]);
      t.equal((await admin.api('PATCH', `departments/${city.id}`, { deputyId: 999 })).body.errors[0].path, 'deputyId');
    });

    await t.test('of several roles count by the widest', async (t) => {
      const both = await portal.person('Both', { ...reading('own'), departmentId: north.id });
      t.same(await seenBy(both), []);
      const { body } = await admin.api('POST', 'roles', { name: 'Reader', grants: { 'crm.lead.read': 'department' } });
      const { roleIds } = (await admin.api('GET', `people/${both.id}`)).body;
      await admin.api('PATCH', `people/${both.id}`, { roleIds: [...roleIds, body.id] });
      t.same(await seenBy(both), ['north']);
    });

    await t.test('come to the browser with those whom they reach, and follow the departments', async (t) => {
      const newcomer = await portal.person('Newcomer', { ...reading('own'), departmentId: city.id });
      const wide = await portal.person('Wider', { grants: { 'crm.lead.read': 'all', 'crm.lead.change': 'department-below' }, departmentId: north.id });
      const ownersOf = async (who: Visitor) => {
        const { owners } = (await who.api('GET', 'session')).body;
        return Object.fromEntries(Object.entries(owners as Record<string, number[]>).map(([scope, ids]) => [scope, [...ids].sort((a, b) => a - b)]));
      };
      t.same(await ownersOf(newcomer), { own: [newcomer.id] }, 'their own, and nobody else where no right goes further');
      t.same(await ownersOf(admin), {}, 'of what reaches everybody nobody is listed');
      const below = (await ownersOf(wide))['department-below'] as number[];
      t.ok([members.north?.id, members.city?.id, newcomer.id, wide.id].every((id) => below.includes(id as number)));
      t.notOk(below.includes(members.sales?.id as number));
      const socket = await openLive(t, portal.url, wide.cookie);
      await admin.api('PATCH', `people/${newcomer.id}`, { departmentId: other.id });
      await socket.wait('somebody left', ({ name }) => name === 'session.changed');
      t.notOk((await ownersOf(wide))['department-below']?.includes(newcomer.id));
      const onReturn = await openLive(t, portal.url, wide.cookie);
      await admin.api('PATCH', `departments/${other.id}`, { parentId: north.id });
      await onReturn.wait('a department came', ({ name }) => name === 'session.changed');
      t.ok((await ownersOf(wide))['department-below']?.includes(newcomer.id));
      await admin.api('PATCH', `departments/${other.id}`, { parentId: null });
    });

    await t.test('are told apart from what one has whole or not at all', async (t) => {
      const { whole } = (await admin.api('GET', 'roles')).body;
      t.ok(whole.includes('core.settings.manage') && whole.includes('crm.pipeline.read'));
      t.notOk(whole.includes('core.people.manage') || whole.includes('crm.lead.read'));
    });

    await t.test('that were stored before mean what they meant', async (t) => {
      const { db, access } = portal.portal.services;
      const before = await portal.person('Before', { ...reading('department'), departmentId: sales.id });
      await db.write(({ q }) => departmentScopes.up(schemaOver(dialect, q)));
      await access.forget();
      t.same(await seenBy(before), ['city', 'north', 'sales'], 'nobody sees less');
      t.equal((await before.api('GET', 'session')).body.permissions['crm.lead.read'], 'department-below');
    });
  });
}
