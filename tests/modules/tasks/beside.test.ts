import t from 'tap';
import { TaskMaker } from '../../../server/contracts/tasks/ports.js';
import { dialects, startPortal } from '../../support/portal.js';
import { expect, newTask } from './tasks-portal.js';

for (const dialect of dialects) {
  t.test(`tasks beside the CRM on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'tasks'] });
    const { admin } = p;
    const bruno = await p.person('Bruno', { role: 'salesperson' });
    const deal = await expect(admin.api('POST', 'crm/deals', { title: 'Gates' }), 201);
    const project = await expect(admin.api('POST', 'tasks/projects', { name: 'Harbour', visibility: 'secret', memberIds: [bruno.id] }), 201);
    const task = await newTask(admin, { title: 'Measure', aboutType: 'crm.deal', aboutId: deal.id, projectId: project.id, helperIds: [bruno.id] });
    await expect(admin.api('POST', `tasks/tasks/${task.id}/checks`, { text: 'Width' }), 201);

    await t.test('a task about a deal stands on its timeline, without a title for those who may not see it', async (t) => {
      t.equal(task.aboutTitle, 'Gates');
      const { items } = await expect(admin.api('GET', `crm/deals/${deal.id}/timeline`), 200);
      t.match(items[0], { kind: 'tasks.task.created', recordType: 'tasks.task', recordId: task.id, data: { taskId: task.id } });
      t.notMatch(JSON.stringify(items[0]), /Measure/);
      const about = await expect(admin.api('GET', `tasks/tasks?aboutType=crm.deal&aboutId=${deal.id}`), 200);
      t.equal(about.items.length, 1);
      t.equal(
        (await expect(bruno.api('POST', 'tasks/tasks', { title: 'x', aboutType: 'crm.deal', aboutId: deal.id }), 422)).errors[0].path,
        'aboutId',
        'he does not see the deal',
      );
    });

    await t.test('what was written in a task stays with it: a deal tells what happened, not the words', async (t) => {
      const hers = await newTask(admin, {
        title: 'Weigh',
        aboutType: 'crm.deal',
        aboutId: deal.id,
        projectId: project.id,
        ownerId: bruno.id,
        needsAcceptance: true,
      });
      const check = await expect(admin.api('POST', `tasks/tasks/${hers.id}/checks`, { text: 'Hidden point' }), 201);
      await expect(admin.api('PATCH', `tasks/checks/${check.id}`, { done: true }), 200);
      await expect(bruno.api('POST', `tasks/tasks/${hers.id}/complete`, { result: 'Hidden result' }), 200);
      await expect(admin.api('POST', `tasks/tasks/${hers.id}/send-back`, { reason: 'Hidden reason' }), 200);
      const [, doing] = (await expect(admin.api('GET', `tasks/projects/${project.id}/stages`), 200)).items;
      await expect(admin.api('POST', `tasks/tasks/${hers.id}/move`, { stageId: doing.id }), 200);
      const told = async (path: string) => (await expect(admin.api('GET', `${path}/timeline`), 200)).items as { kind: string; data: { taskId?: number } }[];
      const ofDeal = (await told(`crm/deals/${deal.id}`)).filter(({ data }) => data.taskId === hers.id);
      t.same(
        ofDeal.map(({ kind, data }) => [kind, data]),
        ['sent-back', 'waiting', 'created'].map((what) => [`tasks.task.${what}`, { taskId: hers.id }]),
      );
      t.match(await told(`tasks/tasks/${hers.id}`), [
        { kind: 'tasks.task.moved' },
        { data: { reason: 'Hidden reason' } },
        { data: { result: 'Hidden result' } },
        { data: { text: 'Hidden point' } },
        { kind: 'tasks.task.created' },
      ]);
    });

    await t.test('other modules make tasks by the port, and hear when one is done', async (t) => {
      const { registry } = p.portal.life.composition();
      const actor = await p.portal.services.access.actorOf(admin.id);
      if (!actor) throw new Error('nobody');
      const wanted = { title: 'By a rule', ownerId: bruno.id, about: { type: 'crm.deal', id: deal.id } };
      const { id } = await p.portal.services.db.write((tx) => registry.use(TaskMaker).make(tx, actor, wanted));
      t.match(await expect(bruno.api('GET', `tasks/tasks/${id}`), 200), { title: 'By a rule', aboutTitle: 'Gates' });
      const offered = await expect(admin.api('GET', 'webhooks'), 200);
      t.match(JSON.stringify(offered), /tasks\.task\.done/);
    });

    await t.test('an open task about a deal is its next step: told to all who see the deal, named to those who see the task', async (t) => {
      const seller = await p.person('Sara', {
        grants: { 'crm.deal.read': 'all', 'crm.deal.change': 'all', 'crm.deal.export': 'all', 'crm.activity.create': 'all' },
      });
      const { id } = await expect(admin.api('POST', 'crm/deals', { title: 'Railing' }), 201);
      const { id: other } = await expect(admin.api('POST', 'crm/deals', { title: 'Fence' }), 201);
      const next = async (of: number) => {
        const { nextActivityAt, nextActivityKind, nextActivityTitle, nextStepType, nextStepId, version } = await expect(
          seller.api('GET', `crm/deals/${of}`),
          200,
        );
        t.equal(version, 1, 'the deal keeps its version');
        return nextActivityKind === null ? null : [nextActivityKind, nextActivityTitle, nextActivityAt?.slice(0, 10) ?? null, nextStepId ?? nextStepType];
      };
      const without = async () => {
        const query = 'nextActivityKind.empty=true&closedAt.empty=true';
        const { items, total } = await expect(seller.api('GET', `crm/deals?${query}&total=true`), 200);
        const board = await expect(seller.api('GET', `crm/deals/board?${query}`), 200);
        const counted = board.columns.reduce((sum: number, column: { count: number }) => sum + column.count, 0);
        t.equal(counted, total, 'the board counts as the list does');
        return items.map((one: { id: number }) => one.id).sort();
      };
      const set = (path: string, body: object = {}, method = 'PATCH') => expect(admin.api(method, `tasks/tasks/${path}`, body), 200);
      t.same(await without(), [id, other]);
      const measure = await newTask(admin, { title: 'Secret measure', aboutType: 'crm.deal', aboutId: id });
      t.same(await next(id), ['task', null, null, measure.id], 'one without a day is a step, too');
      t.same(await without(), [other]);
      await set(`${measure.id}`, { deadlineAt: '2031-03-01T12:00:00.000Z' });
      t.same(await next(id), ['task', null, '2031-03-01', measure.id]);
      t.notMatch(JSON.stringify(await expect(seller.api('GET', `crm/deals/${id}`), 200)), /Secret/);
      const inFile = (who: typeof seller) => expect(who.api('GET', `crm/deals/export?id=${id}&columns=title,nextActivityTitle`), 200);
      t.match(await inFile(admin), /Railing,Secret measure/);
      t.match(await inFile(seller), /Railing,\s*$/, 'neither does a file');
      const sooner = await newTask(admin, { title: 'Paint', aboutType: 'crm.deal', aboutId: id, deadlineAt: '2031-02-01T12:00:00.000Z' });
      t.same(await next(id), ['task', null, '2031-02-01', sooner.id]);
      const call = { kind: 'call', title: 'Ring', recordType: 'crm.deal', recordId: id, dueAt: '2031-01-01T12:00:00.000Z' };
      const activity = await expect(admin.api('POST', 'crm/activities', call), 201);
      t.same(await next(id), ['call', 'Ring', '2031-01-01', null], 'an activity that is earlier comes first');
      await expect(admin.api('PATCH', `crm/activities/${activity.id}`, { dueAt: '2031-06-01T12:00:00.000Z' }), 200);
      t.same(await next(id), ['task', null, '2031-02-01', sooner.id]);
      await set(`${sooner.id}/complete`, {}, 'POST');
      t.same(await next(id), ['task', null, '2031-03-01', measure.id]);
      await set(`${sooner.id}/reopen`, {}, 'POST');
      await set(`${sooner.id}`, { aboutId: other });
      t.same(
        [await next(id), await next(other)],
        [
          ['task', null, '2031-03-01', measure.id],
          ['task', null, '2031-02-01', sooner.id],
        ],
      );
      await set(`${measure.id}`, {}, 'DELETE');
      t.same(await next(id), ['call', 'Ring', '2031-06-01', null]);
      await set(`${measure.id}/restore`, {}, 'POST');
      t.same(await next(id), ['task', null, '2031-03-01', measure.id]);
      await expect(admin.api('POST', `crm/activities/${activity.id}/complete`), 200);

      await expect(admin.api('POST', 'modules/tasks/park'), 200);
      await p.settle();
      t.same([await next(id), await next(other)], [null, null], 'with tasks parked the CRM alone decides');
      t.same(await without(), [deal.id, id, other]);
      await expect(admin.api('POST', 'modules/tasks/resume'), 200);
      await p.settle();
      t.same(
        [await next(id), await next(other)],
        [
          ['task', null, '2031-03-01', measure.id],
          ['task', null, '2031-02-01', sooner.id],
        ],
      );
      await expect(admin.api('POST', 'modules/crm/park'), 200);
      await set(`${measure.id}/complete`, {}, 'POST');
      await expect(admin.api('POST', 'modules/crm/resume'), 200);
      await p.settle();
      t.same(await next(id), null, 'what was done while the CRM was parked counts');
      for (const gone of [id, other]) await expect(admin.api('DELETE', `crm/deals/${gone}`), 200);
    });

    await t.test('with the CRM parked the title is remembered and everything else works', async (t) => {
      const { pointing } = await expect(admin.api('GET', 'modules/crm/preview'), 200);
      const about = (await expect(admin.api('GET', 'tasks/tasks?aboutType.empty=false&limit=200'), 200)).items.length;
      t.match(pointing, [{ type: 'tasks.task', count: about }], 'which is said before');
      t.ok(about > 0);
      await expect(admin.api('POST', 'modules/crm/park'), 200);
      t.equal((await expect(admin.api('GET', `tasks/tasks/${task.id}`), 200)).aboutTitle, 'Gates');
      await expect(admin.api('PATCH', `tasks/tasks/${task.id}`, { priority: 'high' }), 200);
      await expect(admin.api('POST', `tasks/tasks/${task.id}/start`, {}), 200);
      t.equal((await expect(admin.api('POST', 'tasks/tasks', { title: 'x', aboutType: 'crm.deal', aboutId: deal.id }), 422)).errors[0].path, 'aboutType');
      await expect(admin.api('POST', 'modules/crm/resume'), 200);
    });

    await t.test('parked, archived and attached again it is as it was, and the deal misses nothing meanwhile', async (t) => {
      const opened = async () => ({
        tasks: (await expect(bruno.api('GET', 'tasks/tasks?sort=createdAt'), 200)).items,
        checks: (await expect(bruno.api('GET', `tasks/tasks/${task.id}/checks`), 200)).items,
        stages: (await expect(bruno.api('GET', `tasks/projects/${project.id}/stages`), 200)).items,
        timeline: (await expect(admin.api('GET', `crm/deals/${deal.id}/timeline`), 200)).items,
      });
      const before = await opened();
      await expect(admin.api('POST', 'modules/tasks/park'), 200);
      t.equal((await bruno.api('GET', 'tasks/tasks')).status, 404);
      await expect(admin.api('GET', `crm/deals/${deal.id}/timeline`), 200);
      await expect(admin.api('POST', 'modules/tasks/archive'), 200);
      const numbers = await expect(admin.api('GET', 'modules/tasks/numbers'), 200);
      t.same(
        Object.entries(numbers).filter(([, value]) => value !== 0),
        [],
        'nothing is left',
      );
      const [archive] = (await expect(admin.api('GET', 'module-archives'), 200)).items;
      await expect(admin.api('POST', `module-archives/${archive.name}/attach`, {}), 200);
      t.same(await opened(), before);
    });
  });
}
