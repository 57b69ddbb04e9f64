import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

const [hour, day] = [3_600_000, 86_400_000];

for (const dialect of dialects)
  t.test(`a clock that jumps on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = p;
    const { db } = p.portal.services;
    const deal = (await admin.api('POST', 'crm/deals', { title: 'Gate' })).body;
    const remind = async (title: string, inMs: number) => {
      const dueAt = new Date(Date.parse(p.now()) + inMs).toISOString();
      const made = await admin.api('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.deal', recordId: deal.id, dueAt });
      t.equal(made.status, 201, JSON.stringify(made.body));
    };
    const reminded = async () =>
      ((await admin.api('GET', 'notices?limit=100')).body.items as { code: string; params: { title: string } }[])
        .filter(({ code }) => code === 'crm.activity.due')
        .map(({ params }) => params.title)
        .sort();
    const dueOf = async (kind: string) =>
      (await p.portal.services.db.read.selectFrom('jobs').select('due_at').where('kind', '=', kind).executeTakeFirstOrThrow()).due_at;
    const runsOf = async (kind: string) => (await p.portal.services.db.read.selectFrom('job_runs').select('id').where('kind', '=', kind).execute()).length;
    const signedIn = async () => (await admin.api('GET', 'session')).status;
    const rename = (title: string) => admin.api('PATCH', `crm/deals/${deal.id}`, { title });

    await remind('In half an hour', hour / 2);
    await remind('In three days', 3 * day);
    await p.settle();
    const ran = await runsOf('core.health');

    await t.test('on by a day: what is due comes once, and whoever was signed in stays so', async (t) => {
      p.pass(day);
      await p.settle();
      await p.settle();
      t.same(await reminded(), ['In half an hour']);
      t.equal(await signedIn(), 200);
      t.equal(await runsOf('core.health'), ran + 1, 'a job that was due many times runs once');
      t.equal((await rename('Later')).status, 200);
    });

    await t.test('and back again: nothing comes twice, and jobs come at their time, not a day late', async (t) => {
      p.pass(-day);
      await p.settle();
      t.same(await reminded(), ['In half an hour']);
      t.equal(await signedIn(), 200);
      t.ok(Date.parse(await dueOf('core.health')) <= Date.parse(p.now()) + hour, await dueOf('core.health'));
      t.equal((await rename('Earlier')).status, 200);
      const { body } = await admin.api('GET', `record-history?recordType=crm.deal&recordId=${deal.id}`);
      t.ok(body, 'its history is read');
      const ids = await db.read.selectFrom('record_history').select(['id', 'changes']).where('record_type', '=', 'crm.deal').orderBy('id').execute();
      t.match(ids.at(-1)?.changes, /Earlier/, 'what came last stands last');
      t.equal((await admin.api('GET', `crm/deals/${deal.id}`)).body.version, 3);
      const { checks } = (await admin.api('GET', 'health')).body;
      t.match(
        checks.find(({ check }: { check: string }) => check === 'clock'),
        { state: 'broken', text: /./ },
        'the health page says that the clock was set back',
      );
      p.pass(hour);
      await p.settle();
      t.same(await reminded(), ['In half an hour'], 'not again when its time comes again');
    });

    await t.test('between two runs, too', async (t) => {
      p.pass(2 * day);
      await p.settle();
      await p.restart();
      p.pass(-2 * day - hour);
      await p.restart();
      await p.settle();
      t.ok(Date.parse(await dueOf('core.health')) <= Date.parse(p.now()) + hour, await dueOf('core.health'));
      t.equal(await signedIn(), 200);
      p.pass(3 * day + hour);
      await p.settle();
      t.same(await reminded(), ['In half an hour', 'In three days'], 'each exactly once');
    });
    t.comment(`clock: 5 jumps, ${(await reminded()).length} of 2 reminders, each once`);
  });
