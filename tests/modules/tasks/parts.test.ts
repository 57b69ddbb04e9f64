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

    await t.test('a circle of tasks is refused, and only what may be seen is told', async (t) => {
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
      const seen = async (who: Visitor, id: number) => (await expect(who.api('GET', `tasks/dependencies?taskId=${id}`), 200)).items.length;
      t.same([await seen(admin, b.id), await seen(eva, c.id)], [2, 0], 'Eva does not see the task that hers waits for');
      t.equal((await eva.api('GET', `tasks/dependencies?taskId=${a.id}`)).status, 404);
      t.equal((await admin.api('GET', 'tasks/dependencies')).status, 422);
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

    await t.test('one line makes a task', async (t) => {
      const made = await expect(admin.api('POST', 'tasks/tasks/quick', { text: 'Ligar para Ana amanhã 15h #proposta @bruno !alta' }), 201);
      t.match(made, { title: 'Ligar para Ana', ownerId: bruno.id, tags: ['proposta'], priority: 'high' });
      t.match(made.deadlineAt, /T18:00:00.000Z$/, 'three in the afternoon in São Paulo');
      t.equal((await expect(admin.api('POST', 'tasks/tasks/quick', { text: '!alta' }), 422)).errors[0].path, 'text');
    });
  });
}
