import t from 'tap';
import { dialects, startPortal, type Visitor } from '../support/portal.js';
import { eachOf } from '../support/routes.js';

/** Numbers that look thrown, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

const money = (amount: number) => ({ amount, currency: 'BRL' });
const steady = 1600;
const restless = 400;

for (const dialect of dialects) {
  t.test(`paging while records change, on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const bruno = await p.person('Bruno Dias', { role: 'salesperson' });
    const throwOf = dice(7);
    /** Few different values and some without, so that pages end in the middle of ties and of the empty ones. */
    const draft = (index: number) => ({
      title: `Deal ${index}`,
      ownerId: index % 2 === 0 ? bruno.id : p.admin.id,
      ...(throwOf(5) === 0 ? {} : { amount: money(throwOf(12) * 1000) }),
      ...(throwOf(5) === 0 ? {} : { closeOn: `2035-01-${String(1 + throwOf(20)).padStart(2, '0')}` }),
    });
    const made: { id: number; ownerId: number }[] = [];
    const drafts = Array.from({ length: steady + restless }, (_, index) => draft(index));
    await eachOf(drafts, async (body) => {
      const answer = await p.admin.api('POST', 'crm/deals', body);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      made.push(answer.body);
    });
    const still = made.filter((_, index) => index % 5 !== 0);
    const moving = made.filter((_, index) => index % 5 === 0).map(({ id }) => id);
    const document = (await p.api('GET', 'openapi.json')).body;
    const sorts: string[] = document.paths['/api/v1/crm/deals'].get.parameters.find(({ name }: { name: string }) => name === 'sort').schema.enum;
    t.ok(sorts.length >= 8);

    /** What others do between two pages: add, take away, change what the list is sorted by, and what it is not. */
    async function unrest(): Promise<void> {
      const one = () => moving[throwOf(moving.length)] as number;
      const calm = still[throwOf(still.length)] as { id: number };
      await Promise.all([
        p.admin.api('POST', 'crm/deals', draft(throwOf(10_000))),
        p.admin.api('DELETE', `crm/deals/${one()}`),
        p.admin.api('PATCH', `crm/deals/${one()}`, { amount: money(throwOf(12) * 1000), closeOn: `2035-01-${10 + throwOf(11)}` }),
        p.admin.api('PATCH', `crm/deals/${one()}`, { amount: null, closeOn: null }),
        p.admin.api('PATCH', `crm/deals/${calm.id}`, { comments: `Changed ${throwOf(1000)}` }),
      ]);
    }

    async function seenBy(who: Visitor, query: string): Promise<number[]> {
      const seen: number[] = [];
      for (let after = ''; ; ) {
        const { status, body } = await who.api('GET', `crm/deals?limit=149&${query}${after === '' ? '' : `&after=${after}`}`);
        if (status !== 200) throw new Error(JSON.stringify(body));
        seen.push(...body.items.map(({ id }: { id: number }) => id));
        if (body.next === null) return seen;
        after = body.next;
        await unrest();
      }
    }

    for (const [name, who] of [
      ['whoever sees all', p.admin],
      ['whoever sees their own', bruno],
    ] as const) {
      const mine = still.filter(({ ownerId }) => who === p.admin || ownerId === bruno.id).map(({ id }) => id);
      // Their own are read as a walk of their own for each owner; two sorts with ties and gaps are enough of those.
      const own = sorts.filter((sort) => sort === 'amount' || sort === '-closeOn');
      for (const query of [...(who === p.admin ? sorts : own).map((sort) => `sort=${sort}`), 'sort=amount&closeOn.empty=false&amount.gte=0']) {
        const counts = new Map<number, number>();
        for (const id of await seenBy(who, query)) counts.set(id, (counts.get(id) ?? 0) + 1);
        const filtered = query.includes('.empty');
        const wrong = mine.filter((id) => (filtered ? (counts.get(id) ?? 0) > 1 : counts.get(id) !== 1));
        t.same(wrong, [], `${name}, ${query}: every deal that stayed as it was is seen once`);
        t.ok(counts.size > mine.length / 2);
      }
    }
  });
}
