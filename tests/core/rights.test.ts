import t from 'tap';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`why something is closed on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm', 'sales'] });
    const { admin } = portal;
    const shop = await portal.department('Shop');
    const bruno = await portal.person('Bruno', { role: 'salesperson', departmentId: shop.id });
    const carla = await portal.person('Carla', { grants: { 'crm.lead.read': 'all', 'crm.lead.change': 'own' }, departmentId: shop.id });
    const lead = (await bruno.api('POST', 'crm/leads', { title: 'Of Bruno' })).body;

    await t.test('a refusal names the right in words, the roles that have it, and who can give them', async (t) => {
      const { status, body } = await bruno.api('DELETE', `crm/leads/${lead.id}`);
      t.equal(status, 403);
      t.match(body, {
        code: 'forbidden',
        permission: 'crm.lead.delete',
        what: 'delete leads',
        roles: ['Administrator', 'Sales manager'],
        grantedBy: [{ id: admin.id, name: 'Ana Souza' }],
        detail: 'This needs the right to delete leads. It comes with the role Administrator or Sales manager, which Ana Souza can give you.',
      });
    });

    await t.test('it tells a right that does not reach far enough from none', async (t) => {
      const { body } = await carla.api('PATCH', `crm/leads/${lead.id}`, { title: 'x' });
      t.equal(body.permission, 'crm.lead.change');
      t.match(body.detail, 'You may change leads only where you are responsible, and this lies outside.');
      t.same(body.roles, ['Administrator', 'Sales manager'], 'only roles that reach further are named');
    });

    await t.test('it is said in the language of who asks', async (t) => {
      await carla.api('PATCH', 'session', { language: 'pt-BR' });
      const { body } = await carla.api('POST', 'roles', { name: 'x', grants: {} });
      t.match(body.detail, 'Para isto é preciso o direito de cuidar dos papéis. Ele vem com o papel Administração;');
    });

    await t.test('it tells a token that was made without the right', async (t) => {
      const { token } = (await admin.api('POST', 'tokens', { name: 'x', scopes: ['crm.lead.read'] })).body;
      const { body } = await portal.api('POST', 'crm/leads', { title: 'x' }, { authorization: `Bearer ${token}` });
      t.equal(body.detail, 'You have the right to add leads, but this token was made without it.');
    });

    await t.test('every right that there is can be said in words', async (t) => {
      const { permissions } = (await admin.api('GET', 'roles')).body;
      for (const permission of permissions) {
        const { what } = (await bruno.api('GET', `rights?permission=${permission}`)).body;
        t.not(what, permission, permission);
      }
    });

    await t.test('it can be asked before', async (t) => {
      const { body } = await bruno.api('GET', 'rights?permission=core.people.manage');
      t.match(body, { what: 'manage people and departments', roles: ['Administrator'], grantedBy: [{ name: 'Ana Souza' }] });
      t.equal((await bruno.api('GET', 'rights?permission=core.nothing')).body.errors[0].path, 'permission');
    });
  });

  t.test(`who sees a record on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const shop = await portal.department('Shop');
    const north = await portal.department('North', { parentId: shop.id });
    const bruno = await portal.person('Bruno', { role: 'salesperson', departmentId: north.id });
    const carla = await portal.person('Carla', { role: 'sales-manager', departmentId: shop.id });
    const reader = await portal.person('Reader', { grants: { 'crm.deal.read': 'department' }, departmentId: north.id });
    const outsider = await portal.person('Outsider', { role: 'salesperson' });
    const gone = await portal.person('Gone', { role: 'administrator' });
    await admin.api('PATCH', `people/${gone.id}`, { status: 'dismissed' });
    const deal = (await bruno.api('POST', 'crm/deals', { title: 'Of Bruno' })).body;
    const ask = (who: Visitor, id = deal.id, type = 'crm.deal') => who.api('GET', `rights/viewers?type=${type}&id=${id}`);

    const { body } = await ask(bruno);
    t.same(body.items, [
      { id: bruno.id, name: 'Bruno', isOwner: true, as: null, through: [{ role: 'Salesperson', scope: 'own' }] },
      { id: admin.id, name: 'Ana Souza', isOwner: false, as: null, through: [{ role: 'Administrator', scope: 'all' }] },
      { id: carla.id, name: 'Carla', isOwner: false, as: null, through: [{ role: 'Sales manager', scope: 'department-below' }] },
      { id: reader.id, name: 'Reader', isOwner: false, as: null, through: [{ role: 'Role of Reader', scope: 'department' }] },
    ]);
    for (const { id } of body.items as { id: number }[]) {
      const who = [bruno, admin, carla, reader].find((one) => one.id === id) as Visitor;
      t.equal((await who.api('GET', `crm/deals/${deal.id}`)).status, 200, 'everybody in the list can open it');
    }
    t.equal((await outsider.api('GET', `crm/deals/${deal.id}`)).status, 404, 'who is not in it cannot');
    t.equal((await ask(outsider)).status, 404, 'nor ask');
    t.equal((await ask(reader)).body.permission, 'crm.deal.change', 'who may only read it is not told');
    t.equal((await ask(carla)).status, 200);
    t.equal((await ask(admin, 999)).status, 404);
    t.equal((await ask(admin, 1, 'crm.nothing')).status, 404);

    const why = (await outsider.api('GET', 'rights?permission=crm.deal.read&ofRecord=true')).body;
    t.match(why.detail, /You may see deals only where you are responsible\..*Administrator, Sales manager.*Ana Souza/);
    const request = (who: Visitor, id: number, type = 'crm.deal') => who.api('POST', 'rights/requests', { type, id });
    const told = async () =>
      ((await admin.api('GET', 'notices?limit=50')).body.items as { code: string; title: string; url: string }[]).filter(
        ({ code }) => code === 'core.access.asked',
      );
    const [ofHis, ofNothing] = [await request(outsider, deal.id), await request(outsider, 999)];
    t.match(ofHis, { status: 200, body: { askedOf: [{ id: admin.id, name: 'Ana Souza' }] } });
    t.same(ofHis.body, ofNothing.body, 'the answer does not tell whether there is such a record');
    t.match(await told(), [
      { title: 'Outsider asks to see Deals, no. 999', url: '/crm/deals/999' },
      { title: `Outsider asks to see “${deal.title}” (Deals, no. ${deal.id})`, url: `/crm/deals/${deal.id}` },
    ]);
    await request(outsider, deal.id);
    await request(bruno, deal.id);
    t.equal((await told()).length, 2, 'not twice in a day, nor by who can see it');
    t.equal((await request(outsider, 1, 'crm.nothing')).status, 422);

    const stage = await ask(admin, deal.stageId, 'crm.stage');
    t.ok(
      stage.body.items.some((one: { id: number }) => one.id === outsider.id),
      'what belongs to nobody is seen by all who may read it',
    );
  });
}
