import { access } from 'node:fs/promises';
import t from 'tap';
import type { BinEntry } from '../../server/contracts/core/bin.js';
import type {} from '../../server/core/db/core-tables.js';
import type {} from '../../server/modules/crm/tables.js';
import { dealOf, ok, quoteOf, row } from '../modules/sales/sales-portal.js';
import { dialects, password, startPortal, type TestPortal, type Visitor } from '../support/portal.js';

const DAY_MS = 86_400_000;

const binOf = async (who: Visitor, query = ''): Promise<BinEntry[]> => ok(await who.api('GET', `bin${query}`)).items;
const titlesOf = async (who: Visitor, query = '') => (await binOf(who, query)).map(({ title }) => title);
const takeBack = (who: Visitor, entry: BinEntry) => who.api('POST', `${entry.place}/${entry.recordId}/restore`, {});

/** Moves the clock and runs the nightly jobs. @returns the administrator, whose session would have ended. */
async function daysLater(p: TestPortal, days: number): Promise<Visitor> {
  p.pass(days * DAY_MS);
  await p.settle();
  return p.signIn('ana@aurora.example', password);
}

async function uploaded(who: Visitor, text: string): Promise<number> {
  const form = new FormData();
  form.set('file', new File([text], 'contract.txt', { type: 'text/plain' }));
  return ok(await who.api('POST', 'files', form), 201).id;
}

