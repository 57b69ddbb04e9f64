import t from 'tap';
import type { BulkAnswer, BulkPlan, BulkRecord, BulkRequest, BulkRun } from '../../../server/contracts/core/bulk.js';
import { plusDays, weekdayOf } from '../../../server/contracts/core/calendar-day.js';
import type { Page } from '../../../server/contracts/core/endpoint.js';
import type { Activity } from '../../../server/contracts/crm/records.js';
import { load } from '../../support/importing.js';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, stageId, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`a next step for many records at once on ${dialect}`, async (t) => {
    const p = await startCrm(t, dialect);
    const { admin } = p;
    const bruno = await p.person('Bruno Dias', { role: 'salesperson' });
    const leadOf = async (ownerId: number | null, title: string) => (await expect(admin.api('POST', 'crm/leads', { title, ownerId }), 201)).id as number;
    const ask = (who: Visitor, request: BulkRequest, kind = 'leads') => who.api('POST', `crm/${kind}/bulk`, request);
    const run = async (who: Visitor, request: BulkRequest, kind?: string) => (await expect(ask(who, request, kind), 200)) as BulkAnswer;
    const undo = async (id: number) => (await expect(admin.api('POST', `bulk/${id}/undo`, {}), 200)) as BulkRun;
    const lead = async (id: number) => await expect(admin.api('GET', `crm/leads/${id}`), 200);
    const activities = async (id: number, type = 'crm.lead') =>
      (await expect(admin.api('GET', `crm/activities?recordType=${type}&recordId=${id}`), 200)).items as Activity[];
    const titles = async (id: number, left: string) =>
      ((await expect(admin.api('GET', `bulk/${id}/records?left=${left}`), 200)) as Page<BulkRecord>).items.map(({ reference }) => reference.title);
    /** The first Friday that is at least a day ahead, at nine where the company is. */
    const friday = [1, 2, 3, 4, 5, 6, 7].map((n) => p.today(n)).find((day) => weekdayOf(day) === 5) as string;
    const dueAt = `${friday}T12:00:00.000Z`;
    const call: BulkPlan = { kind: 'call', title: 'Ask how it stands', dueAt };

    await t.test('is previewed, planned for whom each belongs to, and taken back', async (t) => {
      const [cold, theirs, warm, closed] = [
        await leadOf(admin.id, 'Cold'),
        await leadOf(bruno.id, 'Theirs'),
        await leadOf(admin.id, 'Warm'),
        await leadOf(admin.id, 'Junk'),
      ];
      const nobodys = await leadOf(null, 'Nobody’s');
      await expect(admin.api('POST', 'crm/activities', { kind: 'todo', title: 'Look', recordType: 'crm.lead', recordId: warm }), 201);
      const reason = (await expect(admin.api('GET', 'crm/lost-reasons'), 200)).items[0].id;
      const junk = [...p.leadStages.values()].find(({ semantic }) => semantic === 'lost');
      await expect(admin.api('POST', `crm/leads/${closed}/move`, { stageId: junk?.id, lostReasonId: reason }), 200);
      const request: BulkRequest = { action: 'plan', ids: [cold, theirs, warm, closed, nobodys], plan: call };
      const left = [
        { reason: 'closed', count: 1 },
        { reason: 'has-step', count: 1 },
      ];
      t.same(await run(admin, { ...request, preview: true }), { preview: { total: 5, ready: 3, left }, run: null });
      t.same(await activities(cold), [], 'nothing is planned by it');

      const { run: done } = await run(admin, request);
      t.match(done, { action: 'plan', state: 'done', changed: 3, undoable: true, left });
      t.match(
        done?.values.map(({ name, value }) => [name, value]),
        [
          ['nextActivityKind', 'call'],
          ['nextActivityTitle', 'Ask how it stands'],
          ['nextActivityAt', dueAt],
        ],
      );
      for (const [id, ownerId] of [
        [cold, admin.id],
        [theirs, bruno.id],
        [nobodys, admin.id],
      ] as const) {
        t.match(await activities(id), [{ kind: 'call', title: 'Ask how it stands', dueAt, ownerId, doneAt: null }]);
        t.match(await lead(id), { nextActivityKind: 'call', nextActivityTitle: 'Ask how it stands', nextActivityAt: dueAt });
        t.match((await admin.api('GET', `crm/leads/${id}/timeline`)).body.items[0], { kind: 'crm.activity.planned', data: { title: 'Ask how it stands' } });
      }
      t.same(await titles(done?.id as number, 'has-step'), ['Warm']);
      t.same(await titles(done?.id as number, 'closed'), ['Junk']);
      t.match(((await expect(admin.api('GET', `bulk/${done?.id}/records`), 200)) as Page<BulkRecord>).items, [{ changes: null }, {}, {}]);

      const [made] = await activities(theirs);
      await expect(bruno.api('POST', `crm/activities/${made?.id}/complete`, {}), 200);
      const back = await undo(done?.id as number);
      t.match(back, { action: 'undo', changed: 2, left: [{ reason: 'meanwhile', count: 1 }] });
      t.same(await titles(back.id, 'meanwhile'), ['Theirs'], 'what was done by now stays');
      t.same(await activities(cold), []);
      t.match(await lead(cold), { nextActivityKind: null, nextActivityAt: null });
      t.match(await lead(warm), { nextActivityTitle: 'Look' }, 'what was planned before stays');
      t.equal((await activities(theirs)).length, 1);
      t.notOk((await expect(admin.api('GET', 'bulk'), 200)).items[1].undoable);
    });

    await t.test('reminds of each when it is due, and of none that was taken back', async (t) => {
      const [kept, gone] = [await leadOf(bruno.id, 'Kept'), await leadOf(bruno.id, 'Gone')];
      const soon = { ...call, dueAt: new Date(Date.parse(p.now()) + 3_600_000).toISOString() };
      await run(admin, { action: 'plan', ids: [kept], plan: { ...soon, title: 'Kept one' } });
      const { run: done } = await run(admin, { action: 'plan', ids: [gone], plan: { ...soon, title: 'Gone one' } });
      await undo(done?.id as number);
      p.pass(3_700_000);
      await p.settle();
      const due = (await bruno.api('GET', 'notices')).body.items.filter(({ code }: { code: string }) => code === 'crm.activity.due');
      t.same(
        due.map(({ params }: { params: { title: string } }) => params.title),
        ['Kept one'],
      );
    });

    await t.test('is spread over working days, also where it goes on behind the answer', async (t) => {
      const content = ['title,amount', ...Array.from({ length: 205 }, (_, n) => `Spread ${n},1`)].join('\n');
      t.match(await load(p, admin, 'leads', { name: 'spread.csv', content }), { created: 205 });
      const found = async (path: string): Promise<{ id: number; title: string; dueAt: string }[]> => {
        const first = await expect(admin.api('GET', `${path}&limit=200`), 200);
        const rest = first.next === null ? [] : (await expect(admin.api('GET', `${path}&limit=200&after=${first.next}`), 200)).items;
        return [...first.items, ...rest];
      };
      const ids = (await found('crm/leads?q=spread')).map(({ id }) => id).sort((a, b) => a - b);
      const plan = { ...call, dueAt: `${plusDays(friday, 1)}T12:00:00.000Z`, perDay: 100 };
      const on = (n: number) => `${plusDays(friday, n)}T12:00:00.000Z`;
      const { preview } = await run(admin, { action: 'plan', ids, plan, preview: true });
      t.match(preview, { ready: 205, due: { first: on(3), last: on(5) } }, 'from the Monday after the weekend on');
      const { run: begun } = await run(admin, { action: 'plan', ids, plan });
      // Gains a step between the question and its turn.
      const quick = ids.at(-1) as number;
      await admin.api('POST', 'crm/activities', { kind: 'todo', title: 'By hand', recordType: 'crm.lead', recordId: quick });
      await p.settle();
      const days = new Map<string, number>();
      const planned = await found(`crm/activities?kind=call&doneAt.empty=true&dueAt.gte=${on(3)}`);
      for (const { dueAt: at } of planned) days.set(at, (days.get(at) ?? 0) + 1);
      const ended = (await admin.api('GET', `bulk/${begun?.id}`)).body as BulkRun;
      const [step] = await activities(quick);
      if (step?.title === 'By hand') {
        t.same(Object.fromEntries(days), { [on(3)]: 100, [on(4)]: 100, [on(5)]: 4 });
        t.match(ended, { state: 'done', changed: 204, left: [{ reason: 'meanwhile', count: 1 }] });
        t.same(await titles(ended.id, 'meanwhile'), ['Spread 204']);
      } else {
        t.same(Object.fromEntries(days), { [on(3)]: 100, [on(4)]: 100, [on(5)]: 5 });
        t.match(ended, { state: 'done', changed: 205 }, 'it was faster than the hand');
      }
      await undo(ended.id);
      await p.settle();
      t.same(await activities(ids[7] as number), []);
      t.match((await ask(admin, { action: 'plan', ids, plan: { ...plan, perDay: 1 }, preview: true })).status, 200);
    });

    await t.test('is planned for deals too, only for those that one may change', async (t) => {
      const dealOf = async (ownerId: number) =>
        (await expect(admin.api('POST', 'crm/deals', { title: 'Fence', ownerId, stageId: stageId(p.dealStages, 'New') }), 201)).id;
      const wide = await p.person('Eva Reis', {
        grants: { 'crm.deal.read': 'all', 'crm.deal.change': 'own', 'crm.activity.create': 'own', 'crm.activity.read': 'all' },
      });
      const [own, others] = [await dealOf(wide.id), await dealOf(admin.id)];
      const { run: done } = await run(
        wide,
        { action: 'plan', query: { 'nextActivityKind.empty': 'true' }, plan: { ...call, kind: 'meeting', dueAt: null } },
        'deals',
      );
      t.match(done, { changed: 1, left: [{ reason: 'no-right', count: 1, permission: 'crm.deal.change' }] });
      t.match(await activities(own, 'crm.deal'), [{ kind: 'meeting', dueAt: null, ownerId: wide.id }]);
      t.same(await activities(others, 'crm.deal'), []);
      const barred = await p.person('Ivo Lima', { grants: { 'crm.deal.read': 'all', 'crm.deal.change': 'all' } });
      t.match(await ask(barred, { action: 'plan', ids: [others], plan: call }, 'deals'), { status: 403, body: { permission: 'crm.activity.create' } });
    });

    await t.test('is refused where it is none', async (t) => {
      const id = await leadOf(admin.id, 'Refused');
      const paths = async (plan: object | undefined, kind?: string) =>
        (await ask(admin, { action: 'plan', ids: [id], plan: plan as BulkPlan }, kind)).body.errors?.map(({ path }: { path: string }) => path);
      t.same(await paths(undefined), ['plan']);
      t.same(await paths({ ...call, kind: 'dance' }), ['plan.kind']);
      t.same(await paths({ ...call, title: '  ' }), ['plan.title']);
      t.same(await paths({ ...call, dueAt: 'soon' }), ['plan.dueAt']);
      t.same(await paths({ ...call, dueAt: null, perDay: 5 }), ['plan.dueAt'], 'days are counted from one');
      t.same(await paths({ ...call, perDay: 0 }), ['plan.perDay']);
      t.same(await paths(call, 'contacts'), ['action'], 'contacts have no next step');
    });
  });
}
