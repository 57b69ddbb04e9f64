import t from 'tap';
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
    ] as const) {
      const { status, body } = await admin.api('PATCH', 'settings/company', { [path]: value });
      t.equal(status, 422, `${path}: ${value}`);
      t.equal(body.errors[0].path, path);
      t.ok(body.errors[0].message.includes(' '), 'in words');
    }
    const change = {
      name: ' Aurora Ltda ',
      country: 'PT',
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      weekStart: 1,
      publicUrl: 'https://portal.example/sede/',
      taxId: '123',
      email: 'hi@aurora.example',
    };
    const { body } = await admin.api('PATCH', 'settings/company', change);
    t.same(body, { ...before, ...change, name: 'Aurora Ltda', publicUrl: 'https://portal.example/sede' });
    t.same((await admin.api('GET', 'session')).body.company, body);
    await Promise.all([admin.api('PATCH', 'settings/company', { phone: '1' }), admin.api('PATCH', 'settings/company', { address: 'Rua A' })]);
    t.match((await admin.api('GET', 'settings/company')).body, { phone: '1', address: 'Rua A' }, 'two changes at once both hold');
  });
}
