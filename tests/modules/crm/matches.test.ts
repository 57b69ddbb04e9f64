import t from 'tap';
import { companyCore } from '../../../server/modules/crm/channels/company-name.js';
import { samePhone, significantDigits } from '../../../server/modules/crm/channels/normalize.js';
import { dialects } from '../../support/portal.js';
import { expect, startCrm } from './crm-portal.js';

t.test('phones are compared by the digits that matter', async (t) => {
  const same = (a: string, b: string, country = 'BR') => samePhone(significantDigits(a, country), significantDigits(b, country));
  t.equal(significantDigits('+55 (11) 98765-4321', 'BR'), '11987654321');
  t.equal(significantDigits('0055 11 98765-4321', 'BR'), '11987654321');
  t.equal(significantDigits('011 98765-4321', 'BR'), '11987654321');
  t.equal(significantDigits('5511987654321', 'BR'), '11987654321');
  t.equal(significantDigits('(55) 98765-4321', 'BR'), '55987654321', 'an area code that looks like the country code stays');
  t.equal(significantDigits('+49 (0)30 1234567', 'DE'), '301234567');
  t.ok(same('+55 11 98765-4321', '98765-4321'), 'without area code');
  t.notOk(same('11 98765-4321', '21 98765-4321'), 'another area code');
  t.notOk(same('+1 415 555 2671', '+44 415 555 2671'));
  t.ok(same('190', '190') && !same('190', '11 98765-4190'));
});

t.test('companies are compared without signs and legal forms', async (t) => {
  for (const name of [
    'Construtora Ipê',
    'construtora ipe ltda',
    'CONSTRUTORA IPÊ LTDA.',
    'Construtora Ipê Ltda - ME',
    'Construtora Ipê S.A.',
    'Construtora Ipê S/A',
    'Construtora Ipê, Inc.',
    'Construtora Ipê & Cia. Ltda.',
    'Construtora Ipê S. A.',
    'Construtora-Ipê GmbH',
  ])
    t.equal(companyCore(name), 'construtora ipe', name);
  t.equal(companyCore('Cia. Vale Verde'), 'vale verde', 'also in front');
  t.equal(companyCore('Ltda'), 'ltda', 'a name of nothing else stays');
  t.equal(companyCore('***'), '***');
  t.not(companyCore('Construtora Ipê Norte Ltda'), companyCore('Construtora Ipê Ltda'), 'another word is another company');
  t.equal(companyCore('Sales Tecnologia'), 'sales tecnologia', 'words that only begin so stay');
});

