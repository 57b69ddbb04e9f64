import { type RawBuilder, sql } from 'kysely';
import t from 'tap';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';
import { startReceiver } from '../support/receiver.js';

/** Number of rows of every table. */
async function rowsOfAll(p: TestPortal): Promise<Record<string, number>> {
  const { db } = p.portal.services;
  const names: RawBuilder<{ name: string }> =
    db.dialect === 'sqlite'
      ? sql`select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like 'search\\_trigrams\\_%' escape '\\'`
      : sql`select table_name as name from information_schema.tables where table_schema = current_schema()`;
  const counts: Record<string, number> = {};
  for (const { name } of (await names.execute(db.read)).rows.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // A counter that stands at nothing says the same as none.
    const only = name === 'record_counters' ? sql`n <> 0` : sql`1 = 1`;
    counts[name] = Number((await sql<{ n: number }>`select count(*) as n from ${sql.table(name)} where ${only}`.execute(db.read)).rows[0]?.n);
  }
  return counts;
}

const state = async (p: TestPortal) => (await p.admin.api('GET', 'sample')).body;
const total = async (p: TestPortal, path: string) => (await p.admin.api('GET', `${path}${path.includes('?') ? '&' : '?'}total=true&limit=1`)).body.total;

async function fill(p: TestPortal): Promise<void> {
  const { status, body } = await p.admin.api('POST', 'sample');
  if (status !== 202 || body.state !== 'filling') throw new Error(`${status} ${JSON.stringify(body)}`);
  await p.settle();
}

