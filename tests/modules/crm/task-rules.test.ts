import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { expect, stageId, stagesOf } from './crm-portal.js';

const day = 86_400_000;

for (const dialect of dialects) {
  t.test(`rules that make tasks on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'tasks'] });
    const { api } = p.admin;
    const carla = await p.person('carla', { role: 'salesperson' });
    const [pipeline] = (await expect(api('GET', 'crm/pipelines'), 200)).items;
    const stages = await stagesOf(p.admin, pipeline.id);
    const [fresh, preparation, quote, deposit] = ['New', 'Preparation', 'Quote', 'Deposit'].map((name) => stageId(stages, name));
    const rule = { kind: 'task', title: 'Quote for {company}: {título}, {amount}', ownerId: null, dueInDays: 2, priority: 'high', notify: true };
    const setRule = (change: object | null, status = 200) => expect(api('PATCH', `crm/stages/${quote}`, { rule: change && { ...rule, ...change } }), status);
    const enter = async (draft: object = {}) => {
      const deal = await expect(carla.api('POST', 'crm/deals', { title: 'Gates', ...draft }), 201);
      await expect(carla.api('POST', `crm/deals/${deal.id}/move`, { stageId: quote }), 200);
      await Promise.all([p.settle(), p.portal.services.events.deliver()]);
      return deal.id as number;
    };
    const tasksOf = async (id: number) => (await expect(api('GET', `tasks/tasks?aboutType=crm.deal&aboutId=${id}`), 200)).items;
    const stageOf = async (id: number) => (await expect(api('GET', `crm/deals/${id}`), 200)).stageId;
    const saidOf = async (id: number) =>
      (await expect(api('GET', `crm/deals/${id}/timeline`), 200)).items
        .map((entry: { kind: string }) => entry.kind)
        .filter((kind: string) => kind.startsWith('crm.rule.'));
    const complete = async (id: number) => {
      const [{ id: taskId }] = await tasksOf(id);
      await expect(api('POST', `tasks/tasks/${taskId}/complete`, {}), 200);
    };

    await t.test('are checked field by field', async (t) => {
      const wrong = { title: 'For {nobody}', dueInDays: 1.5, priority: 'soon', thenStageId: 'x', dueInHours: 1 };
      const paths = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path).sort();
      t.same(
        paths(await setRule(wrong, 422)),
        ['dueInDays', 'dueInHours', 'priority', 'thenStageId', 'title'].map((name) => `rule.${name}`),
      );
      t.same(paths(await setRule({ ownerId: 9999 }, 422)), ['rule.ownerId']);
      t.same(paths(await setRule({ thenStageId: quote }, 422)), ['rule.thenStageId'], 'not to where it is');
      const lost = [...stages.values()].find(({ semantic }) => semantic === 'lost')?.id;
      t.same(paths(await setRule({ thenStageId: lost }, 422)), ['rule.thenStageId'], 'nor to where a reason is needed');
    });

    await t.test('make one task for the responsible, and move the deal on once it is done', async (t) => {
      await setRule({ thenStageId: deposit });
      const company = await expect(carla.api('POST', 'crm/companies', { title: 'Padaria' }), 201);
      const id = await enter({ companyId: company.id, amount: { amount: 125_000, currency: 'BRL' } });
      const [task, ...more] = await tasksOf(id);
      t.same(more, []);
      t.match(task, { title: 'Quote for Padaria: Gates, R$1,250.00', ownerId: carla.id, creatorId: null, priority: 'high' });
      const days = (Date.parse(task.deadlineAt) - Date.parse(p.now())) / day;
      t.ok(days > 1 && days < 5, `two working days, a weekend at most: ${days}`);
      const told = (await expect(carla.api('GET', 'notices?limit=200'), 200)).items.filter(({ code }: { code: string }) => code === 'tasks.task.assigned');
      t.equal(told.length, 1);
      await complete(id);
      await Promise.all([p.settle(), p.settle()]);
      t.equal(await stageOf(id), deposit);
      await expect(carla.api('POST', `crm/deals/${id}/move`, { stageId: quote }), 200);
      await expect(api('POST', `tasks/tasks/${task.id}/reopen`, {}), 200);
      await expect(api('POST', `tasks/tasks/${task.id}/complete`, {}), 200);
      await p.settle();
      t.equal(await stageOf(id), quote, 'the same task moves it once');
      t.same(await saidOf(id), ['crm.rule.went-on']);
    });

    await t.test('leave alone what was moved by hand', async (t) => {
      const id = await enter();
      await expect(carla.api('POST', `crm/deals/${id}/move`, { stageId: preparation }), 200);
      await complete(id);
      await p.settle();
      t.equal(await stageOf(id), preparation);
      t.same(await saidOf(id), ['crm.rule.moved-on']);
    });

    await t.test('do not move to a stage that counts as lost by now', async (t) => {
      const later = await expect(api('POST', 'crm/stages', { name: 'Later', semantic: 'open', pipelineId: pipeline.id }), 201);
      await setRule({ thenStageId: later.id });
      const id = await enter();
      await expect(api('PATCH', `crm/stages/${later.id}`, { semantic: 'lost' }), 200);
      await complete(id);
      await p.settle();
      t.same([await stageOf(id), await saidOf(id)], [quote, ['crm.rule.needs-reason']]);
      await setRule({ thenStageId: deposit });
    });

    await t.test('do nothing about somebody without access to tasks, and say so', async (t) => {
      const nobody = await p.person('nobody', { grants: { 'crm.deal.read': 'all' } });
      await setRule({ ownerId: nobody.id });
      const id = await enter();
      t.same([await tasksOf(id), await saidOf(id)], [[], ['crm.rule.refused']]);
    });

    await t.test('are run once when the portal stopped in between', async (t) => {
      await setRule({ thenStageId: deposit });
      const deal = await expect(carla.api('POST', 'crm/deals', { title: 'Stopped', stageId: fresh }), 201);
      await expect(carla.api('POST', `crm/deals/${deal.id}/move`, { stageId: quote }), 200);
      await p.restart();
      await p.settle();
      await p.settle();
      t.equal((await tasksOf(deal.id)).length, 1);
      await complete(deal.id);
      await p.restart();
      await p.settle();
      t.equal(await stageOf(deal.id), deposit);
      t.same(await saidOf(deal.id), ['crm.rule.went-on']);
    });

    await t.test('with tasks parked they are kept and do nothing', async (t) => {
      const other = stageId(stages, 'In progress');
      await expect(api('POST', 'modules/tasks/park'), 200);
      const id = await enter();
      t.same(await saidOf(id), ['crm.rule.off']);
      const refused = await expect(api('PATCH', `crm/stages/${other}`, { rule }), 422);
      t.equal(refused.errors[0].path, 'rule.kind', 'none is added');
      const kept = await expect(api('PATCH', `crm/stages/${quote}`, { name: 'Offer', rule: { ...rule, thenStageId: deposit } }), 200);
      t.equal(kept.rule.thenStageId, deposit, 'what is there may be saved as it is');
      await expect(api('POST', 'modules/tasks/resume'), 200);
      await p.settle();
      t.same(await tasksOf(id), [], 'nothing is made up for');
    });

    await t.test('with the CRM parked the task is done, and the deal moves when it is back', async (t) => {
      const id = await enter();
      await expect(api('POST', 'modules/crm/park'), 200);
      await complete(id);
      await p.settle();
      await expect(api('POST', 'modules/crm/resume'), 200);
      await p.settle();
      t.equal(await stageOf(id), deposit);
      t.same(await saidOf(id), ['crm.rule.went-on']);
    });
  });
}
