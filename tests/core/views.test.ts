import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

const settings = { query: { 'amount.gte': '300000', sort: '-amount' }, look: { view: 'list', cols: 'title:280,amount' } };

for (const dialect of dialects) {
  t.test(`saved views on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const bruno = await p.person('Bruno Dias', { role: 'salesperson' });
    const outsider = await p.person('Olga Reis', { grants: {} });
    const viewsOf = async (who: typeof bruno) => (await who.api('GET', 'views?recordType=crm.deal')).body;
    const made = await bruno.api('POST', 'views', { recordType: 'crm.deal', name: ' Over 3,000 ', settings });
    t.match(made, { status: 201, body: { name: 'Over 3,000', shared: false, ownerId: bruno.id, settings } });
    const { id } = made.body;

    await t.test('are their owner’s alone until they are shared', async (t) => {
      t.same((await viewsOf(p.admin)).items, []);
      t.equal((await p.admin.api('PATCH', `views/${id}`, { name: 'Mine now' })).status, 404, 'not even for an administrator');
      t.match((await bruno.api('PATCH', `views/${id}`, { shared: true, version: 1 })).body, { shared: true, version: 2 });
      t.match((await viewsOf(p.admin)).items, [{ id, name: 'Over 3,000', ownerId: bruno.id }]);
    });

    await t.test('are changed by their owner and by whoever manages settings', async (t) => {
      const carla = await p.person('Carla Nunes', { role: 'salesperson' });
      t.match(await carla.api('PATCH', `views/${id}`, { name: 'Hers' }), { status: 403, body: { permission: 'core.settings.manage' } });
      t.match(await carla.api('DELETE', `views/${id}`), { status: 403 });
      t.match(await p.admin.api('PATCH', `views/${id}`, { name: 'From 3,000' }), { status: 200, body: { name: 'From 3,000', version: 3 } });
      t.match(await bruno.api('PATCH', `views/${id}`, { name: 'Stale', version: 2 }), {
        status: 409,
        body: { code: 'stale-version', current: { name: 'From 3,000' } },
      });
      t.match(await outsider.api('GET', 'views?recordType=crm.deal'), { status: 403, body: { permission: 'crm.deal.read' } });
      t.equal((await outsider.api('DELETE', `views/${id}`)).status, 404);
    });

    await t.test('open a list for one person, or for everybody where an administrator says so', async (t) => {
      const everyone = { recordType: 'crm.deal', viewId: id, everyone: true };
      t.match(await bruno.api('PUT', 'views/default', everyone), { status: 403, body: { permission: 'core.settings.manage' } });
      t.match((await p.admin.api('PUT', 'views/default', everyone)).body.defaults, { own: null, everyone: id });
      const own = (await p.admin.api('POST', 'views', { recordType: 'crm.deal', name: 'Hers', settings })).body.id;
      t.match(
        (await p.admin.api('PUT', 'views/default', { ...everyone, viewId: own })).body.errors,
        [{ path: 'viewId' }],
        'what not all see opens for nobody else',
      );
      t.same((await p.admin.api('PUT', 'views/default', { recordType: 'crm.deal', viewId: own })).body.defaults, { own, everyone: id });
      t.same((await viewsOf(bruno)).defaults, { own: null, everyone: id });
      t.match(await bruno.api('PUT', 'views/default', { recordType: 'crm.deal', viewId: own }), { status: 422 });
      const asItComes = { recordType: 'crm.deal', viewId: 'all' };
      t.same((await bruno.api('PUT', 'views/default', asItComes)).body.defaults, { own: 'all', everyone: id }, 'the list as it comes, all the same');
      t.equal((await p.admin.api('PUT', 'views/default', { ...asItComes, everyone: true })).status, 422);
      t.same((await bruno.api('PUT', 'views/default', { ...asItComes, viewId: null })).body.defaults, { own: null, everyone: id });
      t.same((await p.admin.api('PUT', 'views/default', { recordType: 'crm.deal', viewId: null })).body.defaults, { own: null, everyone: id });
    });

    await t.test('come back after they were removed, and with them what the list opens with', async (t) => {
      t.equal((await bruno.api('DELETE', `views/${id}`)).status, 200);
      t.same((await viewsOf(bruno)).defaults, { own: null, everyone: null });
      t.equal((await bruno.api('DELETE', `views/${id}`)).status, 404);
      t.equal((await bruno.api('POST', `views/${id}/restore`)).status, 200);
      t.same((await viewsOf(bruno)).defaults, { own: null, everyone: id });
    });

    await t.test('hold nothing that the list would refuse', async (t) => {
      const refused = async (query: Record<string, string>, recordType = 'crm.deal') =>
        (await bruno.api('POST', 'views', { recordType, name: 'X', settings: { query, look: {} } })).body.errors?.map(({ path }: { path: string }) => path);
      t.same(await refused({ nonsense: '1' }), ['settings.query.nonsense']);
      t.same(await refused({ sort: 'comments', 'amount.gte': 'many' }), ['settings.query.sort', 'settings.query.amount.gte']);
      t.same(await refused({ limit: '5' }), ['settings.query.limit']);
      t.same(await refused({}, 'crm.nothing'), ['recordType']);
    });
  });
}
