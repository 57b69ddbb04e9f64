import t from 'tap';
import { openLive } from '../support/live-socket.js';
import { dialects, password, startPortal, type Visitor } from '../support/portal.js';
import { addressOf, mountedRoutes, nameOf } from '../support/routes.js';

for (const dialect of dialects) {
  t.test(`seeing the portal as somebody else on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const bruno = await portal.person('Bruno', { role: 'salesperson' });
    const his = (await bruno.api('POST', 'crm/leads', { title: 'Of Bruno' })).body;
    const hers = (await admin.api('POST', 'crm/leads', { title: 'Of Ana' })).body;
    const viewer = await portal.signIn('ana@aurora.example', password);
    const view = (who: Visitor, personId: number) => who.api('POST', 'session/view', { personId });

    await t.test('is for who may change roles', async (t) => {
      const clerk = await portal.person('Clerk', { grants: { 'core.people.manage': 'all' } });
      t.equal((await view(clerk, bruno.id)).body.permission, 'core.roles.manage');
      const { token } = (await admin.api('POST', 'tokens', { name: 'x' })).body;
      const byToken = await portal.api('POST', 'session/view', { personId: bruno.id }, { authorization: `Bearer ${token}` });
      t.equal(byToken.body.code, 'needs-session');
      for (const personId of [admin.id, 999]) t.equal((await view(viewer, personId)).body.errors[0].path, 'personId');
    });

    await t.test('shows what they see and no more', async (t) => {
      const { status, body } = await view(viewer, bruno.id);
      t.equal(status, 200);
      t.match(body, { person: { id: bruno.id }, viewedBy: { id: admin.id, name: 'Ana Souza' } });
      t.match((await viewer.api('GET', 'session')).body, { person: { id: bruno.id }, viewedBy: { id: admin.id } });
      const { permissions } = (await viewer.api('GET', 'session')).body;
      t.equal(permissions['crm.lead.read'], 'own');
      t.same(
        Object.keys(permissions).filter((one) => /\.(create|change|delete|import)$/.test(one)),
        [],
        'what would change something is not open',
      );
      const files = await viewer.api('GET', `record-files?recordType=crm.lead&recordId=${his.id}`);
      t.equal(files.body.mayChange, false, 'nor may files be put to what is his');
      t.equal((await viewer.api('GET', `crm/leads/${his.id}`)).status, 200);
      t.equal((await viewer.api('GET', `crm/leads/${hers.id}`)).status, 404);
      t.equal((await viewer.api('GET', 'settings/mail')).status, 403);
      t.equal((await admin.api('GET', `crm/leads/${hers.id}`)).status, 200, 'another session of the administrator is not touched');
      t.equal((await bruno.api('GET', 'session')).body.viewedBy, null, 'nor is the person themselves');
    });

    await t.test('changes nothing, by no route', async (t) => {
      const allowed = ['DELETE session', 'DELETE session/view'];
      for (const route of await mountedRoutes(admin)) {
        if (route.method === 'GET' || route.right === 'public' || allowed.includes(nameOf(route))) continue;
        const { status, body } = await viewer.api(route.method, addressOf(route), route.method === 'DELETE' ? undefined : {});
        if (status !== 403 || body.code !== 'only-viewing') t.fail(`${nameOf(route)} answers ${status}`);
      }
      const { body } = await viewer.api('PATCH', `crm/leads/${his.id}`, { title: 'x' });
      t.match(body.detail, 'You see the portal as Bruno does');
      t.equal((await bruno.api('GET', `crm/leads/${his.id}`)).body.title, 'Of Bruno');
    });

    await t.test('hears live what they hear', async (t) => {
      const socket = await openLive(t, portal.url, viewer.cookie);
      socket.send({ type: 'subscribe', topics: ['crm.lead'] });
      const other = (await admin.api('POST', 'crm/leads', { title: 'Of Ana too' })).body;
      const own = (await bruno.api('POST', 'crm/leads', { title: 'Of Bruno too' })).body;
      await socket.wait('his lead', ({ data }) => data?.id === own.id);
      t.notOk(socket.events.some(({ data }) => data?.id === other.id));
    });

    await t.test('ends when it is ended, and leaves a trace', async (t) => {
      t.match((await viewer.api('DELETE', 'session/view')).body, { person: { id: admin.id }, viewedBy: null });
      t.equal((await viewer.api('PATCH', `crm/leads/${hers.id}`, { title: 'Mine again' })).status, 200);
      t.equal((await viewer.api('DELETE', 'session/view')).status, 200, 'ending twice does no harm');
      const rows = await portal.portal.services.db.read
        .selectFrom('audit')
        .select(['actor_id', 'action', 'target'])
        .where('action', 'like', 'session.view%')
        .execute();
      t.same(rows, [
        { actor_id: admin.id, action: 'session.view-began', target: `core.person:${bruno.id}` },
        { actor_id: admin.id, action: 'session.view-ended', target: `core.person:${bruno.id}` },
      ]);
    });

    await t.test('ends when the right to it goes', async (t) => {
      const second = await portal.person('Second', { role: 'administrator' });
      await view(second, bruno.id);
      t.equal((await second.api('GET', 'session')).body.person.id, bruno.id);
      await admin.api('PATCH', `people/${second.id}`, { roleIds: [] });
      t.equal((await second.api('GET', 'session')).status, 401);
    });

    await t.test('ends when that person leaves, without becoming oneself unnoticed', async (t) => {
      await view(viewer, bruno.id);
      await admin.api('PATCH', `people/${bruno.id}`, { status: 'dismissed' });
      t.equal((await viewer.api('GET', 'session')).status, 401);
    });
  });
}
