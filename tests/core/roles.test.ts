import t from 'tap';
import type { Role } from '../../server/contracts/core/rights.js';
import { scopeInRole } from '../../server/core/access/built-in-roles.js';
import { dialects, startPortal } from '../support/portal.js';

t.test('built-in roles sell in their scope', async (t) => {
  t.equal(scopeInRole('administrator', 'anything.at.all'), 'all');
  t.equal(scopeInRole('sales-manager', 'crm.deal.delete'), 'department-below');
  t.equal(scopeInRole('sales-manager', 'crm.stage.read'), 'all');
  t.equal(scopeInRole('sales-manager', 'crm.stage.change'), undefined);
  t.equal(scopeInRole('sales-manager', 'core.people.manage'), undefined);
  t.equal(scopeInRole('salesperson', 'sales.quote.create'), 'own');
  t.equal(scopeInRole('salesperson', 'sales.product.read'), 'all');
  for (const action of ['delete', 'import', 'export']) t.equal(scopeInRole('salesperson', `crm.lead.${action}`), undefined);
});

t.test('employees have their own tasks and time, and nothing of clients or money', async (t) => {
  for (const action of ['read', 'create', 'change', 'delete']) t.equal(scopeInRole('employee', `tasks.task.${action}`), 'own');
  for (const other of ['tasks.time.lock', 'tasks.task.export', 'crm.deal.read', 'crm.stage.read', 'sales.product.read', 'core.people.manage'])
    t.equal(scopeInRole('employee', other), undefined, other);
});

for (const dialect of dialects) {
  t.test(`roles on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin } = portal;
    const list = async (headers = {}): Promise<{ items: Role[]; permissions: string[] }> => (await admin.api('GET', 'roles', undefined, headers)).body;
    const { items, permissions } = await list();
    const [administrator, manager] = items as [Role, Role];
    t.same(
      items.map(({ name }) => name),
      ['Administrator', 'Sales manager', 'Salesperson', 'Employee'],
    );
    t.same(permissions, [
      'core.people.manage',
      'core.roles.manage',
      'core.settings.manage',
      'core.modules.manage',
      'core.webhooks.manage',
      'core.metrics.read',
      'core.audit.read',
      'core.privacy.manage',
      'core.backup.manage',
    ]);
    t.same(Object.keys(administrator.grants).sort(), [...permissions].sort());

    await t.test('are named in the language of the reader', async (t) => {
      const rui = await portal.person('Rui', { grants: { 'core.roles.manage': 'all' } });
      await rui.api('PATCH', 'session', { language: 'pt-BR' });
      t.same(
        (await rui.api('GET', 'roles')).body.items.slice(0, 3).map((role: Role) => role.name),
        ['Administração', 'Gerência de vendas', 'Vendas'],
      );
    });

    await t.test('are made, changed and removed', async (t) => {
      const made = await admin.api('POST', 'roles', { name: 'Office', grants: { 'core.people.manage': 'department' } });
      t.equal(made.status, 201);
      t.match(made.body, { builtIn: false, version: 1, grants: { 'core.people.manage': 'department' } });
      const worker = await portal.person('Worker', { grants: {} });
      await admin.api('PATCH', `people/${worker.id}`, { roleIds: [made.body.id] });
      t.same((await worker.api('GET', 'session')).body.permissions, { 'core.people.manage': 'department' });
      const changed = await admin.api('PATCH', `roles/${made.body.id}`, { grants: { 'core.settings.manage': 'all' }, version: 1 });
      t.same(changed.body.grants, { 'core.settings.manage': 'all' });
      t.same((await worker.api('GET', 'session')).body.permissions, { 'core.settings.manage': 'all' }, 'at once');
      t.equal((await admin.api('PATCH', `roles/${made.body.id}`, { name: 'x', version: 1 })).status, 409);
      t.equal((await admin.api('DELETE', `roles/${made.body.id}`)).body.code, 'role-in-use');
      await admin.api('PATCH', `people/${worker.id}`, { roleIds: [] });
      t.equal((await admin.api('DELETE', `roles/${made.body.id}`)).status, 200);
      t.equal((await admin.api('GET', `roles/${made.body.id}`)).status, 404);
    });

    await t.test('are not called alike, nor as one that came with the portal, in no language', async (t) => {
      const made = await admin.api('POST', 'roles', { name: 'Warehouse', grants: {} });
      for (const name of ['warehouse ', 'Vendas', 'vendas', 'Salesperson'])
        t.match((await admin.api('POST', 'roles', { name, grants: {} })).body.errors, [{ path: 'name', message: /already/ }], name);
      t.match((await admin.api('PATCH', `roles/${made.body.id}`, { name: 'Administração' })).body.errors, [{ path: 'name' }]);
      t.equal((await admin.api('PATCH', `roles/${made.body.id}`, { name: 'WAREHOUSE' })).status, 200, 'its own name can be written otherwise');
    });

    await t.test('take no permission or scope that does not exist', async (t) => {
      t.equal((await admin.api('POST', 'roles', { name: 'x', grants: { 'core.nothing': 'all' } })).body.errors[0].path, 'grants.core.nothing');
      t.equal((await admin.api('POST', 'roles', { name: 'x', grants: { 'core.people.manage': 'some' } })).status, 422);
      t.equal((await admin.api('POST', 'roles', { name: ' ', grants: {} })).body.errors[0].path, 'name');
    });

    await t.test('that came with the portal stay', async (t) => {
      for (const [id, change] of [
        [administrator.id, { grants: {} }],
        [administrator.id, { name: 'x' }],
        [manager.id, { name: 'x' }],
      ] as const)
        t.equal((await admin.api('PATCH', `roles/${id}`, change)).body.code, 'built-in-role');
      t.equal((await admin.api('DELETE', `roles/${manager.id}`)).body.code, 'built-in-role');
      t.same((await admin.api('PATCH', `roles/${manager.id}`, { grants: { 'core.settings.manage': 'all' } })).body.grants, { 'core.settings.manage': 'all' });
    });

    await t.test('are for those who may give them', async (t) => {
      const clerk = await portal.person('Clerk', { grants: { 'core.people.manage': 'all', 'core.roles.manage': 'own' } });
      t.equal((await clerk.api('POST', 'roles', { name: 'x', grants: {} })).status, 403);
      const refused = await clerk.api('PATCH', `people/${clerk.id}`, { roleIds: [administrator.id] });
      t.equal(refused.status, 403);
      t.equal(refused.body.permission, 'core.roles.manage');
    });
  });
}
