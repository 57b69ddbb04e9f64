import fc from 'fast-check';
import t from 'tap';
import { dialects, type Visitor } from '../../support/portal.js';
import { type CrmPortal, expect, startCrm } from './crm-portal.js';

interface Step {
  what: 'create' | 'amount' | 'owner' | 'move' | 'delete' | 'restore';
  pick: number;
  amount: number | null;
  currency: string;
}
const steps = (count: number, seed: number): Step[] =>
  fc.sample(
    fc.record({
      what: fc.constantFrom<Step['what'][]>('create', 'create', 'amount', 'amount', 'owner', 'move', 'move', 'delete', 'restore'),
      pick: fc.nat(10_000),
      amount: fc.constantFrom(null, 1, 250, 99_999),
      currency: fc.constantFrom('BRL', 'EUR'),
    }),
    { numRuns: count, seed },
  );

/** Sums of the stored rows by stage, owner and currency, beside what the counters say. */
async function compare({ portal }: CrmPortal, table: 'crm_deals' | 'crm_leads', type: string): Promise<{ rows: string[]; counters: string[] }> {
  const q = portal.services.db.read;
  const all = (await q.selectFrom(table).selectAll().where('deleted_at', 'is', null).execute()) as unknown as {
    stage_id: number;
    owner_id: number | null;
    amount: number | null;
    currency: string | null;
  }[];
  const sums = new Map<string, [number, number]>();
  for (const row of all) {
    const key = `${row.stage_id}/${row.owner_id ?? 0}/${row.amount === null ? '' : row.currency}`;
    const [n, amount] = sums.get(key) ?? [0, 0];
    sums.set(key, [n + 1, amount + (row.amount ?? 0)]);
  }
  const counters = await q.selectFrom('record_counters').selectAll().where('record_type', '=', type).execute();
  return {
    rows: [...sums].map(([key, [n, amount]]) => `${key}: ${n}, ${amount}`).sort(),
    counters: counters
      .filter(({ n, amount }) => n !== 0 || amount !== 0)
      .map((one) => `${one.stage_id}/${one.owner_id}/${one.currency}: ${one.n}, ${one.amount}`)
      .sort(),
  };
}

for (const dialect of dialects) {
  t.test(`counters equal what is stored on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const carla = await portal.person('carla', { role: 'salesperson' });
    const reason = (await expect(portal.admin.api('GET', 'crm/lost-reasons'), 200)).items[0].id;
    const kinds = [
      { plural: 'deals', table: 'crm_deals', type: 'crm.deal', stages: [...portal.dealStages.values()] },
      { plural: 'leads', table: 'crm_leads', type: 'crm.lead', stages: [...portal.leadStages.values()] },
    ] as const;

    for (const { plural, table, type, stages } of kinds) {
      const ids: number[] = [];
      const owners = [portal.admin.id, carla.id, null];
      const does = async (who: Visitor, { what, pick, amount, currency }: Step): Promise<number> => {
        const money = amount === null ? null : { amount, currency };
        const id = ids[pick % Math.max(ids.length, 1)];
        if (what === 'create' || id === undefined) {
          const made = await expect(who.api('POST', `crm/${plural}`, { title: `${pick}`, amount: money, ownerId: owners[pick % 3] }), 201);
          ids.push(made.id);
          return 201;
        }
        const path = `crm/${plural}/${id}`;
        if (what === 'amount') return (await who.api('PATCH', path, { amount: money })).status;
        if (what === 'owner') return (await who.api('PATCH', path, { ownerId: owners[pick % 3] })).status;
        if (what === 'delete') return (await who.api('DELETE', path)).status;
        if (what === 'restore') return (await who.api('POST', `${path}/restore`)).status;
        return (await who.api('POST', `${path}/move`, { stageId: stages[pick % stages.length]?.id, lostReasonId: reason })).status;
      };
      const statuses = new Set<number>();
      for (const step of steps(60, 3)) statuses.add(await does(portal.admin, step));
      const alone = await compare(portal, table, type);
      t.strictSame(alone.counters, alone.rows, `${plural}, one after another`);

      const many = steps(120, 5);
      while (many.length > 0) for (const status of await Promise.all(many.splice(0, 12).map((step) => does(portal.admin, step)))) statuses.add(status);
      const together = await compare(portal, table, type);
      t.strictSame(together.counters, together.rows, `${plural}, twelve at a time`);
      t.ok(together.rows.length > 5);
      t.same(
        [...statuses].filter((status) => status >= 500),
        [],
        'nothing broke',
      );

      const page = await expect(portal.admin.api('GET', `crm/${plural}?total=true`), 200);
      const stored = await portal.portal.services.db.read.selectFrom(table).select('id').where('deleted_at', 'is', null).execute();
      t.equal(page.total, stored.length);
    }
  });
}
