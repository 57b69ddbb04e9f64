import t from 'tap';
import { load } from '../../support/importing.js';
import { dialects } from '../../support/portal.js';
import { expect, startCrm } from './crm-portal.js';

interface Entry {
  id: number;
  name: string;
  version: number;
}

for (const dialect of dialects) {
  t.test(`sources and lost reasons on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const list = async (path: string): Promise<Entry[]> => (await expect(api('GET', `crm/${path}?sort=position&limit=200`), 200)).items;
    const names = async (path: string) => (await list(path)).map(({ name }) => name);

    await t.test('entries are added, renamed and sorted', async (t) => {
      const before = await names('sources');
      const added = await expect(api('POST', 'crm/sources', { name: 'Podcast' }), 201);
      t.same(await names('sources'), [...before, 'Podcast']);
      await expect(api('PATCH', `crm/sources/${added.id}`, { position: 1, name: 'Our podcast', version: added.version }), 200);
      const [first, ...others] = before;
      t.same(await names('sources'), [first, 'Our podcast', ...others]);
      t.equal((await api('PATCH', `crm/sources/${added.id}`, { name: 'Mine', version: added.version })).status, 409, 'of two at a time the second is asked');
    });

    await t.test('no two are called alike', async (t) => {
      for (const path of ['sources', 'lost-reasons']) {
        const [first, second] = await list(path);
        t.match((await expect(api('POST', `crm/${path}`, { name: first?.name.toUpperCase() }), 422)).errors, [{ path: 'name', message: /already/ }], path);
        t.match((await expect(api('PATCH', `crm/${path}/${second?.id}`, { name: `${first?.name} ` }), 422)).errors, [{ path: 'name' }]);
        await expect(api('PATCH', `crm/${path}/${second?.id}`, { name: second?.name }), 200);
      }
    });

    await t.test('it is known how many records name each, and one that is retired stays on them', async (t) => {
      const [source] = await list('sources');
      const [reason] = await list('lost-reasons');
      const lead = await expect(api('POST', 'crm/leads', { title: 'a', sourceId: source?.id }), 201);
      await expect(api('POST', 'crm/companies', { title: 'b', sourceId: source?.id }), 201);
      const junk = [...portal.leadStages.values()].find(({ name }) => name === 'Junk');
      await expect(api('POST', `crm/leads/${lead.id}/move`, { stageId: junk?.id, lostReasonId: reason?.id }), 200);
      t.same((await expect(api('GET', 'crm/sources/uses'), 200)).items, [{ id: source?.id, count: 2 }]);
      t.same((await expect(api('GET', 'crm/lost-reasons/uses'), 200)).items, [{ id: reason?.id, count: 1 }]);
      await expect(api('DELETE', `crm/sources/${source?.id}`), 200);
      t.notOk((await names('sources')).includes(source?.name ?? ''));
      t.equal((await expect(api('GET', `crm/leads/${lead.id}`), 200)).sourceId, source?.id);
      t.equal((await expect(api('POST', 'crm/leads', { title: 'c', sourceId: source?.id }), 422)).errors[0].path, 'sourceId');
      await expect(api('POST', `crm/sources/${source?.id}/restore`), 200);
      t.ok((await names('sources')).includes(source?.name ?? ''));
    });

    await t.test('one is merged into another: what names it names the other, in the bin too', async (t) => {
      const [one, other, third] = await Promise.all(['Stand', 'Stands', 'Kiosk'].map((name) => expect(api('POST', 'crm/sources', { name }), 201)));
      const ids: number[] = [];
      for (const title of ['d', 'e']) ids.push((await expect(api('POST', 'crm/leads', { title, sourceId: one.id }), 201)).id);
      const company = await expect(api('POST', 'crm/companies', { title: 'f', sourceId: one.id }), 201);
      await expect(api('DELETE', `crm/leads/${ids[1]}`), 200);
      t.match((await expect(api('POST', `crm/sources/${one.id}/merge`, { into: one.id }), 422)).errors, [{ path: 'into' }]);
      t.match((await expect(api('POST', `crm/sources/${one.id}/merge`, { into: 99_999 }), 422)).errors, [{ path: 'into' }]);
      const bruno = await portal.person('Caio Melo', { role: 'salesperson' });
      t.equal((await bruno.api('POST', `crm/sources/${one.id}/merge`, { into: other.id })).status, 403);
      const { runs, ...merged } = await expect(api('POST', `crm/sources/${one.id}/merge`, { into: other.id }), 200);
      t.match(merged, { id: one.id, movesTo: null });
      t.notOk((await names('sources')).includes('Stand'));
      t.match(await expect(api('GET', `crm/leads/${ids[0]}`), 200), { sourceId: other.id, version: 2 });
      t.match((await expect(api('GET', `crm/leads/${ids[0]}/history`), 200)).items[0], { changes: { sourceId: { from: one.id, to: other.id } } });
      t.match(await expect(api('GET', `crm/companies/${company.id}`), 200), { sourceId: other.id });

      const [ofLeads, ofCompanies] = runs;
      await expect(api('PATCH', `crm/companies/${company.id}`, { sourceId: third.id }), 200);
      t.match(await expect(api('POST', `bulk/${ofLeads}/undo`), 200), { changed: 2, left: [] }, 'taken back, it is there again');
      t.ok((await names('sources')).includes('Stand'));
      t.match(await expect(api('GET', `crm/leads/${ids[0]}`), 200), { sourceId: one.id });
      const uses = async () => (await expect(api('GET', 'crm/sources/uses'), 200)).items.find(({ id }: Entry) => id === one.id);
      t.match(await uses(), { count: 1 }, 'what lies in the bin is not counted');
      t.match(await expect(api('POST', `crm/leads/${ids[1]}/restore`), 200), { sourceId: one.id }, 'what lay in the bin is as it was, too');
      t.match(await expect(api('POST', `bulk/${ofCompanies}/undo`), 200), { changed: 0, left: [{ reason: 'meanwhile', count: 1 }] });
      t.match(await expect(api('GET', `crm/companies/${company.id}`), 200), { sourceId: third.id }, 'what was changed since stays');
      await expect(api('PATCH', `crm/companies/${company.id}`, { sourceId: one.id }), 200);
      const again = (await expect(api('POST', `crm/sources/${one.id}/merge`, { into: other.id }), 200)).runs;

      const content = ['title,source', ...Array.from({ length: 700 }, (_, index) => `Pin ${index},Stands`)].join('\n');
      t.match(await load(portal, portal.admin, 'deals', { name: 'pins.csv', content }), { created: 700 });
      const onward = await expect(api('POST', `crm/sources/${other.id}/merge`, { into: third.id }), 200);
      t.match(onward, { movesTo: third.id, movesTotal: 703 }, 'many go on behind it');
      t.match(await expect(api('POST', `crm/sources/${third.id}/merge`, { into: other.id }), 422), { errors: [{ path: 'into' }] });
      t.match(await expect(api('POST', `bulk/${again[0]}/undo`), 409), { code: 'merged-since' }, 'what was merged on is not taken back');
      await portal.settle();
      t.same(
        (await expect(api('GET', 'crm/sources/uses'), 200)).items.find(({ id }: Entry) => id === third.id),
        { id: third.id, count: 703 },
      );
      t.notOk((await names('sources')).includes('Stands'));
      t.match(await expect(api('POST', `bulk/${again[0]}/undo`), 409), { code: 'merged-since' });
      t.notOk((await names('sources')).includes('Stand'), 'and nothing is half back');
      for (const id of onward.runs) await expect(api('POST', `bulk/${id}/undo`), 200);
      await portal.settle();
      t.ok((await names('sources')).includes('Stands'), 'first what came last');
      for (const id of again) await expect(api('POST', `bulk/${id}/undo`), 200);
      await portal.settle();
      t.match(await expect(api('GET', `crm/companies/${company.id}`), 200), { sourceId: one.id }, 'then that before it');
    });

    await t.test('counts are for those who keep the lists', async (t) => {
      const bruno = await portal.person('Bruno Lima', { role: 'salesperson' });
      for (const path of ['sources', 'lost-reasons', 'stages']) t.equal((await bruno.api('GET', `crm/${path}/uses`)).status, 403, path);
    });
  });
}
