import t from 'tap';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

for (const dialect of dialects) {
  t.test(`checklists, dependencies and quick entry on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const { admin } = p;
    const bruno = await p.person('Bruno', { grants: working('own') });
    const eva = await p.person('Eva', { grants: working('own') });
    const task = await newTask(admin, { title: 'Stand', helperIds: [bruno.id], observerIds: [eva.id] });

    await t.test('points lie below points, are ticked by those who work on the task, and counted', async (t) => {
      const add = (who: Visitor, draft: Record<string, unknown>) => who.api('POST', `tasks/tasks/${task.id}/checks`, draft);
      const list = await expect(add(admin, { text: 'Before the fair' }), 201);
      const one = await expect(add(bruno, { text: 'Banner', parentId: list.id, personId: bruno.id }), 201);
      const two = await expect(add(bruno, { text: 'Van', parentId: list.id, before: one.id }), 201);
      t.equal((await add(eva, { text: 'x' })).status, 403, 'a watcher reads only');
      const texts = async () => (await expect(eva.api('GET', `tasks/tasks/${task.id}/checks`), 200)).items.map(({ text }: { text: string }) => text);
      t.same(await texts(), ['Before the fair', 'Van', 'Banner']);
      const ticked = await expect(bruno.api('PATCH', `tasks/checks/${one.id}`, { done: true }), 200);
      t.equal(ticked.doneBy, bruno.id);
      t.match(await expect(admin.api('GET', `tasks/tasks/${task.id}`), 200), { checkCount: 3, checkDoneCount: 1, version: 1 });
      t.equal((await expect(bruno.api('PATCH', `tasks/checks/${list.id}`, { parentId: two.id }), 422)).errors[0].path, 'parentId');
      t.equal((await expect(add(admin, { text: 'x', parentId: 9999 }), 422)).errors[0].path, 'parentId');
      t.equal((await expect(add(admin, { text: 'x', fileIds: [9999] }), 422)).errors[0].path, 'fileIds.0');
      await expect(bruno.api('DELETE', `tasks/checks/${list.id}`), 200);
      t.same(await texts(), []);
      t.match(await expect(admin.api('GET', `tasks/tasks/${task.id}`), 200), { checkCount: 0, checkDoneCount: 0 });
      await expect(bruno.api('POST', `tasks/checks/${list.id}/restore`), 200);
      t.same(await texts(), ['Before the fair', 'Van', 'Banner'], 'with all below it');
    });

    await t.test('a circle of tasks is refused, and of a task that may not be seen only that it is there is told', async (t) => {
      const [a, b, c] = [await newTask(admin, { title: 'A' }), await newTask(admin, { title: 'B' }), await newTask(admin, { title: 'C', ownerId: eva.id })];
      const link = (who: Visitor, fromId: number, toId: number, kind = 'end-start') => who.api('POST', 'tasks/dependencies', { fromId, toId, kind });
      await expect(link(admin, a.id, b.id), 201);
      await expect(link(admin, b.id, c.id, 'start-start'), 201);
      for (const [from, to] of [
        [c.id, a.id],
        [a.id, a.id],
        [a.id, b.id],
        [a.id, 99_999],
      ] as [number, number][])
        t.equal((await expect(link(admin, from, to), 422)).errors[0].path, 'toId');
      const seen = async (who: Visitor, id: number) =>
        (await expect(who.api('GET', `tasks/dependencies?taskId=${id}`), 200)).items.map(({ fromId, toId }: Record<string, unknown>) => [fromId, toId]);
      t.same(
        await seen(admin, b.id),
        [
          [a.id, b.id],
          [b.id, c.id],
        ],
        'in the order in which they were made',
      );
      t.same(await seen(eva, c.id), [[null, c.id]], 'Eva is not told which task hers waits for');
      t.same((await expect(eva.api('GET', 'tasks/tasks/chart'), 200)).links, [], 'nor is it drawn');
      t.equal((await eva.api('GET', `tasks/dependencies?taskId=${a.id}`)).status, 404);
      t.equal((await admin.api('GET', 'tasks/dependencies')).status, 422);
      const [first] = (await expect(admin.api('GET', `tasks/dependencies?taskId=${a.id}`), 200)).items;
      const change = (who: Visitor) => who.api('PATCH', `tasks/dependencies/${first.id}`, { kind: 'end-end', lagMinutes: 540 });
      t.match(await expect(change(admin), 200), { fromId: a.id, toId: b.id, kind: 'end-end', lagMinutes: 540 });
      t.equal((await change(eva)).status, 404);
    });

    await t.test('a move pushes what waits, in working time, and never earlier', async (t) => {
      // Working hours of the company are 9 to 18 in São Paulo, which is three hours behind.
      const at = (day: string, hour: number) => `${day}T${String(hour + 3).padStart(2, '0')}:00:00.000Z`;
      const make = (title: string, from: string, to: string) => newTask(admin, { title, plannedStartAt: from, plannedEndAt: to });
      const first = await make('First', at('2031-05-12', 9), at('2031-05-12', 18));
      const second = await make('Second', at('2031-05-13', 9), at('2031-05-13', 18));
      const third = await make('Third', at('2031-06-02', 9), at('2031-06-02', 12));
      await expect(admin.api('POST', 'tasks/dependencies', { fromId: first.id, toId: second.id, kind: 'end-start', lagMinutes: 240 }), 201);
      await expect(admin.api('POST', 'tasks/dependencies', { fromId: second.id, toId: third.id, kind: 'end-end' }), 201);
      // To Friday afternoon: four working hours later it is Monday noon.
      const { items } = await expect(
        admin.api('POST', `tasks/tasks/${first.id}/reschedule`, { plannedStartAt: at('2031-05-16', 9), plannedEndAt: at('2031-05-16', 17) }),
        200,
      );
      t.same(
        items.map(({ id, plannedStartAt, plannedEndAt }: Record<string, unknown>) => [id, plannedStartAt, plannedEndAt]),
        [
          [first.id, at('2031-05-16', 9), at('2031-05-16', 17)],
          [second.id, at('2031-05-19', 12), at('2031-05-20', 12)],
        ],
      );
      const stays = await expect(
        admin.api('POST', `tasks/tasks/${first.id}/reschedule`, { plannedStartAt: at('2031-05-12', 9), plannedEndAt: at('2031-05-12', 17) }),
        200,
      );
      t.equal(stays.items.length, 1);
      const again = await expect(
        admin.api('POST', `tasks/tasks/${first.id}/reschedule`, { plannedStartAt: at('2031-05-21', 9), plannedEndAt: at('2031-05-21', 17) }),
        200,
      );
      t.match(again.undo[1], { id: second.id, plannedStartAt: at('2031-05-19', 12), plannedEndAt: at('2031-05-20', 12) });
      const back = await expect(admin.api('POST', 'tasks/tasks/times', { items: again.undo }), 200);
      t.match(back.items, [
        { id: first.id, plannedStartAt: at('2031-05-12', 9) },
        { id: second.id, plannedStartAt: at('2031-05-19', 12) },
      ]);
      t.equal((await admin.api('POST', 'tasks/tasks/times', { items: again.undo })).status, 409, 'not over what was changed since');
      t.equal((await bruno.api('POST', 'tasks/tasks/times', { items: again.undo })).status, 404);
      const backwards = { plannedStartAt: at('2031-05-12', 9), plannedEndAt: at('2031-05-11', 17) };
      t.equal((await expect(admin.api('POST', `tasks/tasks/${first.id}/reschedule`, backwards), 422)).errors[0].path, 'plannedEndAt');
    });

    await t.test('working time over years is worked out at once, and nothing is pushed beyond the last year', async (t) => {
      const plan = (from: string, to: string) => ({ plannedStartAt: `${from}T12:00:00.000Z`, plannedEndAt: `${to}T21:00:00.000Z` });
      const chain: number[] = [];
      for (let n = 0; n < 3; n += 1) chain.push((await newTask(admin, { title: `Long ${n}`, ...plan('2027-01-04', '2027-01-08') })).id);
      // A year of minutes is 973 working days and three hours.
      for (const n of [0, 1])
        await expect(
          admin.api('POST', 'tasks/dependencies', { fromId: chain[n], toId: chain[n + 1], kind: 'end-start', lagMinutes: n === 0 ? 525_600 : 45 * 60 }),
          201,
        );
      const { items } = await expect(admin.api('POST', `tasks/tasks/${chain[0]}/reschedule`, plan('2027-01-04', '2027-01-08')), 200);
      t.match(items.slice(1), [
        { plannedStartAt: '2030-10-03T15:00:00.000Z', plannedEndAt: '2030-10-10T15:00:00.000Z' },
        { plannedStartAt: '2030-10-17T15:00:00.000Z', plannedEndAt: '2030-10-24T15:00:00.000Z' },
      ]);
      const late = await expect(admin.api('POST', `tasks/tasks/${chain[0]}/reschedule`, plan('2199-12-02', '2199-12-06')), 422);
      t.equal(late.errors[0].path, 'plannedEndAt');
    });

    await t.test('a deadline pushes what waits for it, and is moved only by who may', async (t) => {
      const plan = (day: string) => ({ plannedStartAt: `${day}T12:00:00.000Z`, plannedEndAt: `${day}T21:00:00.000Z` });
      const gate = await newTask(admin, { title: 'Gate', ownerId: bruno.id, mayMoveDeadline: false, deadlineAt: '2031-05-12T21:00:00.000Z' });
      const after = await newTask(admin, { title: 'After', ...plan('2031-05-13') });
      await expect(admin.api('POST', 'tasks/dependencies', { fromId: gate.id, toId: after.id, kind: 'end-start' }), 201);
      const move = (who: Visitor) => who.api('POST', `tasks/tasks/${gate.id}/reschedule`, { deadlineAt: '2031-05-14T21:00:00.000Z' });
      t.match((await expect(move(bruno), 422)).errors, [{ path: 'deadlineAt' }]);
      const { items, undo } = await expect(move(admin), 200);
      t.match(items, [{ id: gate.id, deadlineAt: '2031-05-14T21:00:00.000Z' }, { id: after.id }]);
      t.match(undo, [
        { id: gate.id, deadlineAt: '2031-05-12T21:00:00.000Z' },
        { id: after.id, ...plan('2031-05-13') },
      ]);
    });

    await t.test('the chart holds what a list finds, what holds it together, and who may plan it', async (t) => {
      const [one, two] = [
        await newTask(admin, { title: 'Chart one', tags: ['chart'], ownerId: bruno.id, mayMoveDeadline: false, deadlineAt: '2031-05-12T21:00:00.000Z' }),
        await newTask(admin, { title: 'Chart two', tags: ['chart'], observerIds: [bruno.id] }),
      ];
      const link = await expect(admin.api('POST', 'tasks/dependencies', { fromId: one.id, toId: two.id, kind: 'end-start' }), 201);
      await expect(admin.api('POST', 'tasks/dependencies', { fromId: one.id, toId: task.id, kind: 'end-start' }), 201);
      const chart = async (who: Visitor, query = 'tags=chart') => expect(who.api('GET', `tasks/tasks/chart?${query}`), 200);
      const seen = await chart(bruno);
      t.match(seen, { more: false, links: [link] });
      t.match(seen.tasks, [
        { id: one.id, title: 'Chart one', mayPlan: true, mayMoveDeadline: false },
        { id: two.id, mayPlan: false, mayMoveDeadline: false },
      ]);
      t.notOk('helperIds' in seen.tasks[0], 'only what is drawn');
      t.same((await chart(eva)).tasks, []);
      t.equal((await admin.api('GET', 'tasks/tasks/chart?nothing=1')).status, 422);
    });

    await t.test('one line makes a task', async (t) => {
      const made = await expect(admin.api('POST', 'tasks/tasks/quick', { text: 'Ligar para Ana amanhã 15h #proposta @bruno !alta' }), 201);
      t.match(made, { title: 'Ligar para Ana', ownerId: bruno.id, tags: ['proposta'], priority: 'high' });
      t.match(made.deadlineAt, /T18:00:00.000Z$/, 'three in the afternoon in São Paulo');
      t.equal((await expect(admin.api('POST', 'tasks/tasks/quick', { text: '!alta' }), 422)).errors[0].path, 'text');
    });
  });
}
