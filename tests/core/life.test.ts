import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`the life of modules on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const tablesOf = async (prefix: string) => {
      const cards = (await p.admin.api('GET', 'modules')).body.items as { id: string; tables: number }[];
      return cards.find(({ id }) => id === prefix)?.tables;
    };

    await t.test('a module that was left out has no route, no table and no script', async (t) => {
      t.equal((await p.admin.api('GET', 'sales/quotes')).status, 404);
      t.equal((await p.admin.api('POST', 'sales/quotes', {})).status, 404);
      t.equal(await tablesOf('sales'), 0);
      t.same((await p.admin.api('GET', 'session')).body.modules, ['crm']);
      t.equal((await p.admin.api('GET', '/assets/modules/sales/entry.js')).status, 404);
    });

    await t.test('it is added while requests run, and none of them fails', async (t) => {
      let running = true;
      const statuses: number[] = [];
      const load = Promise.all(
        [1, 2, 3, 4].map(async () => {
          while (running) statuses.push((await p.admin.api('GET', 'crm/leads?limit=5')).status);
        }),
      );
      const added = await p.admin.api('POST', 'modules/sales/add', {});
      running = false;
      await load;
      t.equal(added.status, 200);
      t.equal(added.body.state, 'on');
      t.ok(added.body.tables > 0 && added.body.routes > 0);
      t.ok(statuses.length > 10, 'requests were running');
      t.ok(statuses.every((status) => status === 200));
      t.equal((await p.admin.api('GET', 'sales/quotes')).status, 200);
      t.same((await p.admin.api('GET', 'session')).body.modules, ['crm', 'sales']);
    });

    await t.test('it is not added twice, and what is needed is not parked', async (t) => {
      t.equal((await p.admin.api('POST', 'modules/sales/add', {})).status, 409);
      const refused = await p.admin.api('POST', 'modules/crm/park', {});
      t.equal(refused.status, 409);
      t.same(refused.body.neededBy, ['sales']);
    });

    await t.test('parked it answers 404 and keeps its data, also over a restart; resumed it has them again', async (t) => {
      const product = await p.admin.api('POST', 'sales/products', { name: 'Hinge', price: { amount: 1890, currency: 'BRL' } });
      t.equal(product.status, 201);
      const tables = await tablesOf('sales');
      const parked = await p.admin.api('POST', 'modules/sales/park', {});
      t.equal(parked.status, 200);
      t.equal(parked.body.routes, 0);
      t.equal(parked.body.jobs, 0);
      t.equal((await p.admin.api('GET', 'sales/products')).status, 404);
      t.equal(await tablesOf('sales'), tables);
      await p.restart();
      t.equal((await p.admin.api('GET', 'sales/products')).status, 404);
      t.equal((await p.admin.api('POST', 'modules/sales/resume', {})).status, 200);
      t.same((await p.admin.api('GET', `sales/products/${product.body.id}`)).body, product.body);
    });

    await t.test('only those who may manage modules see and switch them', async (t) => {
      const seller = await p.person('Rui Teles', { role: 'salesperson' });
      t.equal((await seller.api('GET', 'modules')).status, 403);
      t.equal((await seller.api('POST', 'modules/sales/park', {})).status, 403);
      t.equal((await p.api('POST', 'modules/sales/park', {})).status, 401);
      t.equal((await p.admin.api('POST', 'modules/nothing/add', {})).status, 404);
    });
  });
}
