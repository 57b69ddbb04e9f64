import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { JobQueue, JobRun, ScheduledJob } from '../../server/contracts/core/jobs.js';
import { hasText } from '../../server/core/i18n/texts.js';
import { createJobs } from '../../server/core/jobs/jobs.js';
import { dialects, password, startPortal, type Visitor } from '../support/portal.js';

const day = 86_400_000;
const scheduled = async (who: Visitor): Promise<ScheduledJob[]> => (await who.api('GET', 'jobs')).body.scheduled;
const job = async (who: Visitor, kind: string) => (await scheduled(who)).find((one) => one.kind === kind) as ScheduledJob;
const queue = async (who: Visitor, kind: string): Promise<JobQueue | undefined> =>
  ((await who.api('GET', 'jobs')).body.queues as JobQueue[]).find((one) => one.kind === kind);
const runs = async (who: Visitor, kind: string): Promise<JobRun[]> => (await who.api('GET', `jobs/${kind}/runs`)).body.items;

for (const dialect of dialects) {
  t.test(`jobs on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, mail: { smtp: 'smtp://127.0.0.1:9', from: 'portal@aurora.example' } });

    let { admin } = p;

    await t.test('every job is told in words, in the language of the reader', async (t) => {
      const all = (await admin.api('GET', 'jobs')).body;
      t.ok(all.scheduled.length >= 7);
      t.same(
        all.scheduled.filter((one: ScheduledJob) => one.title === one.kind || one.text === '').map((one: ScheduledJob) => one.kind),
        [],
      );
      const once = [...p.portal.services.jobs.kinds().values()].filter(({ cron }) => cron === undefined).map(({ kind }) => kind);
      t.ok(once.length > 5);
      t.same(
        once.filter((kind) => !hasText(`${kind.replace('.', ':job.')}.title`)),
        [],
      );
      t.match(await job(admin, 'core.bin'), { title: 'Empty the bin', schedule: { kind: 'daily', at: '03:50' }, isRunning: false, failures: 0, last: null });
      t.match(await job(admin, 'core.webhooks-sweep'), { schedule: { kind: 'minutes', every: 5 } });
      await admin.api('PATCH', 'session', { language: 'pt-BR' });
      t.equal((await job(admin, 'core.bin')).title, 'Esvaziar a lixeira');
      await admin.api('PATCH', 'session', { language: 'en' });
    });

    await t.test('only who manages the settings sees and runs them', async (t) => {
      const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
      t.equal((await bruno.api('GET', 'jobs')).status, 403);
      t.equal((await bruno.api('POST', 'jobs/core.bin/run')).status, 403);
      t.equal((await admin.api('POST', 'jobs/core.nothing/run')).status, 404);
      t.equal((await admin.api('POST', 'jobs/core.mail/run')).status, 404, 'what is done once has no schedule');
    });

    await t.test('a job that is run by hand says what came of it and when it runs next', async (t) => {
      const lead = (await admin.api('POST', 'crm/leads', { title: 'To be purged' })).body;
      await admin.api('DELETE', `crm/leads/${lead.id}`);
      const before = await job(admin, 'core.bin');
      p.pass(31 * day);
      admin = await p.signIn('ana@aurora.example', password);
      t.equal((await admin.api('POST', 'jobs/core.bin/run')).status, 200);
      await p.settle();
      const after = await job(admin, 'core.bin');
      t.match(after.last, { state: 'done', result: '1 record removed', error: null });
      t.ok(after.nextAt > before.nextAt);
      t.ok((after.last?.endedAt ?? '') >= (after.last?.beganAt ?? 'z'));
    });

    await t.test('asked twice at the same moment, also by another process, it never runs beside itself', async (t) => {
      const before = (await runs(admin, 'core.clean-up')).length;
      await Promise.all([admin.api('POST', 'jobs/core.clean-up/run'), admin.api('POST', 'jobs/core.clean-up/run')]);
      await p.settle();
      const since = (await runs(admin, 'core.clean-up')).slice(0, -before || undefined).reverse();
      t.ok(since.length >= 1);
      // Whoever asked after it had ended was given another run: never is there a second one beside it.
      for (const [at, run] of since.entries()) t.ok(at === 0 || run.beganAt >= (since[at - 1]?.endedAt ?? ''), 'one after the other');
      const count = before + since.length;
      // As another process leaves it that has begun the job and not ended it yet.
      const { db, now } = p.portal.services;
      const lease = new Date(Date.parse(now()) + 60_000).toISOString();
      await db.write(({ q }) => q.updateTable('jobs').set({ lease_until: lease }).where('kind', '=', 'core.clean-up').execute());
      t.equal((await job(admin, 'core.clean-up')).isRunning, true);
      const refused = await admin.api('POST', 'jobs/core.clean-up/run');
      t.same([refused.status, refused.body.code], [409, 'job-running']);
      await p.settle();
      t.equal((await runs(admin, 'core.clean-up')).length, count);
      p.pass(120_000);
      t.equal((await admin.api('POST', 'jobs/core.clean-up/run')).status, 200, 'a process that is gone holds it for two minutes at the most');
      await p.settle();
      t.equal((await runs(admin, 'core.clean-up')).length, count + 1);
    });

    await t.test('two processes over one database that fall due at the same moment run it once', async (t) => {
      const { db, now, log } = p.portal.services;
      let runs = 0;
      const kind = {
        kind: 'core.twice',
        cron: '0 5 * * *',
        handler: async () => {
          runs += 1;
          return undefined;
        },
      };
      const processes = [createJobs(db, now, log), createJobs(db, now, log)];
      for (const one of processes) await one.use([kind], 'UTC');
      await db.write(({ q }) => q.updateTable('jobs').set({ due_at: now() }).where('kind', '=', kind.kind).execute());
      await Promise.all(processes.map((one) => one.runDue()));
      t.equal(runs, 1);
      await db.write(({ q }) => q.deleteFrom('jobs').where('kind', '=', kind.kind).execute());
    });

    await t.test('one that fails says why, is tried again, and keeps its history', async (t) => {
      const folder = join(p.folder, 'backups');
      await rm(folder, { recursive: true, force: true });
      await writeFile(folder, 'in the way');
      await admin.api('POST', 'jobs/core.nightly-snapshot/run');
      await p.settle();
      const failed = await job(admin, 'core.nightly-snapshot');
      t.match(failed.last, { state: 'failed', result: null, error: /^Something else is in the way\. \(EEXIST/ });
      t.equal(failed.failures, 1);
      await rm(folder);
      t.equal((await admin.api('POST', 'jobs/core.nightly-snapshot/run')).status, 200);
      await p.settle();
      t.match(await job(admin, 'core.nightly-snapshot'), { failures: 0, last: { state: 'done' } });
      t.same(
        (await runs(admin, 'core.nightly-snapshot')).slice(0, 2).map(({ state }) => state),
        ['done', 'failed'],
      );
    });

    await t.test('work that is done once is counted, and what was given up can be tried again', async (t) => {
      const contact = (await admin.api('POST', 'crm/contacts', { firstName: 'Lia' })).body;
      await admin.api('POST', 'crm/activities', {
        kind: 'call',
        title: 'Later',
        recordType: 'crm.contact',
        recordId: contact.id,
        dueAt: new Date(Date.parse(p.now()) + 40 * day).toISOString(),
      });
      t.match(await queue(admin, 'crm.activity-reminder'), { title: 'Reminders of activities', planned: 1, waiting: 0, failed: 0 });
      const person = (await admin.api('POST', 'people', { name: 'Davi', email: 'davi@aurora.example' })).body;
      await admin.api('POST', `people/${person.id}/invite`);
      for (let turn = 0; turn < 8; turn += 1) {
        await p.settle();
        p.pass(3 * 3_600_000);
      }
      const mails = (await queue(admin, 'core.mail')) as JobQueue;
      t.match(mails, { waiting: 0, failures: [{ canRetry: true }] });
      t.ok(mails.failed >= 1);
      t.ok(mails.failures[0]?.error);
      const again = await admin.api('POST', 'jobs/core.mail/retry');
      t.match(again.body, { failed: 0, waiting: mails.failed });
      t.same(
        (await admin.api('GET', 'settings/mail')).body.recent.filter(({ state }: { state: string }) => state === 'failed'),
        [],
        'the mails wait again, too',
      );
      for (let turn = 0; turn < 9; turn += 1) {
        await p.settle();
        p.pass(3 * 3_600_000);
      }
      const [first] = ((await queue(admin, 'core.mail')) as JobQueue).failures;
      t.equal((await admin.api('DELETE', `failed-jobs/${first?.id}`)).status, 200);
      t.equal((await admin.api('DELETE', `failed-jobs/${first?.id}`)).status, 404);
    });

    await t.test('jobs of a module that is parked are gone until it comes back', async (t) => {
      t.ok(await queue(admin, 'crm.activity-reminder'));
      await admin.api('POST', 'modules/sales/park');
      await admin.api('POST', 'modules/crm/park');
      t.equal(await queue(admin, 'crm.activity-reminder'), undefined);
      await admin.api('POST', 'modules/crm/resume');
      t.ok(await queue(admin, 'crm.activity-reminder'));
    });
  });
}
