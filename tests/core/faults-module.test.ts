import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

const hour = 3_600_000;

for (const dialect of dialects)
  t.test(`a module that throws on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'sales', 'tasks'] });
    const { admin } = p;
    const { db } = p.portal.services;
    const rename = (from: string, to: string) => db.write(({ q }) => sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(q));
    const notices = async (code: string) =>
      ((await admin.api('GET', 'notices?limit=100')).body.items as { code: string }[]).filter((one) => one.code === code).length;
    const check = async (name: string) =>
      ((await admin.api('GET', 'health')).body.checks as { check: string; state: string; text: string }[]).find((one) => one.check === name);

    await t.test('in a job: the rest runs, health says so, and it is done once when it can be', async (t) => {
      const deal = (await admin.api('POST', 'crm/deals', { title: 'Gate' })).body;
      const dueAt = new Date(Date.parse(p.now()) + hour).toISOString();
      await admin.api('POST', 'crm/activities', { kind: 'call', title: 'Call', recordType: 'crm.deal', recordId: deal.id, dueAt });
      await admin.api('POST', 'tasks/tasks', { title: 'Cut the grass' });
      await rename('crm_activities', 'crm_activities_away');
      p.pass(hour);
      await p.settle();
      t.equal(await notices('crm.activity.due'), 0);
      t.equal((await admin.api('GET', 'tasks/tasks')).status, 200);
      t.equal((await admin.api('GET', 'crm/companies')).status, 200, 'also the rest of the module');
      t.match(await check('queues'), { state: 'look', text: / failed and is tried again: .*crm_activities/ });
      await rename('crm_activities_away', 'crm_activities');
      for (let again = 0; again < 3; again += 1) {
        p.pass(hour);
        await p.settle();
      }
      t.equal(await notices('crm.activity.due'), 1, 'exactly once');
    });

    await t.test('in a handler: the others hear of it, and it does once it can, by itself', async (t) => {
      const { events } = p.portal.services;
      const heard: string[] = [];
      let isBroken = true;
      const event = 'test.happened';
      events.use([
        {
          id: 'test.broken',
          event,
          async handle() {
            heard.push(isBroken ? 'threw' : 'did');
            if (isBroken) throw new Error('a fault of the module');
          },
        },
        { id: 'test.well', event, handle: async () => void heard.push('well') },
      ]);
      await db.write((tx) => events.emit(tx, { name: event }, {}));
      while (!heard.includes('threw') || !heard.includes('well')) await pause(10);
      isBroken = false;
      while (!heard.includes('did')) await pause(10);
      t.same(heard.sort(), ['did', 'threw', 'well']);
    });

    await t.test('at its start: the rest runs, the page of modules and health say which and why, it is parked and resumed', async (t) => {
      const states = async (states: [string, string][]) => {
        for (const [id, state] of states) await p.portal.services.db.write(({ q }) => q.updateTable('modules').set({ state }).where('id', '=', id).execute());
        await p.restart();
      };
      const card = async (id: string) => ((await admin.api('GET', 'modules')).body.items as { id: string }[]).find((one) => one.id === id);
      await states([['crm', 'parked']]);
      t.match(await card('sales'), { state: 'failed', failure: /requires "crm"/ });
      t.match(await check('modules'), { state: 'broken', text: /sales did not start/ });
      t.equal((await admin.api('GET', 'tasks/tasks')).status, 200);
      t.equal((await admin.api('GET', 'sales/quotes')).status, 404);
      t.equal((await admin.api('POST', 'modules/sales/park')).status, 200);
      t.match(await card('sales'), { state: 'parked', failure: null });
      t.match(await check('modules'), { state: 'ok' });
      t.equal((await admin.api('POST', 'modules/crm/resume')).status, 200);
      t.equal((await admin.api('POST', 'modules/sales/resume')).status, 200);
      t.equal((await admin.api('GET', 'sales/quotes')).status, 200);
      await p.portal.services.db.write(({ q }) => sql`alter table tasks_projects rename to tasks_projects_away`.execute(q));
      await p.restart();
      t.match(await card('tasks'), { state: 'failed', failure: /tasks_projects/ });
      t.match(await check('modules'), { state: 'broken', text: /tasks did not start: .*tasks_projects/ });
      t.equal((await admin.api('GET', 'crm/deals')).status, 200);
      await p.portal.services.db.write(({ q }) => sql`alter table tasks_projects_away rename to tasks_projects`.execute(q));
      t.equal((await admin.api('POST', 'modules/tasks/resume')).status, 200);
      t.equal((await admin.api('GET', 'tasks/tasks')).status, 200);
    });

    await t.test('in its migrations: its tables stay as they were, the rest runs, and it is resumed when it can be', async (t) => {
      const forget = { module: 'tasks', name: '0016-origins' };
      const kept = await p.portal.services.db.read
        .selectFrom('migrations')
        .selectAll()
        .where('module', '=', forget.module)
        .where('name', '=', forget.name)
        .executeTakeFirstOrThrow();
      await p.portal.services.db.write(({ q }) => q.deleteFrom('migrations').where('module', '=', forget.module).where('name', '=', forget.name).execute());
      await p.restart();
      const card = async () => ((await admin.api('GET', 'modules')).body.items as { id: string }[]).find(({ id }) => id === 'tasks');
      t.match(await card(), { state: 'failed', failure: /tasks 0016-origins: / });
      t.equal((await admin.api('GET', 'crm/deals')).status, 200);
      t.match((await admin.api('POST', 'modules/tasks/resume')).body, { status: 409, code: 'module-failed', reason: /0016-origins/ });
      await p.portal.services.db.write(({ q }) => q.insertInto('migrations').values(kept).execute());
      t.equal((await admin.api('POST', 'modules/tasks/resume')).status, 200);
      t.equal((await admin.api('GET', 'tasks/tasks')).status, 200);
    });
    t.comment('module that throws: 1 job, 1 handler, 2 starts, 1 migration, 0 reminders lost or doubled, the rest ran');
  });
