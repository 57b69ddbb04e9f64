import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`who sees and changes which records on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const north = await portal.department('North');
    const south = await portal.department('South');
    const carla = await portal.person('carla', { role: 'salesperson', departmentId: north.id });
    const bruno = await portal.person('bruno', { role: 'salesperson', departmentId: south.id });
    const departmentGrants = Object.fromEntries(['read', 'create'].map((action) => [`crm.deal.${action}`, 'department' as const]));
    const head = await portal.person('head', { grants: { ...departmentGrants, 'crm.deal.change': 'own' }, departmentId: north.id });
    const outsider = await portal.person('outsider', { grants: { 'crm.contact.read': 'all' } });

    const ofCarla = await expect(carla.api('POST', 'crm/deals', { title: 'Carla 1' }), 201);
    const ofBruno = await expect(bruno.api('POST', 'crm/deals', { title: 'Bruno 1' }), 201);
    const nobodys = await expect(portal.admin.api('POST', 'crm/deals', { title: 'Nobody', ownerId: null }), 201);

    await t.test('own', async (t) => {
      t.equal(ofCarla.ownerId, carla.id, 'whoever makes a deal is its responsible');
      const page = await expect(carla.api('GET', 'crm/deals?total=true'), 200);
      t.match({ ids: page.items.map((deal: { id: number }) => deal.id), total: page.total }, { ids: [ofCarla.id], total: 1 });
      for (const id of [ofBruno.id, nobodys.id]) {
        await expect(carla.api('GET', `crm/deals/${id}`), 404);
        await expect(carla.api('PATCH', `crm/deals/${id}`, { title: 'x' }), 404);
        await expect(carla.api('POST', 'comments', { recordType: 'crm.deal', recordId: id, html: 'x' }), 404);
        await expect(carla.api('GET', `crm/deals/${id}/timeline`), 404);
        await expect(carla.api('GET', `crm/deals/${id}/history`), 404);
      }
      await expect(carla.api('POST', 'crm/deals', { title: 'for another', ownerId: bruno.id }), 403);
    });

    await t.test('department reads, own changes', async (t) => {
      const { items } = await expect(head.api('GET', 'crm/deals'), 200);
      t.same(
        items.map((deal: { id: number }) => deal.id),
        [ofCarla.id],
      );
      t.equal((await expect(head.api('PATCH', `crm/deals/${ofCarla.id}`, { title: 'x' }), 403)).permission, 'crm.deal.change');
      await expect(head.api('GET', `crm/deals/${ofBruno.id}`), 404);
      await expect(head.api('POST', `crm/deals/${ofCarla.id}/move`, { stageId: 1 }), 403);
    });

    await t.test('all, and none', async (t) => {
      const page = await expect(portal.admin.api('GET', 'crm/deals?total=true'), 200);
      t.equal(page.total, 3);
      await expect(outsider.api('GET', 'crm/deals'), 403);
      await expect(outsider.api('GET', `crm/deals/${ofCarla.id}`), 403);
      await expect(portal.api('GET', 'crm/deals'), 401);
    });

    await t.test('boards and counts show the same as lists', async (t) => {
      const count = async (who: typeof carla) => {
        const { columns } = await expect(who.api('GET', 'crm/deals/board'), 200);
        return columns.reduce((n: number, column: { count: number }) => n + column.count, 0);
      };
      t.same([await count(carla), await count(bruno), await count(portal.admin)], [1, 1, 3]);
    });

    await t.test('what a record points at must be visible', async (t) => {
      const company = await expect(bruno.api('POST', 'crm/companies', { title: 'Só do Bruno' }), 201);
      const refused = await expect(carla.api('PATCH', `crm/deals/${ofCarla.id}`, { companyId: company.id }), 422);
      t.equal(refused.errors[0].path, 'companyId');
      await expect(bruno.api('PATCH', `crm/deals/${ofBruno.id}`, { companyId: company.id }), 200);
      const planned = { kind: 'call', title: 'x', recordType: 'crm.deal' };
      t.equal((await expect(carla.api('POST', 'crm/activities', { ...planned, recordId: ofBruno.id }), 422)).errors[0].path, 'recordId');
    });

    await t.test('a stale version is refused with both states', async (t) => {
      const first = await expect(carla.api('PATCH', `crm/deals/${ofCarla.id}`, { title: 'Carla 2', version: ofCarla.version }), 200);
      const refused = await expect(carla.api('PATCH', `crm/deals/${ofCarla.id}`, { title: 'Carla 3', version: ofCarla.version }), 409);
      t.match(refused, { code: 'stale-version', current: { title: 'Carla 2', version: first.version }, given: { title: 'Carla 3' } });
      await expect(carla.api('POST', `crm/deals/${ofCarla.id}/move`, { stageId: ofCarla.stageId, version: ofCarla.version }), 409);
    });

    await t.test('the bin takes a record out of sight and gives it back', async (t) => {
      const company = await expect(portal.admin.api('POST', 'crm/companies', { title: 'Weg' }), 201);
      const before = await expect(portal.admin.api('GET', 'crm/companies?total=true'), 200);
      await expect(portal.admin.api('DELETE', `crm/companies/${company.id}`), 200);
      await expect(portal.admin.api('GET', `crm/companies/${company.id}`), 404);
      t.equal((await expect(portal.admin.api('GET', 'crm/companies?total=true'), 200)).total, before.total - 1);
      await expect(portal.admin.api('POST', `crm/companies/${company.id}/restore`), 200);
      t.equal((await expect(portal.admin.api('GET', `crm/companies/${company.id}`), 200)).title, 'Weg');
      const { items } = await expect(portal.admin.api('GET', `crm/companies/${company.id}/history`), 200);
      t.same(
        items.map((entry: { kind: string }) => entry.kind),
        ['restored', 'deleted', 'created'],
      );
    });
  });
}
