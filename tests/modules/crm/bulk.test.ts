import { sql } from 'kysely';
import t, { type Test } from 'tap';
import type { BulkAnswer, BulkRecord, BulkRequest, BulkRun } from '../../../server/contracts/core/bulk.js';
import type { Page } from '../../../server/contracts/core/endpoint.js';
import { load } from '../../support/importing.js';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, stageId, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`many records at once on ${dialect}`, async (t) => {
    const p = await startCrm(t, dialect);
    const { admin } = p;
    const shop = await p.department('Shop');
    const carla = await p.person('Carla Nunes', { role: 'sales-manager', departmentId: shop.id });
    const bruno = await p.person('Bruno Dias', { role: 'salesperson', departmentId: shop.id });
    const [open, quote, lost] = ['New', 'Quote', 'Lost'].map((name) => stageId(p.dealStages, name));
    const dealOf = async (ownerId: number, amount: number, title = 'Fence') =>
      (await expect(admin.api('POST', 'crm/deals', { title, ownerId, stageId: open, amount: { amount, currency: 'BRL' } }), 201)).id as number;
    const ask = (who: Visitor, request: BulkRequest, kind = 'deals') => who.api('POST', `crm/${kind}/bulk`, request);
    const run = async (who: Visitor, request: BulkRequest) => (await expect(ask(who, request), 200)) as BulkAnswer;
    const undo = async (who: Visitor, id: number) => (await expect(who.api('POST', `bulk/${id}/undo`, {}), 200)) as BulkRun;
    const deal = async (id: number) => (await admin.api('GET', `crm/deals/${id}`)).body;
    /** What the counters say against what a filter counts, which looks at the records themselves. */
    const totals = async (filter: string) => {
      const { total, sums } = await expect(admin.api('GET', `crm/deals?limit=1&total=true&${filter}`), 200);
      return { total, amount: sums.reduce((sum: number, one: { amount: number }) => sum + one.amount, 0) };
    };
    const soundCounters = async (t: Test, stage: number) =>
      t.same(await totals(`stageId=${stage}`), await totals(`stageId=${stage}&amount.gte=0`), 'the counters agree with the records');

    await t.test('are previewed with the reason why some stay as they are', async (t) => {
      const [mine, theirs] = [await dealOf(bruno.id, 100), await dealOf(admin.id, 200)];
      const seen = await run(admin, { action: 'change', query: {}, values: { ownerId: bruno.id }, preview: true });
      t.same(seen, { preview: { total: 2, ready: 1, left: [{ reason: 'as-it-is', count: 1 }] }, run: null });
      t.equal((await deal(theirs)).ownerId, admin.id, 'nothing is changed by it');
      const wide = await p.person('Dora Lima', { grants: { 'crm.deal.read': 'all', 'crm.deal.change': 'own' } });
      const barred = await run(wide, { action: 'move', query: {}, stageId: quote, preview: true });
      t.same(barred.preview, { total: 2, ready: 0, left: [{ reason: 'no-right', count: 2, permission: 'crm.deal.change' }] });
      t.same(
        (await run(bruno, { action: 'change', ids: [mine, theirs], values: { productName: 'Fence' }, preview: true })).preview.total,
        1,
        'what one cannot see does not count',
      );
    });

    await t.test('are given to somebody, who is told once, and taken back where nobody changed them since', async (t) => {
      const ids = [await dealOf(admin.id, 100), await dealOf(admin.id, 200), await dealOf(admin.id, 300)];
      const told = async () => (await bruno.api('GET', 'notices')).body.items as { code: string; params: { count?: number }; title: string }[];
      const before = (await told()).length;
      const { run: done, preview } = await run(admin, { action: 'change', ids, values: { ownerId: bruno.id } });
      t.match(preview, { total: 3, ready: 3, left: [] });
      t.match(done, { state: 'done', changed: 3, undoable: true });
      const notices = (await told()).slice(0, (await told()).length - before);
      t.match(notices, [{ code: 'crm.deal.assigned-many', title: 'Ana Souza gave you 3 deals' }], 'one word for all');
      t.equal(notices.length, 1);
      for (const id of ids) {
        t.equal((await deal(id)).version, 2);
        t.match((await admin.api('GET', `crm/deals/${id}/history`)).body.items[0], { kind: 'changed', changes: { ownerId: { from: admin.id, to: bruno.id } } });
        t.match((await admin.api('GET', `crm/deals/${id}/timeline`)).body.items[0], { kind: 'crm.deal.assigned', data: { to: { name: 'Bruno Dias' } } });
      }
      await soundCounters(t, open as number);
      t.equal((await carla.api('POST', `bulk/${done?.id}/undo`, {})).status, 404, 'another’s run is not there');
      await expect(admin.api('PATCH', `crm/deals/${ids[0]}`, { ownerId: carla.id }), 200);
      t.match(
        (await told())[0],
        {
          code: 'crm.deal.taken',
          title: 'Deal that was yours: Fence',
          body: 'Ana Souza gave the deal “Fence”, which was yours, to Carla Nunes.',
          outcome: null,
        },
        'word to whom it was taken from',
      );
      t.match(await undo(admin, done?.id as number), { action: 'undo', changed: 2 });
      t.same(await Promise.all(ids.map(async (id) => (await deal(id)).ownerId)), [carla.id, admin.id, admin.id]);
      t.equal((await admin.api('POST', `bulk/${done?.id}/undo`, {})).body.code, 'bulk-not-undoable', 'once');
      await soundCounters(t, open as number);
    });

    await t.test('are moved to a stage, with the reason where it is lost, as by hand', async (t) => {
      const ids = [await dealOf(admin.id, 100), await dealOf(admin.id, 200)];
      t.match((await ask(admin, { action: 'move', ids, stageId: lost as number })).body.errors, [{ path: 'lostReasonId' }]);
      const reason = (await expect(admin.api('GET', 'crm/lost-reasons'), 200)).items[0].id;
      const { run: done } = await run(admin, { action: 'move', ids, stageId: lost as number, lostReasonId: reason });
      t.match(done, { state: 'done', changed: 2 });
      t.match(await deal(ids[0] as number), { stageId: lost, lostReasonId: reason, closedAt: /Z$/ });
      t.match((await admin.api('GET', `crm/deals/${ids[0]}/timeline`)).body.items[0], {
        kind: 'crm.deal.moved',
        data: { semantic: 'lost', from: { id: open } },
      });
      await soundCounters(t, lost as number);
      await undo(admin, done?.id as number);
      t.match(await deal(ids[0] as number), { stageId: open, lostReasonId: null, closedAt: null });
      const other = (await expect(admin.api('POST', 'crm/pipelines', { name: 'Repairs' }), 201)).id;
      const elsewhere = (await expect(admin.api('POST', 'crm/deals', { title: 'Hinge', pipelineId: other }), 201)).id;
      t.match((await run(admin, { action: 'move', ids: [...ids, elsewhere], stageId: quote as number, preview: true })).preview, {
        ready: 2,
        left: [{ reason: 'other-pipeline', count: 1 }],
      });
    });

    await t.test('are deleted and brought back', async (t) => {
      const ids = [await dealOf(admin.id, 100, 'Old fence'), await dealOf(admin.id, 200, 'Old fence')];
      t.match(await ask(bruno, { action: 'delete', ids }), { status: 403, body: { permission: 'crm.deal.delete' } });
      const { run: done } = await run(admin, { action: 'delete', query: { q: 'old fence' } });
      t.match(done, { state: 'done', changed: 2 });
      t.equal((await admin.api('GET', `crm/deals/${ids[0]}`)).status, 404);
      t.equal((await admin.api('GET', 'crm/deals?q=old')).body.items.length, 0);
      await soundCounters(t, open as number);
      t.match(await undo(admin, done?.id as number), { changed: 2 });
      t.equal((await admin.api('GET', 'crm/deals?q=old')).body.items.length, 2);
      await soundCounters(t, open as number);
    });

    await t.test('keep record by record what was done and what was left out, for whoever started them', async (t) => {
      const [mine, theirs, done] = [await dealOf(bruno.id, 100, 'Mine'), await dealOf(admin.id, 200, 'Theirs'), await dealOf(admin.id, 300, 'Changed since')];
      const wide = await p.person('Eva Reis', { grants: { 'crm.deal.read': 'all', 'crm.deal.change': 'own' } });
      const own = await dealOf(wide.id, 100, 'Own');
      const records = async (who: Visitor, id: number, query = '') => (await expect(who.api('GET', `bulk/${id}/records${query}`), 200)) as Page<BulkRecord>;
      const titles = ({ items }: Page<BulkRecord>) => items.map(({ reference }) => reference.title);
      const { run: barred } = await run(wide, { action: 'change', ids: [mine, theirs, own], values: { productName: 'Gate' } });
      t.match(barred, {
        changed: 1,
        left: [{ reason: 'no-right', count: 2, permission: 'crm.deal.change' }],
        values: [{ name: 'productName', value: 'Gate' }],
      });
      t.same(titles(await records(wide, barred?.id as number)), ['Own']);
      t.same(titles(await records(wide, barred?.id as number, '?left=no-right')), ['Mine', 'Theirs']);
      const first = await records(wide, barred?.id as number, '?left=no-right&limit=1');
      t.same(titles(await records(wide, barred?.id as number, `?left=no-right&limit=1&after=${first.next}`)), ['Theirs'], 'page by page');
      t.equal((await admin.api('GET', `bulk/${barred?.id}/records`)).status, 404, 'a run is its starter’s');

      const { run: given } = await run(admin, { action: 'change', ids: [mine, theirs, done], values: { ownerId: bruno.id } });
      t.match(await records(admin, given?.id as number), { items: [{ changes: { ownerId: { from: admin.id, to: bruno.id } } }, {}] });
      t.same(titles(await records(admin, given?.id as number, '?left=as-it-is')), ['Mine']);
      await expect(admin.api('PATCH', `crm/deals/${done}`, { ownerId: carla.id }), 200);
      const back = await undo(admin, given?.id as number);
      t.match(back, { undoOf: given?.id, changed: 1, left: [{ reason: 'meanwhile', count: 1 }] });
      t.same(titles(await records(admin, back.id)), ['Theirs']);
      const [again, before] = (await expect(admin.api('GET', `crm/deals/${theirs}/timeline`), 200)).items;
      t.match([again, before], [{ kind: 'crm.deal.assigned', data: { context: 'undone' } }, { kind: 'crm.deal.assigned' }], 'it says that it was undone');
      t.equal(before.data.context, undefined);
      t.same(titles(await records(admin, back.id, '?left=meanwhile')), ['Changed since']);
      const recent = (await expect(admin.api('GET', 'bulk?limit=2'), 200)) as Page<BulkRun>;
      t.match(recent.items, [{ id: back.id }, { id: given?.id, undoneBy: back.id, undoable: false }]);
      t.notOk((await expect(wide.api('GET', 'bulk'), 200)).items.some(({ id }: BulkRun) => id === back.id));
      t.match((await admin.api('GET', 'bulk?after=x')).body.errors, [{ path: 'after' }]);
      await expect(admin.api('POST', 'crm/deals/bulk', { action: 'delete', ids: [mine, theirs, done, own] }), 200);
    });

    await t.test('go on behind the answer when they are very many, and their end is told', async (t) => {
      const content = ['title,amount', ...Array.from({ length: 700 }, (_, index) => `Bolt ${index},${index}`)].join('\n');
      t.equal((await load(p, admin, 'deals', { name: 'bolts.csv', content })).created, 700);
      const { run: begun, preview } = await run(admin, { action: 'change', query: { q: 'bolt' }, values: { ownerId: carla.id } });
      t.match(preview, { ready: 700 });
      t.match(begun, { state: 'running', done: 0, undoable: false });
      t.equal((await admin.api('POST', `bulk/${begun?.id}/undo`, {})).status, 409, 'not while it runs');
      await p.settle();
      t.match((await admin.api('GET', `bulk/${begun?.id}`)).body, { state: 'done', done: 700, changed: 700, undoable: true });
      t.equal((await totals(`ownerId=${carla.id}&q=bolt`)).total, 700);
      t.match(
        (await admin.api('GET', 'notices')).body.items[0],
        { code: 'core.bulk.done', body: /700 of 700/, params: { run: Number, recordType: String, action: String } },
        'with the way to its records and back',
      );
      t.match((await carla.api('GET', 'notices')).body.items[0], { code: 'crm.deal.assigned-many', title: /700 deals/ });
      await undo(admin, begun?.id as number);
      await p.settle();
      t.equal((await totals(`ownerId=${carla.id}&q=bolt`)).total, 0);
      t.match(
        (await admin.api('GET', 'notices')).body.items.filter(({ code }: { code: string }) => code === 'core.bulk.done'),
        [{ title: /^Your change is taken back: 700 of 700/, params: { action: 'undo' } }],
        'the end of taking it back is the one word about it',
      );
      t.match((await carla.api('GET', 'notices')).body.items[0], { title: /gave you 700 deals and took that back$/, body: /^They are back/ }, 'so does hers');
    });

    await t.test('touch exactly those that matched when it began and may still be changed, while others write', async (t) => {
      const content = ['title,amount', ...Array.from({ length: 600 }, (_, index) => `Rivet ${index},${index}`)].join('\n');
      await load(p, admin, 'deals', { name: 'rivets.csv', content });
      await run(admin, { action: 'change', query: { q: 'rivet' }, values: { ownerId: bruno.id } });
      await p.settle();
      const all: { id: number; amount: { amount: number } }[] = [];
      for (let after = ''; ; ) {
        const page = await expect(admin.api('GET', `crm/deals?q=rivet&limit=200${after}`), 200);
        all.push(...page.items);
        if (!page.next) break;
        after = `&after=${page.next}`;
      }
      t.equal(all.length, 600);
      const matched = all.filter(({ amount }) => amount.amount >= 20_000).map(({ id }) => id);
      const unmatched = all.filter(({ amount }) => amount.amount < 20_000).map(({ id }) => id);
      const { run: begun } = await run(carla, { action: 'change', query: { q: 'rivet', 'amount.gte': '20000' }, values: { ownerId: carla.id } });
      t.match(begun, { state: 'running', total: matched.length });
      const pick = (from: readonly number[], nth: number) => from.filter((_, index) => index % 10 === nth);
      const [lowered, renamed, deleted, taken, raised] = [pick(matched, 0), pick(matched, 1), pick(matched, 2), pick(matched, 3), pick(unmatched, 4)] as [
        number[],
        number[],
        number[],
        number[],
        number[],
      ];
      const writes = [
        ...lowered.map((id) => admin.api('PATCH', `crm/deals/${id}`, { amount: { amount: 1, currency: 'BRL' } })),
        ...renamed.map((id) => admin.api('PATCH', `crm/deals/${id}`, { title: 'Another name' })),
        ...raised.map((id) => admin.api('PATCH', `crm/deals/${id}`, { amount: { amount: 99_900, currency: 'BRL' } })),
      ];
      // These stand before it goes on: it must not touch what is gone or out of reach.
      await Promise.all([
        ...deleted.map((id) => admin.api('DELETE', `crm/deals/${id}`)),
        ...taken.map((id) => admin.api('PATCH', `crm/deals/${id}`, { ownerId: admin.id })),
      ]);
      const young = await dealOf(bruno.id, 50_000, 'Young rivet');
      await Promise.all([p.settle(), ...writes]);
      await p.settle();
      const lost = async () => (await bruno.api('GET', 'notices')).body.items.filter(({ code }: { code: string }) => code === 'crm.deal.taken-many');
      t.match(await lost(), [{ title: /^Carla Nunes took over \d+ deals of yours$/, params: { run: begun?.id } }], 'one word for all that were taken from him');
      const { rows } = await sql<{ id: number; owner_id: number }>`select id, owner_id from crm_deals where deleted_at is null`.execute(
        p.portal.services.db.read,
      );
      const owners = new Map(rows.map((row) => [row.id, row.owner_id]));
      const untouched = new Set([...deleted, ...taken]);
      const wrong = [
        ...matched.filter((id) => !untouched.has(id) && owners.get(id) !== carla.id),
        ...taken.filter((id) => owners.get(id) !== admin.id),
        ...deleted.filter((id) => owners.has(id)),
        ...[...unmatched, young].filter((id) => owners.get(id) !== bruno.id),
      ];
      t.same(wrong, []);
      t.match((await carla.api('GET', `bulk/${begun?.id}`)).body, {
        state: 'done',
        done: matched.length,
        changed: matched.length - untouched.size,
      });
      const kept = await p.portal.services.db.read.selectFrom('bulk_ids').selectAll().execute();
      t.same(kept, [], 'the ids it was about are let go');
      await soundCounters(t, open as number);
    });

    await t.test('refuse what one record would refuse', async (t) => {
      const paths = async (request: BulkRequest, kind?: string) => (await ask(admin, request, kind)).body.errors?.map(({ path }: { path: string }) => path);
      t.same(await paths({ action: 'change', ids: [1], query: {}, values: { ownerId: 1 } }), ['ids'], 'ids or a query, not both');
      t.same(await paths({ action: 'change', ids: [1], values: {} }), ['values']);
      t.same(await paths({ action: 'change', ids: [1], values: { stageId: 2, title: 'x', closedAt: null } }), ['stageId', 'title', 'closedAt']);
      t.same(await paths({ action: 'change', ids: [1], values: { ownerId: 999 } }), ['ownerId']);
      t.same(await paths({ action: 'change', query: { nonsense: '1' }, values: { ownerId: 1 } }), ['nonsense']);
      t.same(await paths({ action: 'move', ids: [1], stageId: stageId(p.leadStages, 'New') }), ['stageId']);
      t.same(await paths({ action: 'move', ids: [1], stageId: 1 }, 'contacts'), ['action']);
      t.match(
        await ask(bruno, { action: 'change', query: {}, values: { ownerId: carla.id } }),
        { status: 403 },
        'nobody gives away to where they may not change',
      );
    });

    await t.test('are kept for the way back as long as the bin keeps records', async (t) => {
      await run(admin, { action: 'change', ids: [await dealOf(admin.id, 100)], values: { ownerId: carla.id } });
      p.pass(31 * 86_400_000);
      await p.settle();
      const { n } = await p.portal.services.db.read
        .selectFrom('bulk_items')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      t.equal(n, 0);
    });
  });
}
