import t from 'tap';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

const steps = async (who: Visitor): Promise<Record<string, boolean>> =>
  Object.fromEntries((await who.api('GET', 'first-steps')).body.items.map(({ id, done }: { id: string; done: boolean }) => [id, done]));

for (const dialect of dialects) {
  t.test(`first steps on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const none = {
      'core.company': false,
      'core.team': false,
      'core.mail': false,
      'crm.clients': false,
      'crm.deal': false,
      'sales.products': false,
      'sales.quote': false,
    };

    await t.test('a new portal has them all before it; the sample counts for nothing', async (t) => {
      t.same(await steps(p.admin), none);
      await p.admin.api('POST', 'sample');
      await p.settle();
      t.same(await steps(p.admin), none);
    });

    await t.test('each is ticked by what is really there', async (t) => {
      const { status } = await p.admin.api('PATCH', 'settings/company', { taxId: '12abc34501de35', address: { street: 'Rua A, 1', city: 'Campinas' } });
      t.equal(status, 200);
      await p.admin.api('POST', 'crm/leads', { title: 'Lia' });
      t.equal((await steps(p.admin))['crm.clients'], false, 'one lead is not what the clients were brought for');
      for (const firstName of ['Lia', 'Rui', 'Gil', 'Eva']) await p.admin.api('POST', 'crm/contacts', { firstName });
      const deal = (await p.admin.api('POST', 'crm/deals', { title: 'Nosso' })).body;
      const price = { amount: 1000, currency: 'BRL' };
      await p.admin.api('POST', 'sales/products', { name: 'Escada', price });
      const quote = (await p.admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [{ name: 'Escada', quantity: 1, price }] })).body;
      t.same(await steps(p.admin), { ...none, 'core.company': true, 'crm.clients': true, 'crm.deal': true, 'sales.products': true });
      await p.admin.api('POST', `sales/quotes/${quote.id}/accept`, {});
      t.equal((await steps(p.admin))['sales.quote'], true);
    });

    await t.test('what each does for themselves is ticked by nobody else; a client or two are not all of them', async (t) => {
      const rita = await p.person('Rita Melo', { role: 'sales-manager' });
      t.match(await steps(rita), { 'crm.deal': false, 'sales.quote': false, 'crm.clients': true });
      await rita.api('POST', 'crm/deals', { title: 'Dela' });
      t.match(await steps(rita), { 'crm.deal': true, 'sales.quote': false });
      const all = (await rita.api('GET', 'first-steps')).body.items as { id: string; forAll: boolean }[];
      t.same(
        all.filter(({ forAll }) => forAll).map(({ id }) => id),
        ['crm.clients'],
      );
    });

    await t.test('only what a person may do is put before them, and who puts the list away never sees it again', async (t) => {
      const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
      t.equal((await steps(p.admin))['core.team'], true);
      const his = await steps(bruno);
      t.notOk(Object.keys(his).some((id) => id.startsWith('core.')));
      t.ok('crm.deal' in his);
      t.same((await bruno.api('POST', 'first-steps/dismiss')).body, { items: [] });
      t.same(await steps(bruno), {});
      t.ok('crm.deal' in (await steps(p.admin)), 'for others it stays');
      await p.admin.api('POST', 'modules/sales/park');
      t.notOk('sales.quote' in (await steps(p.admin)));
    });
  });
}