for (const dialect of dialects) {
  t.test(`contacts and companies like a lead are found on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const carla = await portal.person('carla', { role: 'salesperson' });
    const phone = (value: string) => ({ phones: [{ kind: 'work', value }] });
    const email = (value: string) => ({ emails: [{ kind: 'work', value }] });
    const contact = (draft: object, who = portal.admin) => expect(who.api('POST', 'crm/contacts', draft), 201);
    const byPhone = await contact({ firstName: 'Pedro', ...phone('11 98765 4321') });
    const byMail = await contact({ lastName: 'Lima', ...email('MARIA@padaria.example') });
    const byName = await contact({ firstName: 'maria', lastName: 'SILVÁ' });
    const ofCarla = await contact({ title: 'Carlas Maria', ...email('maria@padaria.example') }, carla);
    const company = await expect(api('POST', 'crm/companies', { title: 'PADARIA  Central' }), 201);
    await contact({ firstName: 'Other', ...phone('21 98765 4321') });

    const lead = {
      title: 'x',
      firstName: 'Maria',
      lastName: 'Silva',
      companyName: 'Padaria Central',
      ...phone('+55 11 98765-4321'),
      ...email('maria@Padaria.example'),
    };
    const { id } = await expect(api('POST', 'crm/leads', lead), 201);
    const found = await expect(api('GET', `crm/leads/${id}/matches`), 200);
    const reasons = Object.fromEntries(found.contacts.map((one: { id: number; because: string[] }) => [one.id, one.because]));
    t.same(reasons, { [byPhone.id]: ['phone'], [byMail.id]: ['email'], [byName.id]: ['name'], [ofCarla.id]: ['email'] });
    t.same(found.companies, [{ id: company.id, title: 'PADARIA  Central', because: ['name'] }]);

    const { id: hers } = await expect(carla.api('POST', 'crm/leads', lead), 201);
    t.same(await expect(carla.api('GET', `crm/leads/${hers}/matches`), 200), {
      contacts: [{ id: ofCarla.id, title: 'Carlas Maria', because: ['email'] }],
      companies: [],
    });

    await expect(api('PATCH', `crm/contacts/${byMail.id}`, { emails: [] }), 200);
    await expect(api('DELETE', `crm/contacts/${byPhone.id}`), 200);
    const later = await expect(api('GET', `crm/leads/${id}/matches`), 200);
    t.same(later.contacts.map((one: { id: number }) => one.id).sort(), [byName.id, ofCarla.id].sort(), 'what changed is no match any more');

    await t.test('a company is found with and without its legal form, the same to the letter first', async (t) => {
      const named = async (title: string) => (await expect(api('POST', 'crm/companies', { title }), 201)).id;
      const matching = async (companyName: string) => {
        const made = await expect(api('POST', 'crm/leads', { title: 'x', companyName }), 201);
        return (await expect(api('GET', `crm/leads/${made.id}/matches`), 200)).companies.map((one: { id: number }) => one.id);
      };
      const withForm = await named('Construtora Ipê Ltda.');
      t.same(await matching('Construtora Ipê'), [withForm], 'without it');
      const without = await named('Construtora Ipê');
      t.same(await matching('CONSTRUTORA IPÊ LTDA.'), [withForm, without], 'with it');
      t.same(await matching('Construtora Ipê'), [without, withForm], 'the one written the same is offered first');
      t.same(await matching('Construtora Ipê Norte'), []);
      await expect(api('PATCH', `crm/companies/${without}`, { title: 'Outra Casa S/A' }), 200);
      t.same(await matching('outra casa'), [without], 'a new name is followed');
    });

    await t.test('companies of an older version are found so too', async (t) => {
      const { id: old } = await expect(api('POST', 'crm/companies', { title: 'Marcenaria do Sul EIRELI' }), 201);
      await portal.portal.services.db.write(async ({ q }) => {
        await q
          .updateTable('crm_channels')
          .set({ tail: 'marcenaria do sul eireli' })
          .where('record_type', '=', 'crm.company')
          .where('record_id', '=', old)
          .execute();
        await q.deleteFrom('migrations').where('module', '=', 'crm').where('name', '=', '0004-company-names').execute();
      });
      await portal.restart();
      const made = await expect(portal.admin.api('POST', 'crm/leads', { title: 'x', companyName: 'Marcenaria do Sul' }), 201);
      t.same(
        (await expect(portal.admin.api('GET', `crm/leads/${made.id}/matches`), 200)).companies.map((one: { id: number }) => one.id),
        [old],
      );
    });

    await t.test('a contact is called by its title, its names, or how it is reached', async (t) => {
      t.equal(byPhone.title, 'Pedro');
      t.equal((await contact(email('so@mail.example'))).title, 'so@mail.example');
      t.equal((await expect(api('POST', 'crm/contacts', { comments: 'nobody' }), 422)).errors[0].path, 'title');
      t.equal((await expect(api('PATCH', `crm/contacts/${byName.id}`, { lastName: 'Souza' }), 200)).title, 'maria Souza', 'a title made of names follows them');
      await expect(api('PATCH', `crm/contacts/${byName.id}`, { title: 'Dona Maria' }), 200);
      t.equal((await expect(api('PATCH', `crm/contacts/${byName.id}`, { lastName: 'Lima' }), 200)).title, 'Dona Maria');
    });
  });
}