for (const dialect of dialects) {
  t.test(`the bin on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const own = Object.fromEntries(['read', 'create', 'change', 'delete'].map((action) => [`crm.lead.${action}`, 'own' as const]));
    const bruno = await p.person('Bruno Lima', { grants: own });
    let ana = p.admin;
    const db = p.portal.services.db.read;

    await t.test('shows what was deleted, by whom, and when it goes; taking back brings it to its list', async (t) => {
      const company = ok(await p.admin.api('POST', 'crm/companies', { title: 'Padaria Central' }), 201);
      const lead = ok(await p.admin.api('POST', 'crm/leads', { title: 'Portão automático' }), 201);
      ok(await p.admin.api('DELETE', `crm/companies/${company.id}`));
      ok(await p.admin.api('DELETE', `crm/leads/${lead.id}`));
      const [first, second] = await binOf(p.admin);
      t.match(first, { type: 'crm.lead', recordId: lead.id, title: 'Portão automático', deletedBy: p.admin.id, place: 'crm/leads' });
      t.match(second, { type: 'crm.company', recordId: company.id, title: 'Padaria Central' });
      t.equal(Date.parse(first?.purgedAt as string) - Date.parse(first?.deletedAt as string), 30 * DAY_MS);
      t.same(await titlesOf(p.admin, '?q=PORTAO'), ['Portão automático'], 'found by words without accents');
      t.same(await titlesOf(p.admin, '?type=crm.company'), ['Padaria Central']);
      ok(await takeBack(p.admin, first as BinEntry));
      t.same(await titlesOf(p.admin), ['Padaria Central']);
      t.equal(ok(await p.admin.api('GET', `crm/leads/${lead.id}`)).title, 'Portão automático');
      ok(await takeBack(p.admin, second as BinEntry));
    });

    await t.test('walks page by page without skipping or repeating', async (t) => {
      for (const title of ['A', 'B', 'C', 'D', 'E']) {
        const { id } = ok(await p.admin.api('POST', 'crm/leads', { title }), 201);
        ok(await p.admin.api('DELETE', `crm/leads/${id}`));
      }
      const seen: string[] = [];
      let after = '';
      do {
        const page = ok(await p.admin.api('GET', `bin?limit=2${after}`));
        seen.push(...page.items.map(({ title }: BinEntry) => title));
        after = page.next === null ? '' : `&after=${page.next}`;
      } while (after !== '');
      t.same(seen, ['E', 'D', 'C', 'B', 'A']);
      t.equal((await p.admin.api('GET', 'bin?after=nonsense')).status, 422);
      for (const entry of await binOf(p.admin)) ok(await takeBack(p.admin, entry));
    });

    await t.test('shows everybody only what they may take back', async (t) => {
      const mine = ok(await bruno.api('POST', 'crm/leads', { title: 'Of Bruno' }), 201);
      const hers = ok(await p.admin.api('POST', 'crm/leads', { title: 'Of Ana' }), 201);
      ok(await p.admin.api('DELETE', `crm/leads/${mine.id}`));
      ok(await p.admin.api('DELETE', `crm/leads/${hers.id}`));
      t.same(await titlesOf(bruno), ['Of Bruno']);
      t.same(ok(await bruno.api('GET', 'bin')).types, ['crm.lead']);
      t.equal((await bruno.api('POST', `crm/leads/${hers.id}/restore`, {})).status, 404);
      const nobody = await p.person('No Rights', { grants: {} });
      t.same(ok(await nobody.api('GET', 'bin')), { items: [], next: null, types: [] });
      for (const entry of await binOf(p.admin)) ok(await takeBack(p.admin, entry));
    });

    await t.test('says what points at a record, as far as one may see it, and keeps its name on what points at it', async (t) => {
      const deal = await dealOf(p.admin, 'Gate');
      ok(await p.admin.api('POST', 'crm/activities', { kind: 'call', title: 'Ring', recordType: 'crm.company', recordId: deal.companyId }), 201);
      const uses = ok(await p.admin.api('GET', `bin/uses?type=crm.company&ids=${deal.companyId}`)).items;
      t.match(uses.map(({ type, count }: { type: string; count: number }) => `${type} ${count}`).sort(), ['crm.activity 1', 'crm.contact 1', 'crm.deal 1']);
      t.same(ok(await bruno.api('GET', `bin/uses?type=crm.company&ids=${deal.companyId}`)).items, [], 'not for whoever may not see the company');
      t.equal((await p.admin.api('GET', 'bin/uses?type=crm.company&ids=1;drop')).status, 422);
      ok(await p.admin.api('DELETE', `crm/companies/${deal.companyId}`));
      const ref = `crm.company:${deal.companyId}`;
      t.match(ok(await p.admin.api('GET', `references?refs=${ref}`)).items, [{ title: 'Lumen Ltda', url: null, deleted: true }]);
      t.match(ok(await bruno.api('GET', `references?refs=${ref}`)).items, [{ title: null, url: null }]);
      for (const entry of await binOf(p.admin)) ok(await takeBack(p.admin, entry));
      t.notOk(ok(await p.admin.api('GET', `references?refs=${ref}`)).items[0].deleted);
    });

    await t.test('is emptied after thirty days of all that hangs on a record, and of nothing else', async (t) => {
      const file = await uploaded(ana, 'signed');
      const lead = ok(await ana.api('POST', 'crm/leads', { title: 'Converted' }), 201);
      ok(await ana.api('POST', 'comments', { recordType: 'crm.lead', recordId: lead.id, html: 'Shared with the deal' }), 201);
      const { dealId } = ok(await ana.api('POST', `crm/leads/${lead.id}/convert`, { deal: true }));
      const gone = ok(await ana.api('POST', 'crm/deals', { title: 'To be purged', contractFileId: file }), 201);
      const kept = await dealOf(ana, 'Kept');
      ok(await ana.api('POST', 'comments', { recordType: 'crm.deal', recordId: gone.id, html: 'Only here' }), 201);
      ok(await ana.api('PUT', `sales/deals/${gone.id}/rows`, { rows: [row('Hinge', 2, 1000)] }));
      const activity = ok(
        await ana.api('POST', 'crm/activities', {
          kind: 'call',
          title: 'Of the purged',
          recordType: 'crm.deal',
          recordId: gone.id,
          dueAt: '2099-01-01T09:00:00.000Z',
        }),
        201,
      );
      const { sha256 } = await db.selectFrom('files').select('sha256').where('id', '=', file).executeTakeFirstOrThrow();
      const content = p.portal.services.files.pathOf(sha256);
      const activities = ok(await ana.api('GET', 'crm/activities?total=true')).total;
      ok(await ana.api('DELETE', `crm/leads/${lead.id}`));
      ok(await ana.api('DELETE', `crm/deals/${gone.id}`));
      ana = await daysLater(p, 29);
      t.equal((await binOf(ana)).length, 2, 'not a day too early');
      ana = await daysLater(p, 2);
      t.same(await binOf(ana), []);
      t.equal((await ana.api('POST', `crm/deals/${gone.id}/restore`, {})).status, 404);
      for (const table of ['record_history', 'timeline_links', 'timeline_entries', 'comments', 'search_entries', 'bin_entries'] as const) {
        const left = await db.selectFrom(table).select('record_id').where('record_type', '=', 'crm.deal').where('record_id', '=', gone.id).execute();
        t.same(left, [], table);
      }
      t.same(await db.selectFrom('sales_rows').select('id').where('document_type', '=', 'deal').where('document_id', '=', gone.id).execute(), []);
      t.same(await db.selectFrom('crm_stage_history').select('id').where('record_type', '=', 'crm.deal').where('record_id', '=', gone.id).execute(), []);
      t.equal((await ana.api('GET', `crm/activities/${activity.id}`)).status, 404, 'what was planned on it went along');
      t.equal(ok(await ana.api('GET', 'crm/activities?total=true')).total, activities - 1, 'and out of the counters');
      t.same(await db.selectFrom('jobs').select('id').where('kind', '=', 'crm.activity-reminder').where('key', '=', String(activity.id)).execute(), []);
      t.same(await db.selectFrom('files').select('id').where('id', '=', file).execute(), []);
      await access(content);
      t.pass('the content stays as long as a snapshot may name the file');
      ana = await daysLater(p, 9);
      await t.rejects(access(content), { code: 'ENOENT' });
      t.equal(ok(await ana.api('GET', `crm/deals/${kept.id}`)).title, 'Kept');
      const comments = ok(await ana.api('GET', `crm/deals/${dealId}/timeline`)).items.filter(({ kind }: { kind: string }) => kind === 'comment');
      t.match(
        comments,
        [{ text: 'Shared with the deal', comment: { recordType: 'crm.deal', recordId: dealId } }],
        'what stood on the timeline of another record stays there',
      );
    });

    await t.test('keeps a content that another file has too', async (t) => {
      const [first, second] = [await uploaded(ana, 'twice'), await uploaded(ana, 'twice')];
      const deal = ok(await ana.api('POST', 'crm/deals', { title: 'Of the first', contractFileId: first }), 201);
      ok(await ana.api('POST', 'crm/deals', { title: 'Of the second', contractFileId: second }), 201);
      ok(await ana.api('DELETE', `crm/deals/${deal.id}`));
      ana = await daysLater(p, 31);
      ana = await daysLater(p, 9);
      t.equal((await ana.api('GET', `files/${first}`)).status, 404);
      t.equal((await ana.api('GET', `files/${second}`)).body, 'twice');
    });

    await t.test('never loses what has a number without gaps, nor what tells of others by its name', async (t) => {
      const deal = await dealOf(ana, 'Numbered');
      const quote = await quoteOf(ana, deal.id);
      const source = ok(await ana.api('POST', 'crm/sources', { name: 'Trade fair' }), 201);
      ok(await ana.api('DELETE', `sales/quotes/${quote.id}`));
      ok(await ana.api('DELETE', `crm/sources/${source.id}`));
      t.same(
        (await binOf(ana)).map(({ purgedAt }) => purgedAt),
        [null, null],
      );
      ana = await daysLater(p, 60);
      t.same(await titlesOf(ana), ['Trade fair', quote.number]);
      for (const entry of await binOf(ana)) ok(await takeBack(ana, entry));
    });

    await t.test('takes back payments and shipments only where they still fit', async (t) => {
      const deal = await dealOf(ana, 'Paid');
      const invoice = ok(await ana.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('Hinge', 2, 1000)] }), 201);
      const pay = async (amount: number) => ok(await ana.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: { amount, currency: 'BRL' } }), 201).id;
      const payment = await pay(1500);
      ok(await ana.api('DELETE', `sales/payments/${payment}`));
      ok(await ana.api('POST', `sales/payments/${payment}/restore`, {}));
      t.match(ok(await ana.api('GET', `sales/invoices/${invoice.id}`)), { paid: { amount: 1500 }, due: { amount: 500 }, status: 'partly-paid' });
      ok(await ana.api('DELETE', `sales/payments/${payment}`));
      await pay(1000);
      t.match(await ana.api('POST', `sales/payments/${payment}/restore`, {}), { status: 409, body: { code: 'payment-does-not-fit' } });
      const [ordered] = ok(await ana.api('GET', `sales/shipments/state?dealId=${deal.id}`)).rows;
      const ship = async (quantity: number) =>
        ok(await ana.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ quoteRowId: ordered.quoteRowId, quantity }] }), 201).id;
      const shipment = await ship(2);
      ok(await ana.api('DELETE', `sales/shipments/${shipment}`));
      ok(await ana.api('POST', `sales/shipments/${shipment}/restore`, {}));
      t.equal(ok(await ana.api('GET', `sales/shipments/state?dealId=${deal.id}`)).rows[0].open, 0);
      ok(await ana.api('DELETE', `sales/shipments/${shipment}`));
      await ship(1);
      t.match(await ana.api('POST', `sales/shipments/${shipment}/restore`, {}), { status: 409, body: { code: 'shipment-does-not-fit' } });
    });

    await t.test('shows a pipeline without its stages, which come back with it', async (t) => {
      const pipeline = ok(await ana.api('POST', 'crm/pipelines', { name: 'Retail' }), 201);
      const stages = () => ana.api('GET', `crm/stages?pipelineId=${pipeline.id}&total=true`).then((answer) => ok(answer).total);
      const before = await stages();
      ok(await ana.api('DELETE', `crm/pipelines/${pipeline.id}`));
      t.same(await titlesOf(ana, '?type=crm.pipeline'), ['Retail']);
      t.same(await titlesOf(ana, '?type=crm.stage'), []);
      ok(await ana.api('POST', `crm/pipelines/${pipeline.id}/restore`, {}));
      t.equal(await stages(), before);
    });
  });
}
