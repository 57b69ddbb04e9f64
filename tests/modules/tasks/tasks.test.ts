import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

for (const dialect of dialects) {
  t.test(`tasks on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const { admin } = p;
    const bruno = await p.person('Bruno', { grants: working('own') });
    const carla = await p.person('Carla', { grants: working('own') });

    await t.test('begin with what is usual, sanitised and told to whom they come', async (t) => {
      const made = await newTask(admin, {
        title: 'Send the offer',
        description: `<p>With <script>alert(1)</script><strong>prices</strong> <span data-mention="${carla.id}">x</span></p>`,
        ownerId: bruno.id,
        observerIds: [carla.id, carla.id],
        tags: ['offer', 'offer'],
      });
      t.match(made, { state: 'new', priority: 'normal', creatorId: admin.id, ownerId: bruno.id, observerIds: [carla.id], tags: ['offer'] });
      t.equal(made.description, `<p>With <strong>prices</strong> <span data-mention="${carla.id}">@Carla</span></p>`);
      const codes = async (who: typeof bruno) => (await expect(who.api('GET', 'notices'), 200)).items.map((one: { code: string }) => one.code);
      t.same(await codes(bruno), ['tasks.task.assigned']);
      t.same(await codes(carla), ['tasks.task.watching'], 'each is told once');
    });

    await t.test('refuse what makes no sense, naming the field', async (t) => {
      const refused = async (draft: Record<string, unknown>) => (await expect(admin.api('POST', 'tasks/tasks', { title: 'x', ...draft }), 422)).errors[0].path;
      const outsider = await p.person('Outsider', { grants: { 'core.people.manage': 'own' } });
      t.equal(await refused({ plannedStartAt: '2031-05-02T12:00:00Z', deadlineAt: '2031-05-01T12:00:00Z' }), 'deadlineAt');
      t.equal(await refused({ helperIds: [bruno.id, outsider.id] }), 'helperIds.1');
      t.equal(await refused({ ownerId: outsider.id }), 'ownerId', 'who has no right to tasks is not made responsible');
      t.equal(await refused({ observerIds: [999_999] }), 'observerIds.0');
      const project = { name: 'Move', memberIds: [bruno.id, outsider.id] };
      t.match((await expect(admin.api('POST', 'tasks/projects', project), 422)).errors[0], { path: 'memberIds.1', message: /no access to tasks/ });
      const offered = async (q: string) => (await expect(admin.api('GET', `search?types=core.person&holding=tasks.task.read&q=${q}`), 200)).items.length;
      t.same([await offered('Bruno'), await offered('Outsider')], [1, 0], 'nor offered where people are chosen');
      const unasked = (await expect(bruno.api('GET', 'search?types=core.person&holding=tasks.task.read'), 200)).items.map(({ id }: { id: number }) => id);
      t.same([unasked[0], unasked.includes(outsider.id)], [bruno.id, false], 'before anything is typed, all who can be chosen: oneself first');
      t.equal(await refused({ aboutType: 'crm.deal', aboutId: 1 }), 'aboutType');
      t.equal(await refused({ aboutType: 'tasks.task' }), 'aboutId');
      t.equal(await refused({ projectId: 12_345 }), 'projectId');
      t.equal(await refused({ parentId: 12_345 }), 'parentId');
      t.equal(await refused({ state: 'done' }), 'state');
      t.equal(await refused({ tags: [' '] }), 'tags.0');
      t.equal(await refused({ title: 'x'.repeat(10_000) }), 'title');
      t.equal(await refused({ estimateMinutes: 0 }), 'estimateMinutes', 'no time at all is no estimate');
    });

    await t.test('cannot lie below themselves', async (t) => {
      const top = await newTask(admin, { title: 'Top' });
      const below = await newTask(admin, { title: 'Below', parentId: top.id });
      const refused = await expect(admin.api('PATCH', `tasks/tasks/${top.id}`, { parentId: below.id }), 422);
      t.equal(refused.errors[0].path, 'parentId');
      await expect(admin.api('POST', `tasks/tasks/${below.id}/complete`, {}), 200);
      t.match(await expect(admin.api('GET', `tasks/tasks/${top.id}`), 200), { subtaskCount: 1, subtaskDoneCount: 1 });
      await expect(admin.api('DELETE', `tasks/tasks/${below.id}`), 200);
      t.match(await expect(admin.api('GET', `tasks/tasks/${top.id}`), 200), { subtaskCount: 0, subtaskDoneCount: 0 });
    });

    await t.test('fall on working days where that is wanted', async (t) => {
      const made = await newTask(admin, { deadlineAt: '2031-05-03T15:00:00.000Z', workingDaysOnly: true });
      t.equal(made.deadlineAt, '2031-05-05T15:00:00.000Z', 'Saturday becomes Monday, at the same hour');
    });

    await t.test('keep the deadline from a responsible who may not move it', async (t) => {
      const made = await newTask(admin, { ownerId: bruno.id, deadlineAt: '2031-05-05T15:00:00.000Z', mayMoveDeadline: false });
      const change = (who: typeof bruno) => who.api('PATCH', `tasks/tasks/${made.id}`, { deadlineAt: '2031-06-05T15:00:00.000Z' });
      t.equal((await expect(change(bruno), 422)).errors[0].path, 'deadlineAt');
      await expect(bruno.api('PATCH', `tasks/tasks/${made.id}`, { title: 'Renamed' }), 200);
      await expect(change(admin), 200);
    });

    await t.test('show both versions to the slower of two people', async (t) => {
      const made = await newTask(admin, { title: 'First' });
      await expect(admin.api('PATCH', `tasks/tasks/${made.id}`, { title: 'Second', version: made.version }), 200);
      const refused = await expect(admin.api('PATCH', `tasks/tasks/${made.id}`, { title: 'Third', version: made.version }), 409);
      t.match(refused, { current: { title: 'Second' }, given: { title: 'Third' } });
      await expect(admin.api('POST', `tasks/tasks/${made.id}/start`, { version: made.version }), 409);
    });

    await t.test('remind of the deadline a day before and when it has passed, once each', async (t) => {
      await newTask(admin, { title: 'Soon', ownerId: bruno.id, deadlineAt: new Date(Date.parse(p.now()) + 48 * 3_600_000).toISOString() });
      const closed = await newTask(admin, { title: 'Closed', ownerId: bruno.id, deadlineAt: new Date(Date.parse(p.now()) + 48 * 3_600_000).toISOString() });
      await expect(bruno.api('POST', `tasks/tasks/${closed.id}/complete`, {}), 200);
      const codes = async () =>
        (await expect(bruno.api('GET', 'notices'), 200)).items
          .filter((one: { title: string; code: string }) => /near|overdue/.test(one.code))
          .map((one: { code: string; params: { title: string } }) => `${one.code} ${one.params.title}`);
      await p.settle();
      t.same(await codes(), []);
      p.pass(25 * 3_600_000);
      await p.settle();
      t.same(await codes(), ['tasks.task.near Soon']);
      p.pass(25 * 3_600_000);
      await p.settle();
      await p.settle();
      t.same(await codes(), ['tasks.task.overdue Soon', 'tasks.task.near Soon']);
      t.equal((await expect(bruno.api('GET', 'day'), 200)).count, 1, 'it stands on My day');
    });

    await t.test('are found, filtered by who is at them, changed together, and exported', async (t) => {
      const one = await newTask(admin, { title: 'Varnish the doors', helperIds: [carla.id], tags: ['paint'] });
      const ids = async (who: typeof bruno, query: string) =>
        (await expect(who.api('GET', `tasks/tasks?${query}`), 200)).items.map(({ id }: { id: number }) => id);
      t.same(await ids(carla, 'q=varnish'), [one.id]);
      t.same(await ids(bruno, 'q=varnish'), []);
      const hits = (await expect(carla.api('GET', 'search?q=varnish'), 200)).items;
      t.match(hits, [{ type: 'tasks.task', id: one.id }]);
      t.same((await expect(bruno.api('GET', 'search?q=varnish'), 200)).items, []);
      t.same(await ids(carla, 'helperIds=me'), [one.id]);
      t.same(await ids(admin, 'tags=paint'), [one.id]);
      t.same(await ids(admin, 'tags.in=paint,glue&helperIds.empty=false'), [one.id]);
      const counts = await expect(carla.api('GET', 'tasks/tasks/counts'), 200);
      t.match(counts, { helping: 1, mine: 0 });
      const bulk = await expect(admin.api('POST', 'tasks/tasks/bulk', { action: 'change', ids: [one.id], values: { priority: 'urgent' } }), 200);
      t.equal(bulk.run.changed, 1);
      const file = await admin.api('GET', 'tasks/tasks/export?columns=title,helperIds,tags&tags=paint');
      t.match(file.body, /Varnish the doors.*Carla.*paint/);
    });

    await t.test('lie in the bin of whoever may take them back', async (t) => {
      const one = await newTask(bruno, { title: 'Throw away', ownerId: carla.id });
      t.equal((await carla.api('DELETE', `tasks/tasks/${one.id}`)).status, 403, 'the responsible did not set it');
      await expect(bruno.api('DELETE', `tasks/tasks/${one.id}`), 200);
      const inBin = async (who: typeof bruno) => (await expect(who.api('GET', 'bin'), 200)).items.map(({ title }: { title: string }) => title);
      t.same(await inBin(bruno), ['Throw away']);
      await expect(bruno.api('POST', `tasks/tasks/${one.id}/restore`), 200);
      t.same(await inBin(bruno), []);
    });

    await t.test('are planned for a day and marked by each person for themselves', async (t) => {
      const [one, two] = [await newTask(bruno, { title: 'One' }), await newTask(bruno, { title: 'Two' })];
      await expect(bruno.api('PUT', `tasks/plan/${one.id}`, { day: '2031-05-05' }), 200);
      await expect(bruno.api('PUT', `tasks/plan/${two.id}`, { day: '2031-05-05', before: one.id }), 200);
      const plan = await expect(bruno.api('GET', 'tasks/plan?from=2031-05-01&to=2031-05-31'), 200);
      t.same(
        plan.items.map(({ taskId }: { taskId: number }) => taskId),
        [two.id, one.id],
      );
      t.equal(plan.tasks.length, 2);
      t.equal((await carla.api('PUT', `tasks/plan/${one.id}`, { day: '2031-05-05' })).status, 404);
      await expect(bruno.api('PUT', `tasks/plan/${two.id}`, { day: null }), 200);
      t.equal((await expect(bruno.api('GET', 'tasks/plan?from=2031-05-01&to=2031-05-31'), 200)).items.length, 1);
      t.same(await expect(bruno.api('PUT', `tasks/marks/${one.id}`, { favourite: true }), 200), { favourites: [one.id] });
      t.same(await expect(bruno.api('PUT', `tasks/marks/${one.id}`, { favourite: false }), 200), { favourites: [] });
    });

    await t.test('stand on the board by deadline in one column each', async (t) => {
      const dave = await p.person('Dave', { grants: working('own') });
      for (const days of [-1, 0.01, 20, null])
        await newTask(dave, { title: `${days}`, deadlineAt: days === null ? null : new Date(Date.parse(p.now()) + days * 86_400_000).toISOString() });
      const { columns } = await expect(dave.api('GET', 'tasks/tasks/deadlines'), 200);
      t.same(
        columns.map(({ key }: { key: string }) => key),
        ['overdue', 'today', 'this-week', 'next-week', 'later', 'none'],
      );
      const count = (key: string) => columns.find((one: { key: string }) => one.key === key).count;
      t.same([count('overdue'), count('later'), count('none')], [1, 1, 1]);
      t.equal(
        columns.reduce((sum: number, one: { count: number }) => sum + one.count, 0),
        4,
      );
    });

    await t.test('are gone while the module is parked, and back when it is taken up again', async (t) => {
      await expect(admin.api('POST', 'modules/tasks/park'), 200);
      t.equal((await admin.api('GET', 'tasks/tasks')).status, 404);
      await expect(admin.api('POST', 'modules/tasks/resume'), 200);
      t.ok((await expect(admin.api('GET', 'tasks/tasks'), 200)).items.length > 0);
    });
  });
}
