import { sql } from 'kysely';
import t from 'tap';
import { onePoint, uploadFile } from '../../support/files.js';
import { dialects, startPortal } from '../../support/portal.js';
import { expect } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`two contacts or companies that are one are merged on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm', 'sales', 'tasks'] });
    const { admin } = portal;
    const post = (path: string, draft: object, status = 201, who = admin) => expect(who.api('POST', path, draft), status);
    const get = (path: string, who = admin) => expect(who.api('GET', path), 200);
    const mail = (value: string) => ({ emails: [{ kind: 'work', value }] });
    const mailsOf = async (id: number) => ((await get(`crm/contacts/${id}`)).emails as { value: string }[]).map(({ value }) => value);
    const lines = async (path: string) => ((await get(`${path}/timeline`)).items as { kind: string }[]).map(({ kind }) => kind);

    await t.test('what names the one that goes names the one that stays, and comes back with it', async (t) => {
      const ipe = await post('crm/companies', { title: 'Construtora Ipê', phones: [{ kind: 'work', value: '11 3333 4444' }] });
      const twin = await post('crm/companies', {
        title: 'Construtora Ipe Ltda',
        taxId: '11.222.333/0001-81',
        industry: 'Building',
        phones: [{ kind: 'work', value: '+55 11 3333-4444' }],
        ...mail('office@ipe.example'),
      });
      const on = { recordType: 'crm.company', recordId: twin.id };
      const deal = await post('crm/deals', { title: 'Forty doors', companyId: twin.id });
      const gone = await post('crm/deals', { title: 'In the bin', companyId: twin.id });
      await expect(admin.api('DELETE', `crm/deals/${gone.id}`), 200);
      const ana = await post('crm/contacts', { firstName: 'Ana', companyId: twin.id });
      const call = await post('crm/activities', { kind: 'call', title: 'Ring', dueAt: '2099-01-01T10:00:00Z', ...on });
      const task = await post('tasks/tasks', { title: 'Measure', aboutType: 'crm.company', aboutId: twin.id });
      const quote = await post('sales/quotes', { dealId: deal.id, rows: [{ name: 'Door', quantity: 1, price: { amount: 100, currency: 'BRL' } }] });
      const comment = await post('comments', { ...on, html: '<p>Pays late</p>' });
      const file = await uploadFile(admin, onePoint, 'plan.png', 'image/png');
      await expect(admin.api('POST', 'record-files', { ...on, fileIds: [file] }), 201);

      const merged = await post(`crm/companies/${twin.id}/merge`, { into: ipe.id, version: twin.version, intoVersion: ipe.version }, 200);
      t.match(merged, { id: ipe.id, title: 'Construtora Ipê', taxId: '11.222.333/0001-81', industry: 'Building' }, 'what it had none of it has now');
      t.same(merged.phones, ipe.phones, 'a phone that is written otherwise is the same');
      t.same(merged.emails, twin.emails);
      const holders = async () => [
        (await get(`crm/deals/${deal.id}`)).companyId,
        (await get(`crm/contacts/${ana.id}`)).companyId,
        (await get(`crm/activities/${call.id}`)).recordId,
        (await get(`tasks/tasks/${task.id}`)).aboutId,
        (await get(`sales/quotes/${quote.id}`)).companyId,
        (await get(`record-files?recordType=crm.company&recordId=${ipe.id}`)).items.length,
      ];
      t.same(await holders(), [ipe.id, ipe.id, ipe.id, ipe.id, ipe.id, 1]);
      t.equal((await get(`tasks/tasks/${task.id}`)).aboutTitle, 'Construtora Ipê');
      const timeline = (await get(`crm/companies/${ipe.id}/timeline`)).items;
      t.match(timeline[0], { kind: 'crm.company.merged', data: { title: 'Construtora Ipe Ltda' } });
      t.match(
        timeline.find((one: { comment?: { id: number } }) => one.comment?.id === comment.id),
        { comment: { recordId: ipe.id } },
        'what was said is said of it',
      );
      t.match((await get(`crm/companies/${ipe.id}/history`)).items.at(0), { kind: 'changed', changes: { taxId: { to: '11.222.333/0001-81' } } });
      const { status, body } = await admin.api('GET', `crm/companies/${twin.id}`);
      t.match({ status, body }, { status: 404, body: { code: 'merged', mergedInto: ipe.id } }, 'its address says where it went');
      t.ok(
        (await get('bin?type=crm.company')).items.some((one: { recordId: number }) => one.recordId === twin.id),
        'it lies in the bin',
      );

      const back = await post(`crm/companies/${twin.id}/restore`, {}, 200);
      t.match(back, { id: twin.id, mergedIntoId: null, left: { records: 0, fields: [] } });
      t.same(await holders(), [twin.id, twin.id, twin.id, twin.id, twin.id, 0]);
      t.match(await get(`crm/companies/${ipe.id}`), { taxId: null, industry: null, emails: [], phones: ipe.phones });
      t.same(
        (await lines(`crm/companies/${ipe.id}`)).filter((kind) => kind.startsWith('core')),
        [],
        'what was said is said of the other again',
      );
      t.ok((await lines(`crm/companies/${twin.id}`)).includes('crm.company.unmerged'));
      const [restored] = await Promise.all([post(`crm/deals/${gone.id}/restore`, {}, 200)]);
      t.equal(restored.companyId, twin.id, 'what lies in the bin went along');
    });

    await t.test('what was changed since stays, and is said', async (t) => {
      const old = await post('crm/contacts', { firstName: 'Bia', lastName: 'Reis', ...mail('bia@one.example') });
      const other = await post('crm/contacts', { firstName: 'Bia', lastName: 'Reis', position: 'Buyer', ...mail('bia@two.example') });
      const [kept, moved] = [await post('crm/deals', { title: 'a', contactId: other.id }), await post('crm/deals', { title: 'b', contactId: other.id })];
      const merged = await post(`crm/contacts/${other.id}/merge`, { into: old.id, values: { lastName: 'Reis Lima' } }, 200);
      t.match(merged, { title: 'Bia Reis Lima', position: 'Buyer', emails: [{ value: 'bia@one.example' }, { value: 'bia@two.example' }] });
      await expect(admin.api('PATCH', `crm/contacts/${old.id}`, { position: 'Head' }), 200);
      await expect(admin.api('PATCH', `crm/deals/${moved.id}`, { contactId: null }), 200);
      const back = await post(`crm/contacts/${other.id}/restore`, {}, 200);
      t.same(back.left, { records: 1, fields: ['position'] });
      t.match(await get(`crm/contacts/${old.id}`), { title: 'Bia Reis', position: 'Head', emails: [{ value: 'bia@one.example' }] });
      t.equal((await get(`crm/deals/${kept.id}`)).contactId, other.id);
      t.equal((await get(`crm/deals/${moved.id}`)).contactId, null);
      t.ok((await lines(`crm/contacts/${other.id}`)).includes('crm.contact.unmerged-in-part'));
    });

    await t.test('two mergers in a row are taken back in either order', async (t) => {
      for (const order of [
        [2, 1],
        [1, 2],
      ]) {
        const clients = [];
        for (let n = 0; n < 3; n += 1) clients.push(await post('crm/contacts', { firstName: 'Rui', lastName: 'Dias', ...mail(`${n}@rui.example`) }));
        const ids = clients.map(({ id }) => id as number);
        const deals: { id: number }[] = [];
        for (const contactId of ids) deals.push(await post('crm/deals', { title: 'x', contactId }));
        await post(`crm/contacts/${ids[2]}/merge`, { into: ids[1] }, 200);
        await post(`crm/contacts/${ids[1]}/merge`, { into: ids[0] }, 200);
        const holders = () => Promise.all(deals.map(async ({ id }) => (await get(`crm/deals/${id}`)).contactId));
        t.same(await holders(), [ids[0], ids[0], ids[0]]);
        t.equal((await admin.api('GET', `crm/contacts/${ids[2]}`)).body.mergedInto, ids[0], 'the first of them leads on');
        for (const n of order) t.same((await post(`crm/contacts/${ids[n]}/restore`, {}, 200)).left, { records: 0, fields: [] }, `${n} of the order ${order}`);
        t.same(await holders(), ids, `the order ${order}`);
        t.same(
          await Promise.all(ids.map(mailsOf)),
          ids.map((_, n) => [`${n}@rui.example`]),
          'each has its own e-mail again',
        );
      }
    });

    await t.test('two that were merged into one are taken back in the order in which they were merged, beside what was added since', async (t) => {
      const ids: number[] = [];
      for (let n = 0; n < 3; n += 1) ids.push((await post('crm/contacts', { firstName: 'Eva', ...mail(`${n}@eva.example`) })).id);
      const [first, second, third] = ids as [number, number, number];
      await post(`crm/contacts/${second}/merge`, { into: first }, 200);
      await post(`crm/contacts/${third}/merge`, { into: first }, 200);
      const { emails } = await get(`crm/contacts/${first}`);
      await expect(admin.api('PATCH', `crm/contacts/${first}`, { emails: [...emails, { kind: 'home', value: 'home@eva.example' }] }), 200);
      for (const id of [second, third]) t.same((await post(`crm/contacts/${id}/restore`, {}, 200)).left, { records: 0, fields: [] });
      t.same(await Promise.all(ids.map(mailsOf)), [['0@eva.example', 'home@eva.example'], ['1@eva.example'], ['2@eva.example']]);
    });

    await t.test('one whose other lies in the bin by now comes back, and so does what that had before', async (t) => {
      const old = await post('crm/contacts', { firstName: 'Rosa', lastName: 'Fica', ...mail('fica@rosa.example') });
      const other = await post('crm/contacts', { firstName: 'Rosa', lastName: 'Sai', position: 'Buyer', ...mail('sai@rosa.example') });
      await post(`crm/contacts/${other.id}/merge`, { into: old.id }, 200);
      await expect(admin.api('DELETE', `crm/contacts/${old.id}`), 200);
      t.same((await post(`crm/contacts/${other.id}/restore`, {}, 200)).left, { records: 0, fields: [] });
      const said = (await get(`crm/contacts/${other.id}/timeline`)).items.find(({ kind }: { kind: string }) => kind === 'crm.contact.unmerged');
      t.equal(said.data.title, 'Rosa Fica');
      t.match(await post(`crm/contacts/${old.id}/restore`, {}, 200), { position: null, emails: [{ value: 'fica@rosa.example' }] });
      t.same(await mailsOf(old.id), ['fica@rosa.example']);
    });

    await t.test('whoever of the two is erased, both are', async (t) => {
      for (const plural of ['contacts', 'companies'])
        for (const which of ['stays', 'goes']) {
          const named = (n: number) => ({ ...(plural === 'contacts' ? { firstName: `Zeno ${n}` } : { title: `Zeno ${n}` }), ...mail(`${n}@zeno.example`) });
          const [stays, goes] = [await post(`crm/${plural}`, named(1)), await post(`crm/${plural}`, named(2))];
          await post(`crm/${plural}/${goes.id}/merge`, { into: stays.id }, 200);
          const type = plural === 'contacts' ? 'crm.contact' : 'crm.company';
          const erased = which === 'stays' ? stays : goes;
          await post('privacy/erasures', { type, id: erased.id, title: erased.title });
          await portal.settle();
          const { rows } = await sql`select * from ${sql.table(plural === 'contacts' ? 'crm_contacts' : 'crm_companies')}
            where id in (${stays.id}, ${goes.id})`.execute(portal.portal.services.db.read);
          t.equal(rows.length, 2);
          t.notMatch(JSON.stringify(rows), /zeno/i, `${plural}: the one that ${which}`);
        }
    });

    await t.test('only by whoever may change both and delete the one that goes', async (t) => {
      const carla = await portal.person(`carla-${dialect}`, {
        grants: Object.fromEntries(['read', 'create', 'change', 'delete'].map((one) => [`crm.contact.${one}`, 'own' as const])),
      });
      const [hers, hers2] = [await post('crm/contacts', { firstName: 'C' }, 201, carla), await post('crm/contacts', { firstName: 'D' }, 201, carla)];
      const foreign = await post('crm/contacts', { firstName: 'E' });
      const merge = async (id: number, body: object, who = carla) => (await who.api('POST', `crm/contacts/${id}/merge`, body)).status;
      t.equal(await merge(foreign.id, { into: hers.id }), 404, 'not one that she may not see');
      const older = await post('crm/contacts', { firstName: 'F' });
      const newer = await post('crm/contacts', { firstName: 'G' }, 201, carla);
      t.equal(await merge(newer.id, { into: older.id }), 422, 'nor into one');
      t.equal(await merge(hers.id, { into: hers2.id }), 422, 'the older stays');
      t.equal(await merge(hers.id, { into: hers.id }), 422);
      t.equal(await merge(hers2.id, { into: hers.id, intoVersion: 7 }), 409, 'changed meanwhile');
      t.equal(await merge(hers2.id, { into: hers.id, values: { nonsense: 1 } }), 422);
      t.equal(await merge(hers2.id, { into: hers.id }), 200);
      const seller = await portal.person(`seller-${dialect}`, { role: 'salesperson' });
      const [mine, mine2] = [await post('crm/contacts', { firstName: 'H' }, 201, seller), await post('crm/contacts', { firstName: 'I' }, 201, seller)];
      t.equal(await merge(mine2.id, { into: mine.id }, seller), 403, 'whoever may not delete may not merge');
    });

    await t.test('parked, archived and attached again it can be taken back', async (t) => {
      const [one, two] = [await post('crm/companies', { title: 'Lumen' }), await post('crm/companies', { title: 'Lumen Ltda' })];
      const ana = await post('crm/contacts', { firstName: 'Ana', companyId: two.id });
      await post(`crm/companies/${two.id}/merge`, { into: one.id }, 200);
      for (const id of ['sales', 'crm']) for (const step of ['park', 'archive']) await expect(admin.api('POST', `modules/${id}/${step}`), 200);
      for (const id of ['crm', 'sales']) {
        const { name } = (await get('module-archives')).items.find((archive: { module: string }) => archive.module === id);
        await post(`module-archives/${name}/attach`, {}, 200);
      }
      await post(`crm/companies/${two.id}/restore`, {}, 200);
      t.equal((await get(`crm/contacts/${ana.id}`)).companyId, two.id);
    });
  });
}
