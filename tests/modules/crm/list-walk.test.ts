import fc from 'fast-check';
import t from 'tap';
import type { Deal } from '../../../server/contracts/crm/records.js';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, stageId, startCrm } from './crm-portal.js';

type Key = number | string | null;
const keys: Record<string, (deal: Deal) => Key> = {
  createdAt: (deal) => deal.createdAt,
  amount: (deal) => deal.amount?.amount ?? null,
  closeOn: (deal) => deal.closeOn,
  id: (deal) => deal.id,
};
const filters: Record<string, (deal: Deal) => boolean> = {
  '': () => true,
  'amount.gte=200': (deal) => deal.amount !== null && deal.amount.amount >= 200,
  'amount.empty=true': (deal) => deal.amount === null,
  'closeOn.lt=2026-02-02': (deal) => deal.closeOn !== null && deal.closeOn < '2026-02-02',
  'closeOn.empty=false': (deal) => deal.closeOn !== null,
  'q=azul': (deal) => deal.title.includes('azul'),
  'originId.in=a,b': (deal) => deal.originId === 'a' || deal.originId === 'b',
  'originId.ne=a': (deal) => deal.originId !== 'a',
};

/** By value, then id; without a value last in either direction. */
function sorted(deals: readonly Deal[], field: string, descending: boolean): number[] {
  const key = keys[field] as (deal: Deal) => Key;
  const sign = descending ? -1 : 1;
  const compare = (a: Deal, b: Deal) => {
    const [x, y] = [key(a), key(b)];
    if (x === y) return sign * (a.id - b.id);
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y ? -sign : sign;
  };
  return [...deals].sort(compare).map(({ id }) => id);
}

async function walk(who: Visitor, query: string, limit: number): Promise<{ ids: number[]; total: number }> {
  const ids: number[] = [];
  let after: string | null = null;
  let total = 0;
  do {
    const page: { items: Deal[]; next: string | null; total: number } = await expect(
      who.api('GET', `crm/deals?${query}&limit=${limit}&total=true${after === null ? '' : `&after=${after}`}`),
      200,
    );
    if (page.items.length > limit) throw new Error('a page is longer than asked');
    ids.push(...page.items.map(({ id }) => id));
    total = page.total;
    after = page.next;
  } while (after !== null);
  return { ids, total };
}

for (const dialect of dialects) {
  t.test(`every walk through a list shows each record once and in order on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const department = await portal.department('North');
    const members = await Promise.all(['carla', 'bruno'].map((name) => portal.person(name, { role: 'salesperson', departmentId: department.id })));
    const head = await portal.person('head', { grants: { 'crm.deal.read': 'department' }, departmentId: department.id });
    const owners = [portal.admin.id, ...members.map(({ id }) => id), null];
    const deals: Deal[] = [];
    const numbers = fc.sample(
      fc.record({
        amount: fc.constantFrom(null, 100, 200, 200, 300),
        closeOn: fc.constantFrom(null, '2026-02-01', '2026-02-01', '2026-02-02'),
        owner: fc.constantFrom(...owners),
        originId: fc.constantFrom(null, 'a', 'b', 'c'),
        title: fc.constantFrom('portão azul', 'portão verde'),
      }),
      { numRuns: 70, seed: 7 },
    );
    for (const { owner, amount, ...rest } of numbers) {
      const draft = { ...rest, ownerId: owner, amount: amount === null ? null : { amount, currency: 'BRL' } };
      deals.push(await expect(portal.admin.api('POST', 'crm/deals', draft), 201));
    }
    const gone = deals.splice(10, 3);
    for (const { id } of gone) await expect(portal.admin.api('DELETE', `crm/deals/${id}`), 200);

    const views = [
      { who: portal.admin, sees: () => true },
      { who: members[0] as Visitor, sees: (deal: Deal) => deal.ownerId === members[0]?.id },
      { who: head, sees: (deal: Deal) => deal.ownerId !== null && members.some(({ id }) => id === deal.ownerId) },
    ];
    const asked = fc.record({
      view: fc.constantFrom(...views),
      field: fc.constantFrom(...Object.keys(keys)),
      descending: fc.boolean(),
      filter: fc.constantFrom(...Object.keys(filters)),
      limit: fc.constantFrom(5, 7, 50, 200),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ view, field, descending, filter, limit }) => {
        const wanted = sorted(
          deals.filter((deal) => view.sees(deal) && (filters[filter] as (deal: Deal) => boolean)(deal)),
          field,
          descending,
        );
        const { ids, total } = await walk(view.who, `sort=${descending ? '-' : ''}${field}&${filter}`, limit);
        t.strictSame(ids, wanted, `${filter} by ${field}, ${limit} a page`);
        t.equal(total, wanted.length);
        if (JSON.stringify(ids) !== JSON.stringify(wanted)) throw new Error('the walk differs from the sorted list');
      }),
      { numRuns: 50, seed: 11 },
    );

    await t.test('what a list does not know is refused', async (t) => {
      for (const query of [
        'probability=5',
        'sort=title',
        'sort=ownerId',
        'limit=0',
        'limit=201',
        'after=x',
        'amount.like=1',
        'closeOn=soon',
        'nothing=1',
        'limit=1&limit=2',
      ])
        t.equal((await expect(portal.admin.api('GET', `crm/deals?${query}`), 422)).code, 'invalid', query);
      const { next } = await expect(portal.admin.api('GET', 'crm/deals?sort=amount&limit=2'), 200);
      await expect(portal.admin.api('GET', `crm/deals?sort=closeOn&limit=2&after=${next}`), 422);
    });

    await t.test('a board shows the same as its columns as lists', async (t) => {
      const { columns } = await expect(portal.admin.api('GET', 'crm/deals/board?amount.gte=200&limit=5'), 200);
      const first = columns.find((column: { stageId: number }) => column.stageId === stageId(portal.dealStages, 'New'));
      const wanted = deals.filter(({ amount }) => amount !== null && amount.amount >= 200);
      t.equal(first.count, wanted.length);
      t.same(
        first.items.map((deal: Deal) => deal.id),
        sorted(wanted, 'createdAt', true).slice(0, 5),
      );
      t.match(first.sums, [{ currency: 'BRL', amount: wanted.reduce((sum, { amount }) => sum + (amount?.amount ?? 0), 0) }]);
      const rest = await expect(portal.admin.api('GET', `crm/deals?amount.gte=200&stageId=${first.stageId}&limit=200&after=${first.next}`), 200);
      t.equal(rest.items.length, wanted.length - 5, 'a column goes on as a list');
    });
  });
}
