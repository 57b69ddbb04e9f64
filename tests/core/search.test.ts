import { sql } from 'kysely';
import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`search and references on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const [rui, eva] = [await portal.person('Rui Paz', { role: 'salesperson' }), await portal.person('Eva', { role: 'salesperson' })];
    const made = async (who: typeof rui, title: string) => (await who.api('POST', 'crm/companies', { title })).body;
    const [one, two] = [await made(rui, 'Padaria São João'), await made(eva, 'São João Materiais')];
    const titles = async (who: typeof rui, query: string): Promise<string[]> =>
      (await who.api('GET', `search?${query}`)).body.items.map((hit: { title: string }) => hit.title);

    t.same(await titles(admin, 'q=sao+joao'), ['São João Materiais', 'Padaria São João'], 'newest first, whatever the accents');
    t.same(await titles(rui, 'q=joao'), ['Padaria São João'], 'only what one may see');
    t.same(await titles(admin, 'q=joao&types=crm.lead'), []);
    t.same(await titles(admin, 'q=joao&limit=1'), ['São João Materiais']);
    t.same(await titles(eva, 'q=rui'), ['Rui Paz']);
    t.same(await titles(eva, 'q=rui&types=core.person'), ['Rui Paz']);
    t.same(await titles(admin, 'q=%25%25'), []);
    t.same(await titles(admin, 'q=+'), []);
    t.equal((await admin.api('GET', 'search')).body.errors[0].path, 'q');

    const refs = `crm.company:${one.id},crm.company:${two.id},core.person:${eva.id},core.person:999,no.kind:1`;
    t.same((await rui.api('GET', `references?refs=${refs}`)).body.items, [
      { type: 'crm.company', id: one.id, title: 'Padaria São João', url: `/crm/companies/${one.id}` },
      { type: 'crm.company', id: two.id, title: null, url: null },
      { type: 'core.person', id: eva.id, title: 'Eva', url: null },
      { type: 'core.person', id: 999, title: null, url: null },
      { type: 'no.kind', id: 1, title: null, url: null },
    ]);
    t.equal((await admin.api('GET', 'references?refs=crm.company')).body.errors[0].path, 'refs');
    const many = Array.from({ length: 201 }, (_, i) => `a.b:${i}`).join(',');
    t.equal((await admin.api('GET', `references?refs=${many}`)).status, 422);
  });

  t.test(`search that forgives on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const rui = await portal.person('Rui Figueiredo', { role: 'salesperson' });
    const contact = async (who: typeof rui, title: string, phone: string) =>
      (await who.api('POST', 'crm/contacts', { title, phones: [{ kind: 'work', value: phone }] })).body.id as number;
    await contact(admin, 'Marina Albuquerque', '+55 (11) 98765-4321');
    await contact(rui, 'Otávio Vasconcelos', '21 3333.4444');
    await admin.api('POST', 'crm/companies', { title: 'Ferragens Aurora', taxId: '12.345.678/0001-95' });
    const find = async (who: typeof rui, q: string) => {
      const { body } = await who.api('GET', `search?q=${encodeURIComponent(q)}`);
      return { similar: body.similar as boolean, titles: body.items.map((hit: { title: string }) => hit.title) as string[] };
    };

    await t.test('a telephone number is found however it is spelt', async (t) => {
      for (const spelling of ['+55 (11) 98765-4321', '11 98765 4321', '011 98765-4321', '(0)11 987654321', '98765-4321', '5511987654321', '8765-43'])
        t.same(await find(admin, spelling), { similar: false, titles: ['Marina Albuquerque'] }, spelling);
      t.same((await find(admin, '(21) 3333-4444')).titles, ['Otávio Vasconcelos']);
      t.same((await find(admin, '+55 21 3333 4444')).titles, ['Otávio Vasconcelos'], 'also with a code that was not stored');
      t.same((await find(rui, '98765-4321')).titles, [], 'but only to whom may see it');
      const listed = await admin.api('GET', `crm/contacts?q=${encodeURIComponent('11 98765 4321')}`);
      t.same(
        listed.body.items.map((one: { title: string }) => one.title),
        ['Marina Albuquerque'],
        'and in lists',
      );
    });

    await t.test('a tax id is found with and without its signs', async (t) => {
      for (const spelling of ['12.345.678/0001-95', '12345678000195', '12345678']) t.same((await find(admin, spelling)).titles, ['Ferragens Aurora'], spelling);
    });

    await t.test('a slip of the fingers is forgiven where nothing is found as typed', async (t) => {
      for (const slip of ['Albuqerque', 'Albuquerqeu', 'Albuquerq', 'marina albuqeurque', 'Albukerque'])
        t.same((await find(admin, slip)).titles, ['Marina Albuquerque'], slip);
      t.same(await find(admin, 'vasconselos'), { similar: true, titles: ['Otávio Vasconcelos'] });
      t.same(await find(admin, 'Figueredo'), { similar: true, titles: ['Rui Figueiredo'] }, 'people too');
      t.same(await find(admin, 'albuquerque'), { similar: false, titles: ['Marina Albuquerque'] });
      t.same(await find(rui, 'Albuqerque'), { similar: false, titles: [] }, 'but shows nobody more than they may see');
      t.same((await find(admin, 'marota')).titles, [], 'a short word is not guessed at far');
      t.same((await find(admin, 'ferrovia')).titles, []);
    });

    await t.test('records of an earlier version are found by the new words after a while', async (t) => {
      const { db } = portal.portal.services;
      await db.write(async ({ q }) => {
        await q.updateTable('search_entries').set({ words: 'old' }).execute();
        await q.deleteFrom('settings').where('key', '=', 'search.words').execute();
        if (dialect === 'sqlite') await sql`delete from search_trigrams`.execute(q);
      });
      await portal.restart();
      t.same((await find(admin, '98765-4321')).titles, []);
      portal.pass(25 * 3600_000);
      await portal.settle();
      t.same((await find(admin, '98765-4321')).titles, ['Marina Albuquerque']);
      t.same((await find(admin, 'ferragens')).titles, ['Ferragens Aurora']);
      t.same((await find(rui, 'vascon')).titles, ['Otávio Vasconcelos']);
    });
  });
}
