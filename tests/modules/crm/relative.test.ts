import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, startCrm } from './crm-portal.js';

const dayAfter = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

for (const dialect of dialects) {
  t.test(`filters that mean something else for everybody and every day, on ${dialect}`, async (t) => {
    const p = await startCrm(t, dialect);
    const { admin } = p;
    const shop = await p.department('Shop');
    const carla = await p.person('Carla Nunes', { role: 'sales-manager', departmentId: shop.id });
    const bruno = await p.person('Bruno Dias', { role: 'salesperson', departmentId: shop.id });
    // It is past midnight in Auckland while it is still the day before in Honolulu.
    await expect(carla.api('PATCH', 'session', { timeZone: 'Pacific/Auckland' }), 200);
    await expect(admin.api('PATCH', 'session', { timeZone: 'Pacific/Honolulu' }), 200);
    const todayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(p.now()));
    const [hers, his] = [todayIn('Pacific/Auckland'), todayIn('Pacific/Honolulu')];
    const deal = async (title: string, more: object) => (await expect(admin.api('POST', 'crm/deals', { title, ...more }), 201)).id as number;
    await deal('of Bruno', { ownerId: bruno.id, closeOn: hers });
    await deal('of Carla', { ownerId: carla.id, closeOn: dayAfter(hers, -1) });
    await deal('of Ana', { ownerId: admin.id, closeOn: his });
    const found = async (who: typeof admin, query: string) =>
      (await expect(who.api('GET', `crm/deals?sort=id&total=true&${query}`), 200)).items.map(({ title }: { title: string }) => title);

    await t.test('"me" and "my department" are whoever asks', async (t) => {
      t.same(await found(admin, 'ownerId=me'), ['of Ana']);
      t.same(await found(carla, 'ownerId=me'), ['of Carla']);
      t.same(await found(carla, 'ownerId=my-department'), ['of Bruno', 'of Carla']);
      t.same(await found(admin, 'ownerId.ne=me'), ['of Bruno', 'of Carla']);
      const { total } = await expect(carla.api('GET', 'crm/deals?limit=1&total=true&ownerId=me'), 200);
      t.equal(total, 1, 'counted the same');
    });

    await t.test('days are those of the reader', async (t) => {
      t.same(await found(carla, 'closeOn=today'), ['of Bruno']);
      t.same(await found(carla, 'closeOn=overdue'), ['of Carla']);
      t.ok((await found(admin, 'closeOn=today')).includes('of Ana'));
      t.same(await found(carla, 'closeOn=yesterday'), ['of Carla']);
      t.same(await found(carla, 'closeOn.lt=today'), ['of Carla']);
      t.same((await found(admin, 'createdAt=today')).length, 3);
      t.same(await found(admin, 'createdAt=tomorrow'), []);
    });

    await t.test('weeks begin where the company says, months on their first', async (t) => {
      const today = new Date(`${his}T00:00:00Z`);
      for (const weekStart of [0, 1, 6]) {
        await expect(admin.api('PATCH', 'settings/company', { weekStart }), 200);
        const first = dayAfter(his, -((today.getUTCDay() - weekStart + 7) % 7));
        const [before, at, last, after] = [dayAfter(first, -1), first, dayAfter(first, 6), dayAfter(first, 7)];
        const names: string[] = [];
        for (const [name, closeOn] of [
          ['before', before],
          ['first', at],
          ['last', last],
          ['after', after],
        ] as const) {
          await deal(`${name} ${weekStart}`, { closeOn, ownerId: admin.id });
          names.push(`${name} ${weekStart}`);
        }
        const ours = async (query: string) => (await found(admin, query)).filter((title: string) => title.endsWith(String(weekStart)) && names.includes(title));
        t.same(await ours('closeOn=this-week'), [`first ${weekStart}`, `last ${weekStart}`]);
        t.same(await ours('closeOn=last-week'), [`before ${weekStart}`]);
        t.same(await ours('closeOn=next-week'), [`after ${weekStart}`]);
      }
      await deal('first of the month', { closeOn: `${his.slice(0, 7)}-01` });
      await deal('long ago', { closeOn: '2020-02-29' });
      const month = await found(admin, 'closeOn=this-month');
      t.ok(month.includes('first of the month'));
      t.notOk(month.includes('long ago'));
    });

    await t.test('stay words in saved views, and are read anew in exports and changes of many', async (t) => {
      const settings = { query: { ownerId: 'me', closeOn: 'this-week' }, look: {} };
      const view = await expect(admin.api('POST', 'views', { recordType: 'crm.deal', name: 'Mine this week', shared: true, settings }), 201);
      t.same(view.settings.query, settings.query);
      const lines = String((await carla.api('GET', 'crm/deals/export?columns=title&ownerId=me')).body).trim();
      t.same(lines.split('\r\n'), ['title', 'of Carla']);
      const { preview } = await expect(
        carla.api('POST', 'crm/deals/bulk', { action: 'change', query: { ownerId: 'me' }, values: { productName: 'Gate' }, preview: true }),
        200,
      );
      t.equal(preview.total, 1);
    });

    await t.test('are refused where they mean nothing', async (t) => {
      const paths = async (query: string) => (await admin.api('GET', `crm/deals?${query}`)).body.errors?.map(({ path }: { path: string }) => path);
      t.same(await paths('ownerId=you'), ['ownerId']);
      t.same(await paths('closeOn=someday'), ['closeOn']);
      t.same(await paths('closeOn.lt=overdue'), ['closeOn.lt']);
      t.same(await paths('ownerId.gt=me'), ['ownerId.gt']);
    });
  });
}
