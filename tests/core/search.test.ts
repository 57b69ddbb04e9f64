import { sql } from 'kysely';
import t from 'tap';
import type { SearchHit } from '../../server/contracts/core/references.js';
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

    await t.test('deals are found by the name of their client, too', async (t) => {
      const contact = (await rui.api('POST', 'crm/contacts', { title: 'Zulmira Quispe', companyId: one.id })).body;
      const deal = async (who: typeof rui, fields: Record<string, unknown>) => (await who.api('POST', 'crm/deals', fields)).body;
      const gate = await deal(rui, { title: 'Steel gate', companyId: one.id, contactId: contact.id });
      await deal(rui, { title: 'Spare keys', contactId: contact.id });
      const hidden = await deal(admin, { title: 'Secret offer', companyId: one.id });
      const found = async (who: typeof rui, query: string) =>
        (await who.api('GET', `search?${query}`)).body.items.map(({ title, url, snippet }: SearchHit) => ({ title, url, snippet }));

      t.same(await titles(rui, 'q=padaria'), ['Padaria São João', 'Steel gate'], 'only what one may see, after the client');
      t.same(await titles(admin, 'q=padaria'), ['Padaria São João', 'Secret offer', 'Steel gate'], 'the newest first');
      t.same(await titles(rui, 'q=zulmira'), ['Zulmira Quispe', 'Spare keys', 'Steel gate'], 'each once, by its contact');
      t.same((await found(rui, 'q=padaria'))[1], { title: 'Steel gate', url: `/crm/deals/${gate.id}`, snippet: 'Padaria São João' }, 'with whose it is');
      t.same(await titles(rui, 'q=padraia'), ['Padaria São João', 'Steel gate'], 'also where the name has a slip');
      t.same(await titles(admin, 'q=padaria&types=crm.company'), ['Padaria São João'], 'not where one kind is asked for');
      t.same(await titles(admin, 'q=padaria&limit=2'), ['Padaria São João', 'Secret offer']);
      await admin.api('DELETE', `crm/deals/${hidden.id}`);
      t.same(await titles(admin, 'q=padaria'), ['Padaria São João', 'Steel gate'], 'not from the bin');
      await admin.api('DELETE', `crm/deals/${gate.id}`);
    });

    await t.test('what is called as it was typed comes first, and explains what is found through it', async (t) => {
      const firm = (await admin.api('POST', 'crm/companies', { title: 'Oakhurst' })).body;
      const builders = (await admin.api('POST', 'crm/companies', { title: 'Oakhurst Builders' })).body;
      const people = [];
      for (const title of ['Tom Ferraz', 'Ella Whitmore'])
        people.push((await admin.api('POST', 'crm/contacts', { title, companyName: 'The Oakhurst', companyId: firm.id })).body);
      const deal = (await admin.api('POST', 'crm/deals', { title: 'Site office', companyId: firm.id, contactId: people[1].id })).body;
      const found = (await admin.api('GET', 'search?q=oakhurst')).body.items as SearchHit[];
      t.same(
        found.map(({ title, snippet }) => [title, snippet]),
        [
          ['Oakhurst', null],
          ['Oakhurst Builders', null],
          ['Ella Whitmore', 'The Oakhurst'],
          ['Tom Ferraz', 'The Oakhurst'],
          ['Site office', 'Oakhurst'],
        ],
      );
      const all = [`deals/${deal.id}`, ...people.map(({ id }) => `contacts/${id}`), ...[builders, firm].map(({ id }) => `companies/${id}`)];
      for (const path of all) await admin.api('DELETE', `crm/${path}`);
    });

    await t.test('whoever asks finds what everybody finds, less what they may not see, whatever becomes of rights', async (t) => {
      const [north, south] = [await portal.department('North'), await portal.department('South')];
      // Some with no records, so that a department is asked for by words and not owner by owner.
      const idle = await Promise.all(
        Array.from({ length: 10 }, (_, n) => admin.api('POST', 'people', { name: `Idle ${n}`, email: `idle${n}@aurora.example`, departmentId: north.id })),
      );
      t.equal(idle.at(-1)?.status, 201);
      const ana = await portal.person('Ana Head', { role: 'sales-manager', departmentId: north.id });
      await admin.api('PATCH', `people/${rui.id}`, { departmentId: north.id });
      await admin.api('PATCH', `people/${eva.id}`, { departmentId: south.id });
      const [wares, names, owners] = [
        ['Ladders', 'Steel gate', 'Ladder rungs'],
        ['Norvalmar', 'Valnor', 'Marnorval', 'Tenbri'],
        [admin, rui, eva, ana],
      ];
      const ids: number[] = [];
      for (let n = 0; n < 24; n += 1) {
        const title = `${wares[n % 3]} for ${names[n % 4]}, order ${1000 + n}`;
        const long = n % 9 === 0 ? { comments: 'As agreed by telephone. '.repeat(30) } : {};
        const { status, body } = await admin.api('POST', 'crm/deals', { title, ownerId: owners[(n * 7) % 4]?.id, ...long });
        t.equal(status, 201);
        ids.push(body.id);
      }
      const words = ['norvalmar', 'valm', 'order', '1007', 'ladders norval order', 'telephone', 'te'];
      async function agrees(when: string, who: readonly (typeof rui)[]) {
        const find = async (one: typeof rui, q: string): Promise<number[]> =>
          (await one.api('GET', `search?q=${encodeURIComponent(q)}&types=crm.deal&limit=50`)).body.items.map((hit: SearchHit) => hit.id);
        const all = await Promise.all(words.map((q) => find(admin, q)));
        for (const one of who) {
          const mine = new Set((await one.api('GET', 'crm/deals?limit=100')).body.items.map(({ id }: { id: number }) => id));
          const seen = all.map((found) => found.filter((id) => mine.has(id)));
          t.same(await Promise.all(words.map((q) => find(one, q))), seen, `${when}: person ${one.id}`);
        }
        t.ok(all.every((found) => found.length > 0));
      }
      await agrees('at first', [rui, eva, ana]);
      for (const id of ids.filter((_, n) => n % 5 === 0)) await admin.api('PATCH', `crm/deals/${id}`, { ownerId: eva.id });
      await agrees('some were given to somebody else', [rui, eva, ana]);
      await admin.api('PATCH', `people/${eva.id}`, { departmentId: north.id });
      await admin.api('DELETE', `crm/deals/${ids[4]}`);
      await admin.api('PATCH', `crm/deals/${ids[8]}`, { title: 'Ladders for Valmor, order 1' });
      await agrees('somebody came into the department, a deal was deleted and one renamed', [rui, eva, ana]);
      await admin.api('POST', `people/${eva.id}/dismiss`, { toPersonId: rui.id });
      await portal.settle();
      await agrees('all of somebody was handed over', [rui, ana]);
    });
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
      for (const begun of ['+55 11 98765', '+55 (11) 98765-4', '+55 21 3333'])
        t.same(
          await find(admin, begun),
          { similar: false, titles: [begun.includes('21') ? 'Otávio Vasconcelos' : 'Marina Albuquerque'] },
          `${begun} is its beginning`,
        );
      await contact(admin, 'Bia Prado', '81 97654-3210');
      for (const begun of ['5581976', '55819765', '+5581976', '+55 81 97654', '81976', '5581976543210', '+55 81 97654-3210']) {
        t.same(await find(admin, begun), { similar: false, titles: ['Bia Prado'] }, `${begun}, stored without the code`);
        const listed = await admin.api('GET', `crm/contacts?q=${encodeURIComponent(begun)}`);
        t.same(
          listed.body.items.map((one: { title: string }) => one.title),
          ['Bia Prado'],
          `${begun} in lists`,
        );
      }
      t.same((await find(admin, '5511987')).titles, ['Marina Albuquerque'], 'and with it');
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

    await t.test('says what of a record holds the words where its title does not', async (t) => {
      const lead = { title: 'Hinges for 37', firstName: 'Catherine', lastName: 'Moss', comments: `${'Long story. '.repeat(20)}She wants them in bronze.` };
      const { status } = await admin.api('POST', 'crm/leads', lead);
      t.equal(status, 201);
      const snippets = async (q: string) =>
        (await admin.api('GET', `search?q=${encodeURIComponent(q)}&types=crm.lead`)).body.items.map((hit: SearchHit) => hit.snippet);
      t.same(await snippets('hinges 37'), [null]);
      t.same(await snippets('hinges catherine'), ['Catherine']);
      t.same(await snippets('Cathrine'), ['Catherine'], 'with a slip, too');
      t.match((await snippets('bronze'))[0], /^….*in bronze\.$/);
      t.same((await find(rui, 'catherine')).titles, [], 'but only to whom may see it');
    });

    await t.test('a tax id is found with and without its signs', async (t) => {
      for (const spelling of ['12.345.678/0001-95', '12345678000195', '12345678']) t.same((await find(admin, spelling)).titles, ['Ferragens Aurora'], spelling);
    });

    await t.test(
      'apostrophes, quotes, dashes and spaces of telephones are those of the keys, in the search, in lists and where one is there already',
      async (t) => {
        await contact(admin, 'Seán O\u2019Brien\u2011Reis', '+55 (11) 90000-0001');
        await contact(admin, "Ana D'Ávila", '+55 (11) 90000-0002');
        for (const q of ["o'brien", 'O\u2019Brien', 'o\u02bcbrien', "o'brien-reis", 'o\u2018brien\u2013reis'])
          t.same(await find(admin, q), { similar: false, titles: ['Seán O\u2019Brien\u2011Reis'] }, q);
        t.same((await find(admin, 'Ana\u00a0D\u2019\u00c1vila')).titles, ["Ana D'Ávila"]);
        const listed = async (of: string, query: string, q: string) =>
          (await admin.api('GET', `crm/${of}?${query}=${encodeURIComponent(q)}`)).body.items.map((one: { title: string }) => one.title);
        t.same(await listed('contacts', 'q', 'D\u2019\u00c1vila'), ["Ana D'Ávila"]);
        const deal = (await admin.api('POST', 'crm/deals', { title: 'Escada', productName: 'Degrau 6\u2019 \u2013 largo' })).body.id;
        t.same(await listed('deals', 'productName.contains', "6' - largo"), ['Escada']);
        t.same(await listed('deals', 'productName.starts', 'degrau 6\u2019'), ['Escada']);
        await admin.api('DELETE', `crm/deals/${deal}`);
        const lead = (await admin.api('POST', 'crm/leads', { title: 'Corrimão', firstName: 'Seán', lastName: "O'Brien-Reis" })).body.id;
        const { contacts } = (await admin.api('GET', `crm/leads/${lead}/matches`)).body;
        t.match(contacts, [{ title: 'Seán O\u2019Brien\u2011Reis' }], 'is known again');
        await admin.api('DELETE', `crm/leads/${lead}`);
      },
    );

    await t.test('a slip of the fingers is forgiven where nothing is found as typed', async (t) => {
      for (const slip of ['Albuqerque', 'Albuquerqeu', 'Albuquerq', 'marina albuqeurque', 'Albukerque'])
        t.same((await find(admin, slip)).titles, ['Marina Albuquerque'], slip);
      t.same(await find(admin, 'vasconselos'), { similar: true, titles: ['Otávio Vasconcelos'] });
      t.same(await find(admin, 'Figueredo'), { similar: true, titles: ['Rui Figueiredo'] }, 'people too');
      t.same(await find(admin, 'albuquerque'), { similar: false, titles: ['Marina Albuquerque'] });
      t.same(await find(rui, 'Albuqerque'), { similar: false, titles: [] }, 'but shows nobody more than they may see');
      t.same((await find(admin, 'marota')).titles, [], 'a short word is not guessed at far');
      t.same((await find(admin, 'ferrovia')).titles, []);
      const maria = await portal.person('Maria Reis', { role: 'salesperson' });
      await admin.api('POST', 'crm/companies', { title: 'João Silva Portões' });
      for (const slip of ['jaoo', 'jooa', 'joap', 'jo silav', 'silvs', 'slva', 'sillva', 'jpao portoes', 'portpes joao'])
        t.same((await find(admin, slip)).titles, ['João Silva Portões'], slip);
      t.same(await find(admin, 'reks'), { similar: true, titles: ['Maria Reis'] });
      t.same((await find(maria, 'jaoo')).titles, [], 'in short words, too, only to whom may see it');
      for (const far of ['joxx', 'sil1a', 'silvxyz']) t.same((await find(admin, far)).titles, [], far);
    });

    await t.test('colleagues are found by name, e-mail and phone, and have a page', async (t) => {
      const carla = await portal.person('Carla Dias', { role: 'salesperson' });
      await admin.api('PATCH', `people/${carla.id}`, { phone: '+55 (31) 97777-1234', email: 'c.dias@vidro.example' });
      for (const q of ['carla', 'dias@vidro', 'c.dias', '31 97777 1234', '97777-1234', '5531977771234'])
        t.match(
          (await rui.api('GET', `search?q=${encodeURIComponent(q)}`)).body.items,
          [{ type: 'core.person', title: 'Carla Dias', url: `/people/${carla.id}` }],
          q,
        );
      await admin.api('POST', `people/${carla.id}/dismiss`, { toPersonId: null });
      t.same((await find(rui, 'c.dias')).titles, [], 'but not who has left');
    });

    await t.test('a record is found by what is said about it, by those who may read it, while that stands', async (t) => {
      const eva = await portal.person('Eva Reis', { role: 'salesperson' });
      const made = async (who: typeof rui, title: string) => (await who.api('POST', 'crm/deals', { title })).body.id as number;
      const [gate, fence] = [await made(rui, 'Gate'), await made(admin, 'Fence, painted turquoise')];
      const say = async (id: number, html: string) => (await admin.api('POST', 'comments', { recordType: 'crm.deal', recordId: id, html })).body.id as number;
      const first = await say(gate, '<p>They want it painted <strong>turquoise</strong>, like the café.</p>');
      await say(gate, '<p>Turquoise, once more.</p>');
      const hits = async (who: typeof rui, q: string) => (await who.api('GET', `search?q=${encodeURIComponent(q)}`)).body.items as SearchHit[];
      const titles = async (who: typeof rui, q: string) => (await hits(who, q)).map(({ title }) => title);
      t.same(await titles(admin, 'turquoise'), ['Fence, painted turquoise', 'Gate'], 'own words first, and each record once');
      t.match(await hits(rui, 'cafe like'), [{ type: 'crm.deal', id: gate, url: `/crm/deals/${gate}?comment=${first}`, snippet: /turquoise, like the café/ }]);
      t.same(await titles(eva, 'turquoise'), [], 'nobody finds what they may not read');
      t.same(await titles(admin, 'more cafe'), [], 'all words in one comment');
      t.same((await admin.api('GET', 'search?q=cafe&types=crm.deal')).body.items, [], 'not where one of a kind is chosen');
      await admin.api('PATCH', `crm/deals/${gate}`, { ownerId: eva.id });
      t.same([await titles(eva, 'turquoise'), await titles(rui, 'turquoise')], [['Gate'], []], 'the right follows the record');
      await admin.api('PATCH', `comments/${first}`, { html: '<p>Make it vermilion.</p>' });
      t.same([await titles(eva, 'vermilion'), await titles(eva, 'cafe')], [['Gate'], []], 'a changed one by its new words');
      await admin.api('DELETE', `comments/${first}`);
      t.same(await titles(eva, 'vermilion'), [], 'a removed one is not found');
      await admin.api('POST', `comments/${first}/restore`);
      t.same(await titles(eva, 'vermilion'), ['Gate']);
      await admin.api('DELETE', `crm/deals/${gate}`);
      t.same(await titles(admin, 'vermilion'), [], 'nor what was said of a record in the bin');
      await admin.api('POST', `crm/deals/${gate}/restore`);
      t.same(await titles(eva, 'vermilion'), ['Gate']);
      await admin.api('DELETE', `crm/deals/${fence}`);
    });

    await t.test('records of an earlier version are found by the new words after a while', async (t) => {
      const { db } = portal.portal.services;
      await db.write(async ({ q }) => {
        await q.updateTable('search_entries').set({ words: 'old' }).execute();
        await q.deleteFrom('settings').where('key', '=', 'search.words').execute();
        await q.deleteFrom('search_comments').execute();
        if (dialect === 'sqlite') for (const index of ['search_trigrams', 'search_comment_trigrams']) await sql`delete from ${sql.table(index)}`.execute(q);
      });
      await portal.restart();
      t.same((await find(admin, '98765-4321')).titles, []);
      portal.pass(25 * 3600_000);
      await portal.settle();
      t.same((await find(admin, '98765-4321')).titles, ['Marina Albuquerque']);
      t.same((await find(admin, 'ferragens')).titles, ['Ferragens Aurora']);
      t.same((await find(rui, 'vascon')).titles, ['Otávio Vasconcelos']);
      t.same((await find(admin, 'vermilion')).titles, ['Gate'], 'and by what was said about them');
    });
  });
}
