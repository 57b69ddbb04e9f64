import t from 'tap';
import { dialects, password, startPortal } from '../support/portal.js';

const day = 86_400_000;

for (const dialect of dialects) {
  t.test(`people on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin, api } = portal;

    await t.test('are added, changed and found', async (t) => {
      const { status, body: joao } = await admin.api('POST', 'people', { name: ' João Antônio ', email: 'joao@aurora.example', position: 'Vendas' });
      t.equal(status, 201);
      t.match(joao, { name: 'João Antônio', status: 'no-sign-in', language: 'en', timeZone: 'America/Sao_Paulo', roleIds: [], version: 1 });
      const changed = await admin.api('PATCH', `people/${joao.id}`, { phone: '+55 11 3000', version: 1 });
      t.match(changed.body, { phone: '+55 11 3000', version: 2 });
      t.match((await admin.api('PATCH', `people/${joao.id}`, { phone: 'ask Ana' })).body.errors, [
        { path: 'phone', message: 'This is not a phone number. Write it with digits, such as +55 11 98765-4321 or (31) 5555-0100 ext. 12.' },
      ]);
      t.match((await admin.api('POST', 'people', { name: 'Wrong', phone: '12' })).body.errors, [{ path: 'phone' }], 'too short for one');
      t.match((await admin.api('PATCH', 'session', { phone: 'my desk' })).body.errors, [{ path: 'phone' }], 'nor is one’s own');
      const stale = await admin.api('PATCH', `people/${joao.id}`, { phone: '1', version: 1 });
      t.equal(stale.status, 409);
      t.match(stale.body, { code: 'stale-version', current: { phone: '+55 11 3000' }, given: { phone: '1' } });
      t.same((await admin.api('GET', 'people?q=joao%20ant&total=true')).body, { items: [changed.body], next: null, total: 1 });
      await portal.portal.services.db.write(({ q }) => q.updateTable('people').set({ phone: 'second desk' }).where('id', 'in', [admin.id, joao.id]).execute());
      const kept = await admin.api('PATCH', `people/${joao.id}`, { phone: 'second desk', position: 'Loja' });
      t.match(kept.body, { phone: 'second desk', position: 'Loja' }, 'what stood there before may stay');
      t.match((await admin.api('PATCH', 'session', { phone: 'second desk' })).body.person, { phone: 'second desk' }, 'one’s own too');
      t.equal((await admin.api('PATCH', `people/${joao.id}`, { phone: ' (31)  5555-0100 ramal 12 ' })).body.phone, '(31) 5555-0100 ramal 12');
      t.equal((await admin.api('PATCH', `people/${joao.id}`, { phone: ' ' })).body.phone, null);
      t.equal((await admin.api('GET', 'people/999')).status, 404);
      t.equal((await admin.api('GET', 'people?sort=name')).body.errors[0].path, 'sort');
    });

    await t.test('come in pages, by name', async (t) => {
      for (const name of ['Zeca', 'Élida', 'Abel']) await admin.api('POST', 'people', { name });
      const names: string[] = [];
      let after = '';
      do {
        const { body } = await admin.api('GET', `people?limit=2${after}`);
        names.push(...body.items.map((one: { name: string }) => one.name));
        after = body.next ? `&after=${body.next}` : '';
      } while (after);
      t.same(names, ['Abel', 'Ana Souza', 'Élida', 'João Antônio', 'Zeca']);
      t.equal((await admin.api('GET', 'people?after=nonsense')).body.errors[0].path, 'after');
    });

    await t.test('have addresses of their own', async (t) => {
      t.match((await admin.api('POST', 'people', { name: 'Twin', email: 'JOAO@aurora.example' })).body, { code: 'invalid', errors: [{ path: 'email' }] });
      t.equal((await admin.api('POST', 'people', { name: 'Twin', email: 'no address' })).body.errors[0].path, 'email');
      const twins = await Promise.all(['a', 'b', 'c'].map((name) => admin.api('POST', 'people', { name, email: 'same@aurora.example' })));
      t.same(twins.map(({ status }) => status).sort(), [201, 422, 422]);
    });

    await t.test('choose their password by a link that works once', async (t) => {
      const person = (await admin.api('POST', 'people', { name: 'Rita', email: 'rita@aurora.example' })).body;
      const first = (await admin.api('POST', `people/${person.id}/invite`, {})).body;
      t.equal(first.mailed, false);
      t.match(first.url, new RegExp(`^${portal.url}/invite/[\\w-]{43}$`));
      const { body } = await admin.api('POST', `people/${person.id}/invite`, {});
      const [old, token] = [first.url, body.url].map((url: string) => url.split('/').at(-1));
      t.equal((await api('GET', `invites/${old}`)).body.code, 'invite-gone', 'a newer link replaces an older one');
      t.same((await api('GET', `invites/${token}`)).body, {
        name: 'Rita',
        email: 'rita@aurora.example',
        companyName: 'Ferragens Aurora',
        language: 'en',
        kind: 'invite',
      });
      t.equal((await admin.api('GET', `people/${person.id}`)).body.status, 'invited');
      t.equal((await api('POST', `invites/${token}`, { password: 'short' })).body.errors[0].path, 'password');
      const [one, two] = await Promise.all([api('POST', `invites/${token}`, { password }), api('POST', `invites/${token}`, { password })]);
      t.same([one?.status, two?.status].sort(), [201, 404]);
      t.match([one, two].find((each) => each?.status === 201)?.body.person, { name: 'Rita', status: 'active' });
      t.equal((await api('GET', `invites/${token}`)).status, 404);
      await portal.signIn('rita@aurora.example', password);
    });

    await t.test('have seven days for it', async (t) => {
      const person = (await admin.api('POST', 'people', { name: 'Late', email: 'late@aurora.example' })).body;
      const token = (await admin.api('POST', `people/${person.id}/invite`, {})).body.url.split('/').at(-1);
      portal.pass(7 * day + 1000);
      t.equal((await api('POST', `invites/${token}`, { password })).status, 404);
      portal.pass(-7 * day - 1000);
      t.equal((await api('GET', `invites/${token}`)).status, 200);
      const mute = (await admin.api('POST', 'people', { name: 'Mute' })).body;
      t.equal((await admin.api('POST', `people/${mute.id}/invite`, {})).body.errors[0].path, 'email');
    });

    await t.test('who are dismissed are out at once and can return', async (t) => {
      const leo = await portal.person('Leo', {});
      const token = (await leo.api('POST', 'tokens', { name: 'x' })).body.token;
      t.equal((await admin.api('PATCH', `people/${leo.id}`, { status: 'dismissed' })).body.status, 'dismissed');
      t.equal((await leo.api('GET', 'session')).status, 401);
      t.equal((await api('GET', 'session', undefined, { authorization: `Bearer ${token}` })).status, 401);
      t.equal((await api('POST', 'session', { email: 'leo@aurora.example', password })).status, 401);
      t.equal((await admin.api('POST', `people/${leo.id}/invite`, {})).body.code, 'person-dismissed');
      t.equal((await admin.api('PATCH', `people/${leo.id}`, { status: 'active' })).body.status, 'active');
      await portal.signIn('leo@aurora.example', password);
      t.equal((await leo.api('GET', 'session')).status, 401, 'old sessions stay closed');
    });

    await t.test('always have an administrator among them', async (t) => {
      const salesperson = (await admin.api('GET', 'roles')).body.items.find((role: { name: string }) => role.name === 'Salesperson').id;
      for (const change of [{ status: 'dismissed' }, { roleIds: [] }, { roleIds: [salesperson] }]) {
        const { status, body } = await admin.api('PATCH', `people/${admin.id}`, change);
        t.equal(status, 409);
        t.equal(body.code, 'last-administrator');
      }
      const second = await portal.person('Second', { role: 'administrator' });
      const both = await Promise.all([admin.api('PATCH', `people/${second.id}`, { roleIds: [] }), second.api('PATCH', `people/${admin.id}`, { roleIds: [] })]);
      t.equal(both.filter(({ status }) => status === 200).length, 1, 'not even two at the same moment take it from each other');
      const { q } = { q: portal.portal.services.db.read };
      const left = await q
        .selectFrom('person_roles as pr')
        .innerJoin('roles as r', 'r.id', 'pr.role_id')
        .select('pr.person_id')
        .where('r.built_in', '=', 'administrator')
        .execute();
      t.equal(left.length, 1);
    });

    await t.test('leave a trace of what was done to them', async (t) => {
      const rows = await portal.portal.services.db.read.selectFrom('audit').select(['action', 'data']).execute();
      for (const action of ['person.created', 'person.changed', 'person.dismissed', 'person.returned', 'person.invited', 'person.accepted', 'session.opened'])
        t.ok(
          rows.some((row) => row.action === action),
          action,
        );
      t.notMatch(JSON.stringify(rows), /aurora\.example|3000/, 'without personal data');
    });
  });

  t.test(`rights over people on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin } = portal;
    const [north, south] = [await portal.department('North'), await portal.department('South')];
    const head = await portal.person('Head', { grants: { 'core.people.manage': 'department' }, departmentId: north.id });
    const other = await portal.person('Other', { grants: {}, departmentId: south.id });
    const plain = await portal.person('Plain', { grants: {} });
    const adminRole = (await admin.api('GET', `people/${admin.id}`)).body.roleIds[0];

    t.equal((await plain.api('POST', 'people', { name: 'x' })).status, 403);
    t.equal((await plain.api('GET', 'people')).status, 200, 'everybody knows their colleagues');
    t.equal((await head.api('POST', 'people', { name: 'In north', departmentId: north.id })).status, 201);
    t.equal((await head.api('POST', 'people', { name: 'In south', departmentId: south.id })).status, 403);
    t.equal((await head.api('PATCH', `people/${other.id}`, { phone: '1' })).status, 403);
    t.equal((await head.api('POST', 'departments', { name: 'x' })).status, 403, 'the tree is not theirs');
    t.equal((await head.api('PATCH', `people/${head.id}`, { roleIds: [adminRole] })).status, 403, 'nobody makes themselves mightier');
    t.equal((await head.api('POST', 'people', { name: 'x', departmentId: north.id, roleIds: [adminRole] })).status, 403);
    await admin.api('PATCH', `people/${admin.id}`, { departmentId: north.id });
    t.equal((await head.api('POST', `people/${admin.id}/invite`, {})).status, 403, 'nor takes over the account of somebody mightier');
    t.equal((await head.api('PATCH', `people/${admin.id}`, { status: 'dismissed' })).status, 403);
  });

  t.test(`departments on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin } = portal;
    const root = await portal.department('Sales', { headId: admin.id });
    const child = await portal.department('North', { parentId: root.id });
    const leaf = await portal.department('City', { parentId: child.id });
    t.same(
      (await admin.api('GET', 'departments')).body.items.map((one: { name: string }) => one.name),
      ['City', 'North', 'Sales'],
    );
    for (const parentId of [root.id, child.id, leaf.id]) {
      const { status, body } = await admin.api('PATCH', `departments/${root.id}`, { parentId });
      t.equal(status, 422);
      t.equal(body.errors[0].path, 'parentId');
    }
    t.equal((await admin.api('POST', 'departments', { name: 'x', parentId: 999 })).body.errors[0].path, 'parentId');
    const twin = (await admin.api('POST', 'departments', { name: 'Twin' })).body;
    t.match(await admin.api('POST', 'departments', { name: ' TWIN' }), { status: 422, body: { errors: [{ path: 'name' }] } }, 'nobody could tell them apart');
    const below = (await admin.api('POST', 'departments', { name: 'twin', parentId: twin.id })).body;
    t.equal(below.name, 'twin', 'elsewhere they can be');
    t.equal((await admin.api('PATCH', `departments/${below.id}`, { parentId: null })).status, 422, 'until one comes beside the other');
    for (const { id } of [below, twin]) await admin.api('DELETE', `departments/${id}`);
    t.equal((await admin.api('POST', 'departments', { name: 'x', headId: 999 })).body.errors[0].path, 'headId');
    t.equal((await admin.api('DELETE', `departments/${child.id}`)).body.code, 'department-in-use');
    t.match((await admin.api('PATCH', `departments/${leaf.id}`, { parentId: null, version: 1 })).body, { parentId: null, version: 2 });
    t.equal((await admin.api('PATCH', `departments/${leaf.id}`, { name: 'x', version: 1 })).status, 409);
    t.equal((await admin.api('DELETE', `departments/${leaf.id}`)).status, 200);
    t.equal((await admin.api('GET', `departments/${leaf.id}`)).status, 404);
  });
}
