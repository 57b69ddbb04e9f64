import t from 'tap';
import { load } from '../../support/importing.js';
import { dialects } from '../../support/portal.js';
import { expect, stageId, stagesOf, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`stages and pipelines on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const lead = (name: string) => stageId(portal.leadStages, name);
    const deal = (name: string) => stageId(portal.dealStages, name);
    const reason = (await expect(api('GET', 'crm/lost-reasons?sort=position'), 200)).items[0].id;

    await t.test('a new portal has its stages in its language', async (t) => {
      t.same([...portal.leadStages.keys()], ['New', 'In work', 'Processed', 'Converted', 'Junk']);
      t.same([...portal.dealStages.keys()], ['New', 'Preparation', 'Quote', 'Deposit', 'In progress', 'Final invoice', 'Won', 'Lost']);
    });

    await t.test('a deal is moved, lost with a reason, and reopened', async (t) => {
      const made = await expect(api('POST', 'crm/deals', { title: 'Move me' }), 201);
      t.equal(made.stageId, deal('New'));
      const quoted = await expect(api('POST', `crm/deals/${made.id}/move`, { stageId: deal('Quote'), version: 1 }), 200);
      t.match(quoted, { stageId: deal('Quote'), version: 2, closedAt: null });
      t.equal((await expect(api('POST', `crm/deals/${made.id}/move`, { stageId: deal('Lost') }), 422)).errors[0].path, 'lostReasonId');
      t.equal((await expect(api('POST', `crm/deals/${made.id}/move`, { stageId: lead('Junk') }), 422)).errors[0].path, 'stageId');
      const lost = await expect(api('POST', `crm/deals/${made.id}/move`, { stageId: deal('Lost'), lostReasonId: reason }), 200);
      t.match(lost, { lostReasonId: reason, closedAt: /Z$/ });
      const open = await expect(api('POST', `crm/deals/${made.id}/move`, { stageId: deal('New') }), 200);
      t.match(open, { lostReasonId: null, closedAt: null });
      const { items } = await expect(api('GET', `crm/deals/${made.id}/timeline`), 200);
      t.match(items[0], { kind: 'crm.deal.moved', data: { from: { name: 'Lost' }, to: { id: deal('New'), name: 'New' } } });
      const history = await portal.portal.services.db.read
        .selectFrom('crm_stage_history')
        .selectAll()
        .where('record_type', '=', 'crm.deal')
        .orderBy('id')
        .execute();
      t.same(
        history.map((line) => [line.stage_id, line.left_at === null]),
        [
          [deal('New'), false],
          [deal('Quote'), false],
          [deal('Lost'), false],
          [deal('New'), true],
        ],
      );
    });

    await t.test('a lead is moved by its own action or by a change', async (t) => {
      const made = await expect(api('POST', 'crm/leads', { title: 'Lead' }), 201);
      const changed = await expect(api('PATCH', `crm/leads/${made.id}`, { stageId: lead('In work'), comments: 'x', version: 1 }), 200);
      t.match(changed, { stageId: lead('In work'), comments: 'x', version: 2 });
      t.equal((await expect(api('PATCH', `crm/leads/${made.id}`, { stageId: deal('New') }), 422)).errors[0].path, 'stageId');
      t.equal((await expect(api('PATCH', `crm/leads/${made.id}`, { stageId: lead('Junk') }), 422)).errors[0].path, 'lostReasonId');
      t.equal((await expect(api('POST', 'crm/leads', { title: 'x', stageId: deal('New') }), 422)).errors[0].path, 'stageId');
      t.ok((await expect(api('POST', `crm/leads/${made.id}/move`, { stageId: lead('Junk'), lostReasonId: reason }), 200)).closedAt);
    });

    await t.test('a deal begins in the stage and pipeline that is asked for', async (t) => {
      const pipeline = await expect(api('POST', 'crm/pipelines', { name: 'Service' }), 201);
      const stages = await stagesOf(portal.admin, pipeline.id);
      t.equal(stages.size, 8, 'a new pipeline has stages');
      const first = await expect(api('POST', 'crm/deals', { title: 'a', pipelineId: pipeline.id }), 201);
      t.equal(first.stageId, stageId(stages, 'New'));
      const second = await expect(api('POST', 'crm/deals', { title: 'b', stageId: stageId(stages, 'Quote') }), 201);
      t.equal(second.pipelineId, pipeline.id);
      const wrong = await expect(api('POST', 'crm/deals', { title: 'c', pipelineId: pipeline.id, stageId: deal('New') }), 422);
      t.equal(wrong.errors[0].path, 'stageId');
      const { columns } = await expect(api('GET', `crm/deals/board?pipelineId=${pipeline.id}`), 200);
      t.same(
        columns.map((column: { count: number }) => column.count),
        [1, 0, 1, 0, 0, 0, 0, 0],
      );

      t.match(await expect(api('DELETE', `crm/pipelines/${pipeline.id}`), 409), { code: 'pipeline-in-use', count: 2 });
      t.match(await expect(api('DELETE', `crm/pipelines/${first.pipelineId - 1}`), 409), { code: 'pipeline-is-default' });
      for (const { id } of [first, second]) await expect(api('DELETE', `crm/deals/${id}`), 200);
      await expect(api('DELETE', `crm/pipelines/${pipeline.id}`), 200);
      t.equal((await stagesOf(portal.admin, pipeline.id)).size, 0);
      const back = await expect(api('POST', `crm/deals/${second.id}/restore`), 200);
      t.equal(back.stageId, deal('New'), 'a deal whose pipeline is gone goes on in the default one');
      await expect(api('POST', `crm/pipelines/${pipeline.id}/restore`), 200);
      t.equal((await stagesOf(portal.admin, pipeline.id)).size, 8);
    });

    await t.test('the deals of a pipeline that goes stand in the stages of another one that come next to theirs', async (t) => {
      const made = await expect(api('POST', 'crm/pipelines', { name: 'Repairs' }), 201);
      const other = await expect(api('POST', 'crm/pipelines', { name: 'Rentals' }), 201);
      const there = await stagesOf(portal.admin, other.id);
      await expect(api('DELETE', `crm/stages/${stageId(there, 'Final invoice')}`), 200);
      const here = await stagesOf(portal.admin, made.id);
      const ids: Record<string, number> = {};
      for (const name of ['Quote', 'Final invoice', 'Won'])
        ids[name] = (await expect(api('POST', 'crm/deals', { title: name, stageId: stageId(here, name), amount: { amount: 100, currency: 'BRL' } }), 201)).id;
      t.equal((await expect(api('DELETE', `crm/pipelines/${made.id}?moveTo=${made.id}`), 422)).errors[0].path, 'moveTo');
      const { run } = await expect(api('DELETE', `crm/pipelines/${made.id}?moveTo=${other.id}`), 200);
      const where = async (name: string) => {
        const one = await expect(api('GET', `crm/deals/${ids[name]}`), 200);
        return [one.pipelineId, [...there.entries()].find(([, stage]) => stage.id === one.stageId)?.[0]];
      };
      t.same(await where('Quote'), [other.id, 'Quote']);
      t.same(await where('Final invoice'), [other.id, 'In progress'], 'or in the last of its kind');
      t.same(await where('Won'), [other.id, 'Won']);
      const { columns } = await expect(api('GET', `crm/deals/board?pipelineId=${other.id}`), 200);
      t.equal(
        columns.reduce((sum: number, column: { count: number }) => sum + column.count, 0),
        3,
      );
      const history = (await expect(api('GET', `crm/deals/${ids.Quote}/history`), 200)).items;
      t.match(history[0].changes, { pipelineId: { from: made.id, to: other.id } });
      const told = async () => (await expect(api('GET', `crm/deals/${ids.Quote}/timeline`), 200)).items[0];
      const names = { from: { name: 'Quote' }, fromPipeline: { name: 'Repairs' }, toPipeline: { name: 'Rentals' } };
      t.match(await told(), { kind: 'crm.deal.pipeline-removed', actorId: history[0].actorId, data: names }, 'its timeline names the pipeline that went');
      t.same(
        (await expect(api('GET', 'crm/stages/uses'), 200)).items.find((use: { id: number }) => use.id === stageId(there, 'Won')),
        { id: stageId(there, 'Won'), count: 1 },
      );

      t.match(await expect(api('POST', `bulk/${run}/undo`), 200), { action: 'undo', changed: 3 }, 'taken back, it is there again with what stood in it');
      for (const name of ['Quote', 'Final invoice', 'Won'])
        t.match(await expect(api('GET', `crm/deals/${ids[name]}`), 200), { pipelineId: made.id, stageId: stageId(here, name) });
      t.match(await told(), { kind: 'crm.deal.pipeline-back', data: { toPipeline: { name: 'Repairs' }, to: { name: 'Quote' } } });
    });

    await t.test('a deal changes its pipeline by a move, and comes back the same way', async (t) => {
      const seller = await portal.person('Carla', { role: 'salesperson' });
      const other = await expect(api('POST', 'crm/pipelines', { name: 'Upkeep' }), 201);
      const there = stageId(await stagesOf(portal.admin, other.id), 'Preparation');
      await expect(api('PATCH', `crm/stages/${there}`, { rule: { kind: 'call', title: 'Agree on a day', dueInHours: 4, notify: false } }), 200);
      const made = await expect(seller.api('POST', 'crm/deals', { title: 'Gate', stageId: deal('Quote'), comments: 'Green', probability: 40 }), 201);
      const columnsOf = async (pipelineId: number) =>
        (await expect(api('GET', `crm/deals/board?pipelineId=${pipelineId}`), 200)).columns as { stageId: number; count: number }[];
      const countIn = async (pipelineId: number, id: number) => (await columnsOf(pipelineId)).find((column) => column.stageId === id)?.count;
      const before = (await countIn(made.pipelineId, deal('Quote'))) as number;
      const theirs = await expect(api('POST', 'crm/deals', { title: 'Not hers' }), 201);
      t.equal((await seller.api('POST', `crm/deals/${theirs.id}/move`, { stageId: there })).status, 404, 'of what she may change');

      const moved = await expect(seller.api('POST', `crm/deals/${made.id}/move`, { stageId: there, version: 1 }), 200);
      t.match(moved, { pipelineId: other.id, stageId: there, version: 2, comments: 'Green', probability: 40, closedAt: null });
      t.same([await countIn(made.pipelineId, deal('Quote')), await countIn(other.id, there)], [before - 1, 1], 'counted where it is');
      const told = (await expect(api('GET', `crm/deals/${made.id}/timeline`), 200)).items.find(({ kind }: { kind: string }) => kind === 'crm.deal.moved');
      t.match(told, {
        kind: 'crm.deal.moved',
        actorId: seller.id,
        data: {
          from: { name: 'Quote' },
          to: { name: 'Preparation' },
          fromPipeline: { id: made.pipelineId },
          toPipeline: { name: 'Upkeep' },
          context: 'pipeline',
        },
      });
      const history = (await expect(api('GET', `crm/deals/${made.id}/history`), 200)).items;
      t.match(history[0].changes, { pipelineId: { from: made.pipelineId, to: other.id }, stageId: { from: deal('Quote'), to: there } });
      const stays = await portal.portal.services.db.read
        .selectFrom('crm_stage_history')
        .select(['stage_id', 'left_at'])
        .where('record_type', '=', 'crm.deal')
        .where('record_id', '=', made.id)
        .orderBy('id')
        .execute();
      t.same(
        stays.map((stay) => [stay.stage_id, stay.left_at === null]),
        [
          [deal('Quote'), false],
          [there, true],
        ],
      );
      await portal.settle();
      t.match(await expect(api('GET', `crm/deals/${made.id}`), 200), { nextActivityTitle: 'Agree on a day' }, 'the rule of the stage ran');

      t.match(await expect(seller.api('POST', `crm/deals/${made.id}/move`, { stageId: deal('Quote') }), 200), {
        pipelineId: made.pipelineId,
        stageId: deal('Quote'),
      });
      t.same([await countIn(made.pipelineId, deal('Quote')), await countIn(other.id, there)], [before, 0]);
    });

    await t.test('another pipeline becomes the one in which deals begin', async (t) => {
      const pipelines = async () => (await expect(api('GET', 'crm/pipelines?sort=position'), 200)).items as { id: number; name: string; isDefault: boolean }[];
      const before = await pipelines();
      const other = before.find(({ isDefault }) => !isDefault) as { id: number };
      const first = before.find(({ isDefault }) => isDefault) as { id: number };
      await expect(api('POST', `crm/pipelines/${other.id}/default`), 200);
      t.same(
        (await pipelines()).filter(({ isDefault }) => isDefault).map(({ id }) => id),
        [other.id],
      );
      t.equal((await expect(api('POST', 'crm/deals', { title: 'There' }), 201)).pipelineId, other.id);
      await expect(api('PATCH', `crm/pipelines/${other.id}`, { name: 'First now', position: 0 }), 200);
      t.match((await pipelines())[0], { id: other.id, name: 'First now' });
      await expect(api('POST', `crm/pipelines/${first.id}/default`), 200);
    });

    await t.test('stages are added, sorted and recoloured', async (t) => {
      const added = await expect(api('POST', 'crm/stages', { name: 'Called', semantic: 'open' }), 201);
      t.same([...(await stagesOf(portal.admin, null)).keys()], ['New', 'In work', 'Processed', 'Called', 'Converted', 'Junk']);
      t.match((await expect(api('POST', 'crm/stages', { name: 'called', semantic: 'open' }), 422)).errors, [{ path: 'name', message: /already/ }]);
      t.match((await expect(api('PATCH', `crm/stages/${added.id}`, { name: 'NEW' }), 422)).errors, [{ path: 'name' }], 'no two of a pipeline are called alike');
      await expect(api('PATCH', `crm/stages/${added.id}`, { position: 1, colour: 4 }), 200);
      const stages = await stagesOf(portal.admin, null);
      t.same([...stages.keys()], ['New', 'Called', 'In work', 'Processed', 'Converted', 'Junk']);
      t.same(
        [...stages.values()].map((stage) => stage.position),
        [0, 1, 2, 3, 4, 5],
      );
    });

    await t.test('a stage with records goes only when it is said where they go', async (t) => {
      const called = stageId(await stagesOf(portal.admin, null), 'Called');
      const ids: number[] = [];
      for (const [title, amount] of [
        ['a', { amount: 100, currency: 'BRL' }],
        ['b', null],
        ['c', { amount: 50, currency: 'EUR' }],
      ]) {
        ids.push((await expect(api('POST', 'crm/leads', { title, amount, stageId: called }), 201)).id);
      }
      t.match(await expect(api('DELETE', `crm/stages/${called}`), 409), { code: 'stage-in-use', count: 3 });
      t.equal((await expect(api('DELETE', `crm/stages/${called}?moveTo=${lead('Junk')}`), 422)).errors[0].path, 'moveTo');
      const { run } = await expect(api('DELETE', `crm/stages/${called}?moveTo=${lead('Processed')}`), 200);
      t.match(await expect(api('GET', `crm/leads/${ids[0]}`), 200), { stageId: lead('Processed'), version: 2 });
      const { columns } = await expect(api('GET', 'crm/leads/board'), 200);
      const column = columns.find((one: { stageId: number }) => one.stageId === lead('Processed'));
      t.equal(column.count, 3);
      t.same(column.sums.map((sum: { currency: string; amount: number }) => [sum.currency, sum.amount]).sort(), [
        ['BRL', 100],
        ['EUR', 50],
      ]);
      const { items } = await expect(api('GET', `crm/leads/${ids[0]}/history`), 200);
      t.match(items[0].changes, { stageId: { from: called, to: lead('Processed') } });
      const told = async () => (await expect(api('GET', `crm/leads/${ids[0]}/timeline`), 200)).items[0];
      const names = { from: { name: 'Called' }, to: { name: 'Processed' } };
      t.match(
        await told(),
        { kind: 'crm.lead.stage-removed', actorId: items[0].actorId, data: names },
        'its timeline names the stage that went, and who removed it',
      );
      t.match(await expect(api('DELETE', `crm/stages/${lead('Junk')}`), 409), { code: 'stage-is-last' });

      t.match(await expect(api('GET', `bulk/${run}`), 200), { recordType: 'crm.lead', state: 'done', changed: 3, undoable: true });
      await expect(api('POST', `crm/leads/${ids[2]}/move`, { stageId: lead('In work') }), 200);
      t.match(await expect(api('POST', `bulk/${run}/undo`), 200), { changed: 2, left: [{ reason: 'meanwhile', count: 1 }] });
      t.match(await expect(api('GET', `crm/stages/${called}`), 200), { name: 'Called', movesTo: null }, 'taken back, the stage is there again');
      for (const [n, stage] of [called, called, lead('In work')].entries())
        t.match(await expect(api('GET', `crm/leads/${ids[n]}`), 200), { stageId: stage }, 'with what nobody has moved on since');
      t.match(await told(), { kind: 'crm.lead.stage-back', data: { to: { name: 'Called' } } });
      t.equal((await api('POST', `bulk/${run}/undo`)).status, 409, 'once');
      await expect(api('DELETE', `crm/stages/${called}?moveTo=${lead('In work')}`), 200);
    });

    await t.test('a stage or pipeline with very many records is emptied in pieces, takes in no others meanwhile, and goes with the last', async (t) => {
      const pipeline = (await expect(api('POST', 'crm/pipelines', { name: 'Retail' }), 201)).id;
      const stages = await stagesOf(portal.admin, pipeline);
      const calm = stageId(stages, 'Quote');
      const busy = (await expect(api('POST', 'crm/stages', { name: 'Busy', semantic: 'open', pipelineId: pipeline }), 201)).id as number;
      const content = ['title,stage', ...Array.from({ length: 1200 }, (_, index) => `Nut ${index},Busy`)].join('\n');
      t.match(await load(portal, portal.admin, 'deals', { name: 'nuts.csv', content }), { created: 1200 });
      const binned = (await expect(api('POST', 'crm/deals', { title: 'In the bin', stageId: busy }), 201)).id;
      await expect(api('DELETE', `crm/deals/${binned}`), 200);
      const total = async (filter: string) => (await expect(api('GET', `crm/deals?limit=1&total=true&${filter}`), 200)).total as number;
      const refusal = { errors: [{ path: 'stageId' }] };

      t.match(await expect(api('DELETE', `crm/stages/${busy}?moveTo=${calm}`), 200), { id: busy, movesTo: calm, movesTotal: 1201 });
      t.equal((await total(`stageId=${busy}`)) + (await total(`stageId=${calm}`)), 1200, 'none is without a stage');
      t.match(await expect(api('POST', 'crm/deals', { title: 'x', stageId: busy }), 422), refusal);
      const other = (await expect(api('POST', 'crm/deals', { title: 'y', pipelineId: pipeline }), 201)).id;
      t.match(await expect(api('POST', `crm/deals/${other}/move`, { stageId: busy }), 422), refusal);
      t.match(await expect(api('POST', 'crm/deals/bulk', { action: 'move', ids: [other], stageId: busy }), 422), refusal);
      t.match(await expect(api('DELETE', `crm/stages/${busy}?moveTo=${calm}`), 409), { code: 'is-leaving' });
      t.match(await expect(api('DELETE', `crm/stages/${calm}?moveTo=${stageId(stages, 'New')}`), 409), { code: 'takes-in' });
      await portal.settle();
      await expect(api('GET', `crm/stages/${busy}`), 404);
      t.match((await expect(api('GET', 'bulk?limit=1'), 200)).items[0], { state: 'done', changed: 1201, total: 1201, undoable: true });
      t.match((await expect(api('GET', 'notices?limit=1'), 200)).items[0], { code: 'core.bulk.done', params: { changed: 1201 } });
      t.equal(await total(`stageId=${calm}`), 1200);
      t.equal(await total(`stageId=${calm}&q=nut`), 1200, 'the counters agree with the records');
      const nut = (await expect(api('GET', `crm/deals?q=nut&limit=1`), 200)).items[0];
      t.equal(nut.version, 2);
      t.match((await expect(api('GET', `crm/deals/${nut.id}/history`), 200)).items[0], { changes: { stageId: { from: busy, to: calm } } });
      t.match(await expect(api('POST', `crm/deals/${binned}/restore`), 200), { stageId: calm }, 'what lay in the bin has moved along');

      const first = (await expect(api('GET', 'crm/pipelines?sort=position'), 200)).items.find((one: { isDefault: boolean }) => one.isDefault).id;
      t.match(await expect(api('DELETE', `crm/pipelines/${pipeline}?moveTo=${first}`), 200), { movesTo: first, movesTotal: 1202 });
      t.equal((await expect(api('POST', 'crm/deals', { title: 'z', pipelineId: pipeline }), 422)).errors.length, 1);
      t.equal((await api('POST', `crm/pipelines/${pipeline}/default`)).status, 409);
      await portal.settle();
      await expect(api('GET', `crm/pipelines/${pipeline}`), 404);
      t.equal((await stagesOf(portal.admin, pipeline)).size, 0);
      t.equal(await total(`pipelineId=${pipeline}`), 0);
      t.equal(await total(`pipelineId=${first}&q=nut&stageId=${deal('Quote')}`), 1200);
    });
  });
}
