import t from 'tap';
import type { Alike } from '../../../server/contracts/crm/endpoints.js';
import { dialects } from '../../support/portal.js';
import { expect, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`whoever writes somebody down learns on ${dialect} who is there already`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const make = async (path: string, draft: object, who = portal.admin) => (await expect(who.api('POST', `crm/${path}`, draft), 201)).id as number;
    const like = async (plural: string, query: Record<string, string | number>, who = portal.admin) => {
      const words = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
      const { items } = (await expect(who.api('GET', `crm/${plural}/alike?${words}`), 200)) as Alike;
      return items.map(({ type, id, because }) => `${type} ${id} ${because.join()}`);
    };
    const ana = await make('contacts', {
      firstName: 'Ana',
      lastName: 'Souza',
      emails: [{ kind: 'work', value: 'Ana@Ipe.example' }],
      phones: [{ kind: 'mobile', value: '+55 (11) 98765-4321' }],
    });
    const ipe = await make('companies', { title: 'Construtora Ipê Ltda.', taxId: '11.222.333/0001-81' });

    await t.test('by e-mail, phone, name and tax id, however they are written', async (t) => {
      t.same(await like('contacts', { emails: 'ana@ipe.EXAMPLE' }), [`crm.contact ${ana} email`]);
      t.same(await like('contacts', { phones: '11 98765 4321' }), [`crm.contact ${ana} phone`]);
      t.same(await like('contacts', { phones: '21 3333 4444,011987654321', name: 'ANA  SOUZÁ' }), [`crm.contact ${ana} phone,name`]);
      t.same(await like('companies', { taxId: '11222333000181' }), [`crm.company ${ipe} taxId`]);
      t.same(await like('companies', { name: 'construtora ipe' }), [`crm.company ${ipe} name`]);
      t.same(await like('companies', { name: 'Construtora' }), [], 'a part of a name is no duplicate');
      t.same(await like('companies', {}), [], 'nothing typed, nothing found');
    });

    await t.test('a lead by its person and its company, without those it is linked with', async (t) => {
      t.same(await like('leads', { name: 'Ana Souza', companyName: 'Construtora Ipê S.A.' }), [`crm.contact ${ana} name`, `crm.company ${ipe} name`]);
      const lead = await make('leads', { title: 'x', firstName: 'Ana', lastName: 'Souza' });
      await expect(api('POST', `crm/leads/${lead}/convert`, { contact: { id: ana } }), 200);
      t.same(await like('leads', { id: lead, name: 'Ana Souza', companyName: 'Construtora Ipê' }), [`crm.company ${ipe} name`]);
    });

    await t.test('nobody is told of itself, of what is in the bin, or of what they may not see', async (t) => {
      t.same(await like('contacts', { id: ana, emails: 'ana@ipe.example' }), []);
      const carla = await portal.person('carla', { role: 'salesperson' });
      t.same(await like('contacts', { emails: 'ana@ipe.example' }, carla), [], 'not of what others look after');
      const hers = await make('contacts', { firstName: 'Ana', emails: [{ kind: 'home', value: 'ana@ipe.example' }] }, carla);
      t.same(await like('contacts', { emails: 'ana@ipe.example' }, carla), [`crm.contact ${hers} email`]);
      await expect(api('DELETE', `crm/contacts/${hers}`), 200);
      t.same(await like('contacts', { emails: 'ana@ipe.example' }, carla), []);
      const nobody = await portal.person('nobody', { role: 'employee' });
      t.equal((await nobody.api('GET', 'crm/contacts/alike?name=Ana')).status, 403);
      t.equal((await carla.api('GET', 'crm/leads/alike?id=999999&name=Ana')).status, 404);
    });

    await t.test('what is wrong is refused by its name', async (t) => {
      const many = Array.from({ length: 11 }, (_, n) => `${n}@x.example`).join();
      t.equal((await expect(api('GET', `crm/contacts/alike?emails=${many}`), 422)).errors[0].path, 'emails');
      t.equal((await api('GET', 'crm/contacts/alike?taxId=1')).status, 422, 'a contact has none');
    });

    await t.test('at most three are named, the likeliest first', async (t) => {
      for (let n = 0; n < 4; n += 1) await make('contacts', { firstName: 'Rui', lastName: 'Lima' });
      const both = await make('contacts', { firstName: 'Rui', lastName: 'Lima', emails: [{ kind: 'work', value: 'rui@x.example' }] });
      const found = await like('contacts', { name: 'Rui Lima', emails: 'rui@x.example' });
      t.equal(found.length, 3);
      t.equal(found[0], `crm.contact ${both} email,name`);
    });

    await t.test('companies of an older version are found by their tax id too', async (t) => {
      await portal.portal.services.db.write(async ({ q }) => {
        await q.deleteFrom('crm_channels').where('kind', '=', 'taxId').execute();
        await q.deleteFrom('migrations').where('module', '=', 'crm').where('name', '=', '0016-tax-ids').execute();
      });
      t.same(await like('companies', { taxId: '11222333000181' }), []);
      await portal.restart();
      t.same(await like('companies', { taxId: '11222333000181' }), [`crm.company ${ipe} taxId`]);
      await expect(portal.admin.api('PATCH', `crm/companies/${ipe}`, { taxId: null }), 200);
      t.same(await like('companies', { taxId: '11222333000181' }), [], 'one that was taken out is followed');
    });
  });
}
