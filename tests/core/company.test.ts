import t from 'tap';
import { companyDetails } from '../../migrations/core/0017-company-details.js';
import { companyHours } from '../../migrations/core/0031-working-hours.js';
import { schemaOver } from '../../server/core/db/schema.js';
import { onePoint as png, uploadFile } from '../support/files.js';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`the company on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin } = portal;
    const before = (await admin.api('GET', 'settings/company')).body;
    t.match(before, { name: 'Ferragens Aurora', country: 'BR', currency: 'BRL', weekStart: 0, publicUrl: null });
    for (const [path, value] of [
      ['country', 'XX'],
      ['country', 'br'],
      ['country', 'UK'],
      ['currency', 'XXZ'],
      ['timeZone', 'Brazil'],
      ['timeZone', '+03:00'],
      ['language', 'tlh'],
      ['publicUrl', 'ftp://portal.example'],
      ['publicUrl', 'javascript:alert(1)'],
      ['weekStart', 7],
      ['name', ' '],
      ['name', null],
      ['email', 'nobody'],
      ['motto', 'x'],
      ['taxId', '11.222.333/0001-82'],
      ['site', 'not a site'],
      ['accent', 'petrol'],
      ['logoId', 999],
    ] as const) {
      const { status, body } = await admin.api('PATCH', 'settings/company', { [path]: value });
      t.equal(status, 422, `${path}: ${value}`);
      t.equal(body.errors[0].path, path);
      t.ok(body.errors[0].message.includes(' '), 'in words');
    }
    const hours = { days: [0, 6], from: '22:00', to: '23:30', break: null };
    for (const [path, value] of [
      ['workingHours.days', { ...hours, days: [] }],
      ['workingHours.days.0', { ...hours, days: [7] }],
      ['workingHours.from', { ...hours, from: '9' }],
      ['workingHours.to', { ...hours, to: '24:00' }],
      ['workingHours.to', { ...hours, to: '22:00' }],
      ['workingHours.break.from', { ...hours, break: { from: '22:00', to: '23:00' } }],
      ['workingHours.break.to', { ...hours, break: { from: '23:00', to: '22:30' } }],
      ['workingHours.break.to', { ...hours, break: { from: '23:00', to: '23:30' } }],
    ] as const) {
      const { status, body } = await admin.api('PATCH', 'settings/company', { workingHours: value });
      t.equal(status, 422, `${path}: ${JSON.stringify(value)}`);
      t.equal(body.errors[0].path, path);
      t.ok(body.errors[0].message.includes(' '), 'in words');
    }
    t.same(before.workingHours, { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', break: null });
    const change = {
      workingHours: hours,
      name: ' Aurora Ltda ',
      country: 'PT',
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      weekStart: 1,
      publicUrl: 'https://portal.example/sede/',
      taxId: '501964843',
      email: 'hi@aurora.example',
    };
    const { body } = await admin.api('PATCH', 'settings/company', change);
    t.same(body, { ...before, ...change, name: 'Aurora Ltda', taxId: 'PT501964843', publicUrl: 'https://portal.example/sede' });
    t.same((await admin.api('GET', 'session')).body.company, body);
    await Promise.all([
      admin.api('PATCH', 'settings/company', { phone: '+55 31 5555-0100' }),
      admin.api('PATCH', 'settings/company', { site: 'aurora.example' }),
    ]);
    t.match((await admin.api('GET', 'settings/company')).body, { phone: '+55 31 5555-0100', site: 'https://aurora.example' }, 'two changes at once both hold');
  });

  t.test(`legal data, address and bank on ${dialect}`, async (t) => {
    const { admin } = await startPortal(t, { dialect, modules: [] });
    const change = (body: object) => admin.api('PATCH', 'settings/company', body);
    const address = { street: 'Av. das Oficinas, 480', extra: ' Sala 2 ', district: 'Centro', postalCode: '30130010', city: 'Belo Horizonte', region: 'mg' };
    const bank = { bank: 'Banco Vale', branch: '0001', account: '12345-6', pix: 'PIX@aurora.example', iban: 'BR1800360305000010009795493C1', bic: 'caixbrsp' };
    const { body } = await change({ legalName: 'Aurora Ferragens Ltda', taxId: '12abc34501de35', stateRegistration: '062.307.904/0081', address, bank });
    t.match(body, {
      legalName: 'Aurora Ferragens Ltda',
      taxId: '12.ABC.345/01DE-35',
      stateRegistration: '062.307.904/0081',
      address: { ...address, extra: 'Sala 2', postalCode: '30130-010', region: 'MG' },
      bank: { ...bank, holder: null, pix: 'pix@aurora.example', iban: 'BR18 0036 0305 0000 1000 9795 493C 1', bic: 'CAIXBRSP' },
    });
    const wrong = await change({
      taxId: '1',
      address: { ...address, postalCode: '3013', region: 'XX' },
      bank: { ...bank, pix: '31 98765', iban: 'BR1800360305000010009795493C2', bic: 'X' },
    });
    t.equal(wrong.status, 422);
    t.same(
      wrong.body.errors.map(({ path }: { path: string }) => path),
      ['taxId', 'address.postalCode', 'address.region', 'bank.pix', 'bank.iban', 'bank.bic'],
      'each wrong field is named',
    );
    t.match((await change({ phone: 'ask Ana' })).body.errors, [{ path: 'phone', message: /^This is not a phone number/ }], 'with what would be right');
    t.equal((await change({ address: { planet: 'Mars' } })).body.errors[0].path, 'address.planet');
    const british = await change({ country: 'GB', taxId: null });
    t.match(british.body.errors, [{ path: 'bank.branch', message: /^A sort code/ }], 'in another country the numbers of an account have another form');
    t.match((await change({ country: 'GB', taxId: null, bank: { ...bank, branch: '200000', account: '5577 9911' } })).body, {
      bank: { branch: '20-00-00', account: '55779911' },
    });
    const american = (postalCode: string) => change({ country: 'US', taxId: null, bank: null, address: { ...address, postalCode, region: 'NY' } });
    t.match((await american('1000')).body.errors, [{ path: 'address.postalCode', message: /^A ZIP code/ }]);
    t.equal((await american('100011234')).body.address.postalCode, '10001-1234');
    t.equal((await change({ country: 'BR' })).status, 200);
    t.match((await change({ address: {}, bank: null })).body, { address: null, bank: null }, 'what says nothing is nothing');
    t.equal((await change({ country: 'DE', taxId: '12.ABC.345/01DE-35' })).status, 422, 'in another country the number has another form');
    t.equal((await change({ country: 'US', taxId: '12-3456789' })).body.taxId, '12-3456789', 'where none is known, it is taken as it is');
  });

  t.test(`logo and accent on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin, api } = portal;
    const change = (body: object) => admin.api('PATCH', 'settings/company', body);
    const logoId = await uploadFile(admin, png, 'logo.png', 'image/png');
    const { logo } = (await change({ logoId })).body;
    t.match(logo, { id: logoId, width: 1, height: 1 });
    t.same((await api('GET', 'portal')).body.logo, logo, 'those who have not signed in yet know it');
    const seen = await api('GET', `logo/${logo.hash}`);
    t.equal(seen.status, 200);
    t.equal(seen.headers.get('content-type'), 'image/png');
    t.match(seen.headers.get('cache-control'), /public.*immutable/);
    t.equal((await api('GET', `logo/${logo.hash}`, undefined, { 'if-none-match': seen.headers.get('etag') as string })).status, 304);
    t.equal((await api('GET', `logo/${'0'.repeat(32)}`)).status, 404);

    const svg = await uploadFile(admin, '<svg xmlns="http://www.w3.org/2000/svg"/>', 'logo.png', 'image/png');
    const broken = await uploadFile(admin, png.subarray(0, 50), 'logo.png', 'image/png');
    const large = await uploadFile(admin, Buffer.concat([png, Buffer.alloc(1_048_577)]), 'logo.png', 'image/png');
    const huge = Buffer.from(png);
    huge.writeUInt32BE(60_000, 16);
    for (const id of [svg, broken, large, await uploadFile(admin, huge, 'logo.png', 'image/png')]) {
      const refused = await change({ logoId: id });
      t.equal(refused.status, 422);
      t.equal(refused.body.errors[0].path, 'logoId');
    }
    t.same((await change({ logoId: null })).body.logo, null);
    t.equal((await api('GET', `logo/${logo.hash}`)).status, 404, 'gone once it is taken away');
    t.same((await change({ logoId })).body.logo, logo, 'and back');

    const page = async () => (await api('GET', '/')).body as string;
    t.match(await page(), '<html lang', 'without an accent the page is as it was built');
    t.equal((await change({ accent: '#2458B8' })).body.accent, '#2458b8');
    t.equal((await api('GET', 'portal')).body.accent, '#2458b8');
    t.match(await page(), 'style="--accent: light-dark(#2458b8, #', 'the page is sent in it');
    t.equal((await change({ accent: null })).body.accent, null);
  });

  t.test(`a company of an earlier version on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { db, settings } = portal.portal.services;
    const before = { name: 'Aurora', country: 'BR', taxId: '1', address: 'Rua A, 1\r\n Centro', phone: '2', email: null, publicUrl: null };
    await db.write(async (tx) => {
      await tx.q
        .updateTable('settings')
        .set({ value: JSON.stringify(before) })
        .where('key', '=', 'company')
        .execute();
      await companyDetails.up(schemaOver(dialect, tx.q));
      await companyHours.up(schemaOver(dialect, tx.q));
    });
    await settings.reload();
    const { body } = await portal.admin.api('GET', 'settings/company');
    t.match(body, { ...before, address: { street: 'Rua A, 1, Centro', city: null }, legalName: null, bank: null, logo: null, accent: null });
    t.same(body.workingHours, { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', break: null });
    t.equal(
      (await portal.admin.api('PATCH', 'settings/company', { taxId: '1', phone: '555-0100' })).status,
      200,
      'an old number does not stand in the way of a new one',
    );
  });
}
