import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`calls that come twice on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
    const { api } = p.admin;
    const count = async () => (await api('GET', 'crm/deals?total=true')).body.total as number;
    const post = (key: string, body: object, who = p.admin) => who.api('POST', 'crm/deals', body, { 'idempotency-key': key });

    await t.test('with the same key make one record and get the same answer', async (t) => {
      const before = await count();
      const [first, second] = [await post('one', { title: 'Once' }), await post('one', { title: 'Once' })];
      t.equal(first.status, 201);
      t.equal(second.status, 201);
      t.same(second.body, first.body);
      t.equal(await count(), before + 1);
      await p.restart();
      t.same((await post('one', { title: 'Once' })).body, first.body, 'also after a restart');
      t.equal(await count(), before + 1);
    });

    await t.test('with the same key for something else are refused', async (t) => {
      const before = await count();
      const refused = await post('one', { title: 'Something else' });
      t.match(refused, { status: 422, body: { code: 'idempotency-key-reused' } });
      t.equal((await api('POST', 'crm/companies', { title: 'Once' }, { 'idempotency-key': 'one' })).status, 422, 'nor at another address');
      t.equal(await count(), before);
    });

    await t.test('at the same moment make one record', async (t) => {
      const before = await count();
      const answers = await Promise.all(Array.from({ length: 12 }, () => post('together', { title: 'Together' })));
      t.ok(
        answers.every(({ status, body }) => status === 201 || (status === 409 && body.code === 'still-running')),
        answers.map(({ status }) => status).join(' '),
      );
      const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
      t.equal(ids.size, 1);
      t.equal(await count(), before + 1);
    });

    await t.test('belong to one person, and a refused call may be mended under its key', async (t) => {
      const theirs = await post('one', { title: 'Of Bruno' }, bruno);
      t.equal(theirs.status, 201);
      t.equal(theirs.body.title, 'Of Bruno');
      t.equal((await post('mended', { title: '' })).status, 422);
      t.equal((await post('mended', { title: 'Mended' })).status, 201);
      t.match(await post('x'.repeat(201), { title: 'Long' }), { status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
    });

    await t.test('without a key are two calls', async (t) => {
      const before = await count();
      await api('POST', 'crm/deals', { title: 'Twice' });
      await api('POST', 'crm/deals', { title: 'Twice' });
      t.equal(await count(), before + 2);
    });
  });

  t.test(`versions on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { api } = p.admin;
    const company = (await api('POST', 'crm/companies', { title: 'Lumen' })).body;
    const product = (await api('POST', 'sales/products', { name: 'Hinge', price: { amount: 100, currency: 'BRL' } })).body;
    const department = await p.department('North');
    const role = (await api('POST', 'roles', { name: 'Reader', grants: {} })).body;
    const person = (await api('POST', 'people', { name: 'Rita' })).body;
    const deal = (await api('POST', 'crm/deals', { title: 'Doors' })).body;
    const quote = (await api('POST', 'sales/quotes', { dealId: deal.id, rows: [{ name: 'A', quantity: 1, price: { amount: 1, currency: 'BRL' } }] })).body;
    const cases: [path: string, field: string, record: { id: number; version: number }][] = [
      ['crm/companies', 'title', company],
      ['sales/products', 'name', product],
      ['sales/quotes', 'terms', quote],
      ['departments', 'name', department],
      ['roles', 'name', role],
      ['people', 'name', person],
    ];

    await t.test('a change of an older state is refused with what is stored and what was given', async (t) => {
      for (const [path, field, { id, version }] of cases) {
        const changed = await api('PATCH', `${path}/${id}`, { [field]: 'First', version });
        t.equal(changed.status, 200, path);
        t.equal(changed.body.version, version + 1, path);
        const refused = await api('PATCH', `${path}/${id}`, { [field]: 'Second', version });
        t.equal(refused.status, 409, path);
        t.equal(refused.body.code, 'stale-version', path);
        t.match(refused.body.current, { [field]: 'First', version: version + 1 }, path);
        t.match(refused.body.given, { [field]: 'Second', version }, path);
        t.equal((await api('GET', `${path}/${id}`)).body[field], 'First', path);
      }
    });

    await t.test('of two changes of the same state at the same moment one is taken', async (t) => {
      for (const [path, field, { id }] of cases) {
        const { version } = (await api('GET', `${path}/${id}`)).body;
        const answers = await Promise.all(['A', 'B'].map((value) => api('PATCH', `${path}/${id}`, { [field]: value, version })));
        t.same(answers.map(({ status }) => status).sort(), [200, 409], path);
        const winner = answers.find(({ status }) => status === 200);
        t.equal((await api('GET', `${path}/${id}`)).body[field], winner?.body[field], path);
        t.equal((await api('GET', `${path}/${id}`)).body.version, version + 1, path);
      }
    });

    await t.test('a change without a version is taken over whatever is there, and changing nothing makes no version', async (t) => {
      const { version } = (await api('GET', `crm/companies/${company.id}`)).body;
      const changed = (await api('PATCH', `crm/companies/${company.id}`, { title: 'Without' })).body;
      t.equal(changed.version, version + 1);
      t.equal((await api('PATCH', `crm/companies/${company.id}`, { title: 'Without' })).body.version, version + 1);
    });
  });
}