for (const dialect of dialects) {
  t.test(`the sample on ${dialect}`, async (t) => {
    const receiver = await startReceiver(t);
    const p = await startPortal(t, {
      dialect,
      language: 'pt-BR',
      webhooks: ['localhost'],
      mail: { smtp: 'smtp://127.0.0.1:9', from: 'portal@aurora.example' },
    });
    await p.admin.api('POST', 'webhooks', {
      name: 'All',
      url: receiver.url,
      events: ['crm.deal.created', 'crm.deal.changed', 'crm.deal.won', 'crm.lead.created'],
    });
    // The first real document, before which the sample's numbers must not come.
    const deal = (await p.admin.api('POST', 'crm/deals', { title: 'Nosso' })).body;
    const row = { name: 'Escada', quantity: 1, price: { amount: 1000, currency: 'BRL' } };
    await p.admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [row] });
    // Every job of the night has run once and left its settings.
    p.pass(86_400_000);
    await p.settle();
    const before = await rowsOfAll(p);

    await t.test('shows a small company at work, by the ordinary ways, and tells nobody', async (t) => {
      const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
      t.equal((await bruno.api('POST', 'sample')).status, 403);
      t.match((await bruno.api('GET', 'sample')).body, { state: 'none', changed: 0 });
      Object.assign(before, await rowsOfAll(p));
      await fill(p);
      t.match(await state(p), { state: 'there', changed: 0 });
      const counts = {
        companies: await total(p, 'crm/companies'),
        contacts: await total(p, 'crm/contacts'),
        leads: await total(p, 'crm/leads'),
        deals: await total(p, 'crm/deals'),
        products: await total(p, 'sales/products'),
        quotes: await total(p, 'sales/quotes'),
        invoices: await total(p, 'sales/invoices'),
        shipments: await total(p, 'sales/shipments'),
        payments: await total(p, 'sales/payments'),
      };
      t.same(counts, { companies: 8, contacts: 12, leads: 10, deals: 16, products: 8, quotes: 4, invoices: 2, shipments: 1, payments: 1 });
      const { items } = (await p.admin.api('GET', 'sales/quotes?sort=createdAt')).body;
      t.same(
        items.map(({ number }: { number: string }) => number.replace(/^\d{4}-/, '')),
        ['0001', 'EX-0001', 'EX-0002', 'EX-0003'],
        'the sample has numbers of its own',
      );
      const board = (await p.admin.api('GET', 'crm/deals/board')).body;
      t.ok(board.columns.filter(({ count }: { count: number }) => count > 0).length >= 8, 'on every stage something stands');
      const found = (await p.admin.api('GET', 'search?q=biblioteca')).body;
      t.match(JSON.stringify(found), /Móveis da biblioteca/, 'it is found');
      const clock = new Intl.DateTimeFormat('en-GB', {
        timeZone: p.portal.services.settings.company().timeZone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
      });
      const { items: activities } = (await p.admin.api('GET', 'crm/activities?limit=50')).body;
      t.ok(activities.length >= 8);
      for (const { title, dueAt } of activities)
        t.match(clock.format(new Date(dueAt)), /^(Mon|Tue|Wed|Thu|Fri),? (09|1[0-7]):/, `${title} is planned for working hours`);
      t.equal((await p.admin.api('GET', 'notices')).body.items.length, 0, 'no notice');
      const after = await rowsOfAll(p);
      t.equal(after.mails, before.mails, 'no mail');
      t.equal(after.webhook_deliveries, before.webhook_deliveries, 'no webhook');
      t.equal((await p.admin.api('POST', 'sample')).status, 409);
    });

    await t.test('is wiped with one click, and nothing of it is left', async (t) => {
      const { done } = await state(p);
      t.ok(done >= 60);
      const { status, body } = await p.admin.api('POST', 'sample/wipe', { changed: 0 });
      t.equal(status, 200, JSON.stringify(body));
      t.match(body, { state: 'none', changed: 0, wiped: done }, 'as many as there were said to be');
      const after = await rowsOfAll(p);
      // Who did what is kept for good; and the clock ran meanwhile.
      for (const name of ['audit', 'job_runs', 'idempotency_keys', 'events']) delete after[name];
      t.same(after, Object.fromEntries(Object.entries(before).filter(([name]) => name in after)));
      t.equal((await p.admin.api('POST', 'sample/wipe', { changed: 0 })).body.code, 'no-sample');
      const next = (await p.admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [row] })).body;
      t.match(next.number, /-0002$/, 'the numbers go on as if it had never been');
    });

    await t.test("what somebody changed is counted and goes, one's own records stay and lose the link", async (t) => {
      await fill(p);
      const contact = (await p.admin.api('GET', 'crm/contacts?limit=1')).body.items[0];
      const company = (await p.admin.api('GET', 'crm/companies?limit=1')).body.items[0];
      const [theirs] = (await p.admin.api('GET', 'crm/deals?sort=createdAt&limit=2')).body.items.filter(({ id }: { id: number }) => id !== deal.id);
      const own = (await p.admin.api('POST', 'crm/deals', { title: 'Meu', companyId: company.id, contactId: contact.id })).body;
      await p.admin.api('PATCH', `crm/companies/${company.id}`, { title: 'Mudada' });
      await p.admin.api('POST', `crm/deals/${theirs.id}/notes`, { text: 'Liguei.' });
      await p.admin.api('POST', 'crm/activities', { kind: 'call', title: 'Minha', recordType: 'crm.contact', recordId: contact.id });
      const quote = (await p.admin.api('POST', 'sales/quotes', { dealId: theirs.id, rows: [row] })).body;
      const refused = await p.admin.api('POST', 'sample/wipe', { changed: 0 });
      t.same([refused.status, refused.body.code], [409, 'sample-changed']);
      const { changed } = await state(p);
      t.equal(refused.body.changed, changed);
      const named = [`company ${company.id}`, `contact ${contact.id}`, `company ${quote.companyId}`, `contact ${quote.contactId}`, `deal ${theirs.id}`];
      t.equal(changed, new Set(named).size, "whom one's own deal and quote name, and the deal that was written on: each once");
      t.equal((await p.admin.api('POST', 'sample/wipe', { changed })).status, 200);
      t.match((await p.admin.api('GET', `crm/deals/${own.id}`)).body, { title: 'Meu', companyId: null, contactId: null });
      t.match((await p.admin.api('GET', `sales/quotes/${quote.id}`)).body, { dealId: null });
      t.equal((await p.admin.api('POST', 'sales/invoices', { quoteId: quote.id })).status, 422, 'a quote whose deal is gone is refused in words');
      t.equal((await p.admin.api('GET', `crm/companies/${company.id}`)).status, 404);
      t.equal(await total(p, 'crm/activities'), 0);
    });

    await t.test('what a parked module has of it goes when the module is back', async (t) => {
      await fill(p);
      await p.admin.api('POST', 'modules/sales/park');
      t.equal((await p.admin.api('POST', 'sample/wipe', { changed: (await state(p)).changed })).status, 200);
      t.equal((await state(p)).state, 'none');
      t.ok(((await rowsOfAll(p)).sales_products ?? 0) > 0);
      await p.admin.api('POST', 'modules/sales/resume');
      t.equal((await rowsOfAll(p)).sales_products, 0);
      t.equal((await rowsOfAll(p)).sample_records, 0);
    });

    await t.test('a portal that is stopped in the middle begins it anew', async (t) => {
      await p.admin.api('POST', 'sample');
      await p.portal.services.jobs.stop();
      await p.restart();
      await p.settle();
      t.match(await state(p), { state: 'there' });
      t.equal(await total(p, 'crm/companies'), 8);
      const { notices } = await rowsOfAll(p);
      p.pass(4 * 86_400_000);
      await p.settle();
      t.equal((await rowsOfAll(p)).notices, notices, 'and days later nobody is reminded of what is in it');
    });
  });
}
