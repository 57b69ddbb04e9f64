import t from 'tap';
import { dialects, password, startPortal, type Visitor } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`a dismissal that hands the work over on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm', 'sales'] });
    const { admin, api } = portal;
    const bruno = await portal.person('Bruno', { role: 'salesperson' });
    const carla = await portal.person('Carla', { role: 'salesperson' });
    const davi = await portal.person('Davi', { role: 'salesperson' });
    const count = 230;
    for (let i = 0; i < count; i += 1) await bruno.api('POST', 'crm/contacts', { firstName: `Contact ${i}`, lastName: 'Reis' });
    const lead = (await bruno.api('POST', 'crm/leads', { title: 'Ladders' })).body;
    const deal = (await bruno.api('POST', 'crm/deals', { title: 'Roof' })).body;
    const { token } = (await bruno.api('POST', 'tokens', { name: 'x' })).body;
    const { roleIds } = (await admin.api('GET', `people/${bruno.id}`)).body;
    const ownerOf = async (path: string) => (await admin.api('GET', path)).body.ownerId;
    const seen = async (who: Visitor, path: string) => (await who.api('GET', `${path}?total=true`)).body.total;
    const codes = async (who: Visitor) => (await who.api('GET', 'notices')).body.items.map(({ code }: { code: string }) => code);

    await t.test('says first what there is', async (t) => {
      const { items } = (await admin.api('GET', `people/${bruno.id}/holdings`)).body;
      t.same(Object.fromEntries(items.map((one: { type: string; count: number }) => [one.type, one.count])), {
        'crm.lead': 1,
        'crm.deal': 1,
        'crm.contact': count,
      });
      t.equal((await carla.api('GET', `people/${bruno.id}/holdings`)).status, 403);
      t.equal((await admin.api('GET', 'people/999/holdings')).status, 404);
    });

    await t.test('needs somebody who is there', async (t) => {
      for (const toPersonId of [bruno.id, 999]) {
        const { body } = await admin.api('POST', `people/${bruno.id}/dismiss`, { toPersonId });
        t.equal(body.errors[0].path, 'toPersonId');
      }
      t.equal((await bruno.api('GET', 'session')).status, 200, 'nothing happened');
    });

    await t.test('ends access at once and moves the records in the background', async (t) => {
      const before = (await codes(carla)).length;
      t.equal((await admin.api('POST', `people/${bruno.id}/dismiss`, { toPersonId: carla.id })).body.status, 'dismissed');
      t.equal((await bruno.api('GET', 'session')).status, 401);
      t.equal((await api('GET', 'session', undefined, { authorization: `Bearer ${token}` })).status, 401);
      await portal.settle();
      t.equal(await seen(carla, 'crm/contacts'), count);
      t.same(await Promise.all([ownerOf(`crm/leads/${lead.id}`), ownerOf(`crm/deals/${deal.id}`)]), [carla.id, carla.id]);
      t.same((await admin.api('GET', `people/${bruno.id}/holdings`)).body.items, [], 'the counters followed');
      const [last] = (await admin.api('GET', `crm/deals/${deal.id}/history`)).body.items;
      t.match(last, { actorId: admin.id, kind: 'changed', changes: { ownerId: { from: bruno.id, to: carla.id } } }, 'each has a line in its history');
      t.same((await codes(carla)).slice(0, (await codes(carla)).length - before), ['core.hand-over.received'], 'one notice for the whole');
      t.ok((await codes(admin)).includes('core.hand-over.done'));
      t.match((await carla.api('GET', 'notices')).body.items[0].title, `You have taken over ${count + 2} records of Bruno`);
    });

    await t.test('gives back what nobody gave on since', async (t) => {
      await admin.api('PATCH', `crm/deals/${deal.id}`, { ownerId: davi.id });
      const toDavi = (await carla.api('GET', 'crm/contacts?limit=1')).body.items[0].id;
      await admin.api('PATCH', `crm/contacts/${toDavi}`, { ownerId: davi.id });
      await admin.api('PATCH', `crm/contacts/${toDavi}`, { ownerId: carla.id });
      t.match((await admin.api('POST', `people/${bruno.id}/return`)).body, { status: 'active', returning: count }, 'with how many go back');
      await portal.settle();
      const again = await portal.signIn('bruno@aurora.example', password);
      t.same((await admin.api('GET', `people/${bruno.id}`)).body.roleIds, roleIds, 'with the roles');
      t.equal(await seen(again, 'crm/contacts'), count - 1);
      t.equal(await ownerOf(`crm/leads/${lead.id}`), bruno.id);
      t.equal(await ownerOf(`crm/deals/${deal.id}`), davi.id, 'what went to somebody else stays there');
      t.equal(await ownerOf(`crm/contacts/${toDavi}`), carla.id, 'also when it came back to whoever took it over');
      const told = async (who: Visitor, code: string) =>
        (await who.api('GET', 'notices')).body.items.filter((notice: { code: string }) => notice.code === code);
      t.match(await told(carla, 'core.hand-over.returned'), [{ title: `${count} records went back to Bruno` }]);
      t.match(await told(carla, 'core.hand-over.received'), [{ title: 'Taken back: the work of Bruno that you had taken over' }]);
      t.match(
        await told(admin, 'core.hand-over.done'),
        [{ title: 'Taken back: the work of Bruno that Carla had taken over', body: new RegExp(`Went back: ${count} of ${count + 2};`) }],
        'also to whoever had ordered it',
      );
      t.same(await portal.portal.services.db.read.selectFrom('handed_records').select('record_id').execute(), []);
    });

    await t.test('leaves the records alone when nobody is named, and after thirty days', async (t) => {
      await admin.api('POST', `people/${bruno.id}/dismiss`, { toPersonId: null });
      await portal.settle();
      t.equal(await ownerOf(`crm/leads/${lead.id}`), bruno.id);
      await admin.api('POST', `people/${bruno.id}/return`);
      await admin.api('POST', `people/${bruno.id}/dismiss`, { toPersonId: carla.id });
      await portal.settle();
      portal.pass(31 * 86_400_000);
      const ana = await portal.signIn('ana@aurora.example', password);
      t.equal((await ana.api('POST', `people/${bruno.id}/return`)).body.status, 'active', 'access can always be given back');
      await portal.settle();
      t.equal((await ana.api('GET', `crm/leads/${lead.id}`)).body.ownerId, carla.id);
    });
  });
}
